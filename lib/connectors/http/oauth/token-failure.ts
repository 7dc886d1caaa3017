import { authorityOf, EgressError } from '@/lib/egress/errors'
import type { EgressResponse } from '@/lib/egress/request'
import { ConnectorError, tokenErrorHint } from '../../errors'
import { membersOf, UnusableGrantError, unknownType } from './token-answer'

const LONGEST_TEXT = 300

/** Why there is no token, in words that name what the token endpoint answered. Not masked yet. */
export function explainTokenFailure(
  error: unknown,
  authUrl: string,
  answer: EgressResponse | undefined,
): ConnectorError | EgressError {
  if (error instanceof EgressError) return explainEgress(error)
  // Anything else before there is an answer is a fault of Patchbay's own.
  if (!answer) return new ConnectorError('unexpected')
  if (answer.status !== 200) return explainStatus(authUrl, answer)
  if (error instanceof UnusableGrantError) return new ConnectorError('tokenUnusable', error.message)
  return new ConnectorError('tokenUnusable', explainBody(answer))
}

/** Whether a failure is that of the caller's own patience, which says nothing about the token endpoint. */
export function isImpatience(failure: Error): boolean {
  return failure instanceof EgressError || (failure instanceof ConnectorError && failure.code === 'tokenTimeout')
}

function explainEgress(error: EgressError): ConnectorError | EgressError {
  if (error.code === 'aborted') return error
  if (error.code === 'timeout') return new ConnectorError('tokenTimeout', error.message.replace(/\.$/, ''))
  // What the guard allows is the same for every address.
  return new ConnectorError('tokenUnreachable', error.message, error.code === 'refusedByGuard' ? error.hint : undefined)
}

function explainStatus(authUrl: string, answer: EgressResponse): ConnectorError {
  const { status, statusText } = answer
  const said = `${authorityOf(new URL(authUrl))} answered ${`${status} ${statusText}`.trim()}`
  if (status >= 300 && status < 400) {
    const hint = 'Put the address that it redirects to into the token URL: credentials are not sent on to another one.'
    return new ConnectorError('tokenRefused', `${said}, a redirect, which is not followed`, hint)
  }
  const members = membersOf(answer.body)
  const code = textOf(members?.error)
  if (!code) return new ConnectorError('tokenRefused', members ? said : `${said}, ${notJson(answer)}`)
  const description = textOf(members?.error_description)?.replace(/\.$/, '')
  return new ConnectorError(
    'tokenRefused',
    `${said}: ${code}${description ? ` (${description})` : ''}`,
    tokenErrorHint(code),
  )
}

function explainBody(answer: EgressResponse): string {
  const members = membersOf(answer.body)
  if (!members) return `it is ${notJson(answer)}`
  const code = textOf(members.error)
  if (code) return `it is 200 and yet an error: ${code}`
  const { access_token: token, token_type: type, expires_in: expiresIn } = members
  if (typeof token !== 'string' || token === '') return 'it has no access_token'
  if (typeof type !== 'string' || type === '') return 'it has no token_type'
  if (type.toLowerCase() !== 'bearer') return unknownType(type)
  return `its expires_in is ${JSON.stringify(expiresIn ?? null).slice(0, 40)}, not a number of seconds`
}

function notJson({ headers, body }: EgressResponse): string {
  if (body.length === 0) return 'empty'
  const [type = ''] = [headers['content-type'] ?? ''].flat()
  const name = type.split(';', 1)[0]?.trim()
  return name ? `${name.slice(0, 60)}, not a JSON object` : 'not a JSON object'
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  // It goes into a line of text: control characters do not.
  const line = value.replace(/[^\P{Cc}]+/gu, ' ').trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line
}
