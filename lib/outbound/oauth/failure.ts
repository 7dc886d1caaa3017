import { authorityOf, EgressError } from '@/lib/egress/errors'
import type { ProviderError, ProviderErrorKind } from './provider-error'
import { readMembers, textOf, UnusableAnswerError } from './token-answer'
import type { Wire } from './wire'

// RFC 6749 section 5.2 knows invalid_grant alone; the others are what large providers say for the same.
const REFUSED = new Set([
  'invalid_grant',
  'bad_refresh_token',
  'bad_verification_code',
  'invalid_refresh_token',
  'token_revoked',
  'token_expired',
  'interaction_required',
  'consent_required',
  'login_required',
])
const TEMPORARY = new Set(['temporarily_unavailable', 'server_error', 'slow_down', 'ratelimited', 'rate_limited'])

/** What an exchange that gave nothing usable means, in words that name what was answered. */
export function explainFailure(error: unknown, wire: Wire): ProviderError {
  if (error instanceof EgressError) return explainEgress(error, wire)
  const { answer } = wire
  // Before there is an answer, anything else is a fault of Patchbay's own.
  if (!answer) throw error
  const said = `${authorityOf(new URL(answer.url))} answered ${`${answer.status} ${answer.statusText}`.trim()}`
  if (answer.status >= 300 && answer.status < 400) {
    return wire.fail(
      'rejected',
      'redirected',
      `${said}, a redirect, which is not followed. Put the final address into the connection.`,
    )
  }
  const members = readMembers(answer.body)
  const code = textOf(members?.get('error'))
  if (code) {
    const description = textOf(members?.get('error_description') ?? members?.get('error_message'))?.replace(/\.$/, '')
    return wire.fail(kindOf(code, answer.status), code, `${said}: ${code}${description ? ` (${description})` : ''}.`)
  }
  if (answer.status !== 200) {
    const what = members ? '' : `, ${describe(answer.body, answer.headers['content-type'])}`
    return wire.fail(kindOf('', answer.status), `http${answer.status}`, `${said}${what}.`)
  }
  if (!members) {
    // A page in place of an answer is what proxies and maintenance show: the grant is not to blame.
    return wire.fail(
      'temporary',
      'unusable',
      `${said}, but the answer cannot be used: it is ${describe(answer.body, answer.headers['content-type'])}.`,
    )
  }
  const why = error instanceof UnusableAnswerError ? error.message : 'it does not keep to OAuth 2.0'
  return wire.fail('rejected', 'unusable', `${said}, but the answer cannot be used: ${why}.`)
}

/** Whether the provider did not know the client by the way in which it said who it is. */
export function isInvalidClient(error: ProviderError): boolean {
  return error.code === 'invalid_client' || error.code === 'http401'
}

function kindOf(code: string, status: number): ProviderErrorKind {
  if (REFUSED.has(code)) return 'refused'
  return TEMPORARY.has(code) || status >= 500 || status === 429 || status === 408 ? 'temporary' : 'rejected'
}

function explainEgress(error: EgressError, wire: Wire): ProviderError {
  const message = error.message.replace(/\.?$/, '.')
  switch (error.code) {
    case 'tooLarge':
      return wire.fail('rejected', 'tooLarge', `${message} A token may have 64 KB at most.`)
    case 'refusedByGuard':
    case 'urlInvalid':
    case 'badRequest':
      return wire.fail('rejected', 'unreachable', `${message} ${error.hint}`)
    case 'timeout':
      return wire.fail('temporary', 'timeout', message)
    case 'aborted':
      // Whoever waits for a provider that drips has a time of their own.
      return wire.lapsed
        ? wire.fail('temporary', 'timeout', 'The provider\u2019s answer did not come in time.')
        : wire.fail('temporary', 'aborted', message)
    default:
      return wire.fail('temporary', 'unreachable', message)
  }
}

function describe(body: Buffer, contentType: string | string[] | undefined): string {
  if (body.length === 0) return 'empty'
  const name = [contentType ?? ''].flat()[0]?.split(';', 1)[0]?.trim()
  return name ? `${name.slice(0, 60)}, not a JSON object` : 'not a JSON object'
}
