/** What went wrong, for the person; null when nothing did. */
export type AuthFailure = string | null

/** Signs in from the browser: only `/api/auth/*` is rate-limited. */
export async function signIn(email: string, password: string): Promise<AuthFailure> {
  return await post('sign-in/email', { email: email.trim(), password }, 'The e-mail address or the password is wrong.')
}

export async function signOut(): Promise<AuthFailure> {
  return await post('sign-out', {}, 'Signing out did not work. Reload the page and try again.')
}

/** Changes the password and ends the person's other sessions. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<AuthFailure> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true }
  return await post('change-password', body, 'The current password is wrong.')
}

/** Moves the session's end: pages cannot set the cookie, this call does. */
export async function renewSession(): Promise<void> {
  await fetch('/api/auth/get-session').catch(() => undefined)
}

/**
 * The page to go to after sign-in: a path of this site or `/`.
 * @param wanted from the address, which anybody may have written
 */
export function toLocalPath(wanted: string | null | undefined): string {
  // Browsers read a backslash as a slash, and two slashes as another host.
  return wanted && /^\/(?![/\\])/.test(wanted) && !/[\\\p{Cc}]/u.test(wanted) ? wanted : '/'
}

async function post(path: string, body: object, refusal: string): Promise<AuthFailure> {
  let response: Response
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    return 'Patchbay does not answer. Check that it is running and try again.'
  }
  if (response.ok) return null
  if (response.status === 429) {
    const seconds = Number(response.headers.get('x-retry-after'))
    return seconds > 0
      ? `Too many attempts. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`
      : 'Too many attempts for this account. Wait 15 minutes, or have the password reset.'
  }
  if (response.status === 403) return await readMessage(response)
  return response.status < 500 ? refusal : 'Something went wrong on the server. Try again.'
}

async function readMessage(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => null)
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : undefined
  return typeof message === 'string' ? message : 'This is not allowed from this address.'
}
