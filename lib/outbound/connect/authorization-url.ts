import type { OAuthConfig } from '../apps/schema'

export interface Authorization {
  authorizationUrl: string
  redirectUri: string
  scopes: readonly string[]
  /** Besides the app's. */
  prompt: readonly string[]
  state: string
  /** S256 of the verifier (RFC 7636 section 4.2); null: the app goes without. */
  challenge: string | null
  /** Null: it is no OpenID Connect. */
  nonce: string | null
}

/**
 * Where a browser asks for consent (RFC 6749 section 4.1.1). The app's own parameters win, but for those that hold the
 * grant together.
 */
export function toAuthorizationUrl(config: OAuthConfig, request: Authorization): string {
  const { authorizationUrl, redirectUri, scopes, state, challenge, nonce } = request
  // Who asks may want more screens than the app, never fewer.
  const prompt =
    request.prompt.length > 0
      ? [...new Set([...config.prompt, ...request.prompt])].filter((each) => each !== 'none')
      : config.prompt
  const url = new URL(authorizationUrl)
  const set = (name: string, value: string) => url.searchParams.set(name, value)
  if (prompt.length > 0) set('prompt', prompt.join(' '))
  if (config.accessType === 'offline') set('access_type', 'offline')
  for (const { key, value } of config.authorizationUrlParams) set(key, value)
  set('response_type', 'code')
  set('client_id', config.clientId)
  set('redirect_uri', redirectUri)
  if (scopes.length > 0) set('scope', scopes.join(config.scopeSeparator === 'comma' ? ',' : ' '))
  set('state', state)
  if (challenge !== null) {
    set('code_challenge', challenge)
    set('code_challenge_method', 'S256')
  }
  if (nonce !== null) set('nonce', nonce)
  return url.href
}
