import type { EgressResponse } from '@/lib/egress/request'

/** How long a token is taken to last when its answer does not say. */
const DEFAULT_LIFE_SECONDS = 3_600
/** So long before its end a token is renewed: it must outlive the call that it is used for. */
const RENEW_BEFORE_SECONDS = 60
const LONGEST_LIFE_SECONDS = 10 * 365 * 86_400

export interface GrantedToken {
  text: string
  /** From the moment that it was asked for; 0 when it may only be used for the calls that wait for it. */
  usableSeconds: number
}

/** An answer that is well-formed OAuth, and yet of no use here. */
export class UnusableGrantError extends Error {}

/** @throws UnusableGrantError */
export function readGrant(answer: {
  access_token: string
  token_type: string
  expires_in?: number | undefined
}): GrantedToken {
  const { access_token: text, token_type: type, expires_in: expiresIn } = answer
  if (type.toLowerCase() !== 'bearer') throw new UnusableGrantError(unknownType(type))
  // RFC 6750 section 2.1 allows still fewer; these are what a header can carry.
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new UnusableGrantError('its access_token holds characters that no header can carry')
  if (expiresIn === undefined) return { text, usableSeconds: DEFAULT_LIFE_SECONDS }
  const life = Math.min(Math.floor(expiresIn), LONGEST_LIFE_SECONDS)
  return { text, usableSeconds: Math.max(life - RENEW_BEFORE_SECONDS, 0) }
}

export function unknownType(type: string): string {
  return `its token_type is ${JSON.stringify(type.slice(0, 40))}, and only Bearer can be sent`
}

/** The members that the grant is about. An id_token or refresh_token that came along is not asked for and not judged. */
const MEMBERS = ['access_token', 'token_type', 'expires_in', 'error', 'error_description'] as const

/** The answer for the library that judges it: its members alone, absent where they are null. */
export function toProcessable({ status, body }: EgressResponse): Response {
  const members = membersOf(body)
  const text = members ? JSON.stringify(members) : body.toString('utf8')
  const type = members ? 'application/json' : 'text/plain'
  const empty = status === 204 || status === 205 || status === 304
  return new Response(empty ? null : text, { status, headers: { 'content-type': type } })
}

/** The members of a JSON object that are known; null when the body is none. */
export function membersOf(body: Buffer): Partial<Record<(typeof MEMBERS)[number], unknown>> | null {
  const value = parse(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const given = new Map(Object.entries(value))
  return Object.fromEntries(MEMBERS.flatMap((name) => (given.get(name) == null ? [] : [[name, given.get(name)]])))
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
