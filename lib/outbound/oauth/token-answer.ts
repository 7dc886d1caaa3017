import type { Json } from '@/lib/language/json'
import { Secret } from '@/lib/vault/secret'

/** What a token endpoint gave (RFC 6749 section 5.1). */
export interface TokenAnswer {
  accessToken: Secret
  /** Null: none came; at a refresh the former one stays in use. */
  refreshToken: Secret | null
  idToken: Secret | null
  /** Bearer, or as the provider writes it. */
  tokenType: string
  /** From the moment of the answer; null: the provider does not say when it ends, or says never. */
  expiresInSeconds: number | null
  /** Null: the provider did not say, so they are those that were asked for. */
  scopes: string[] | null
  /** The account at the provider, by its ID token; empty: it did not tell. */
  sub: string
  /** The exchange, masked, in the form of a connector's. */
  record: Json
}

/** The same before its ID token was looked at. */
export type GivenTokens = Omit<TokenAnswer, 'sub' | 'record'>

/** An answer that cannot be used; its message ends the sentence “the answer cannot be used: …”. */
export class UnusableAnswerError extends Error {}

const LARGEST_TOKEN_BYTES = 64 * 1024
const MOST_SCOPES = 1_000
const LONGEST_LIFE_SECONDS = 10 * 365 * 86_400

/** The members of an answer, whether JSON or form-encoded; null when it is neither. */
export function readMembers(body: Buffer): Map<string, unknown> | null {
  const text = body.toString('utf8').trim()
  const parsed = parse(text)
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return liftNested(parsed)
  // Older providers answer like a form (RFC 6749 was not out yet), some of them as text/plain or text/html.
  if (/^[\w.-]+=[^<>\s]*$/.test(text) && /(^|&)(access_token|error)=/.test(text))
    return new Map(new URLSearchParams(text))
  return null
}

/**
 * Reads the tokens of an answer, as tolerantly as well-known providers need it.
 * @throws UnusableAnswerError
 */
export function readTokens(members: ReadonlyMap<string, unknown>): GivenTokens {
  const accessToken = readToken(members, 'access_token')
  if (!accessToken) throw new UnusableAnswerError('it has no access_token')
  const tokenType = textOf(members.get('token_type')) ?? 'Bearer'
  // Both ask for a proof with each use, by a key that was never agreed on.
  if (/^(dpop|mac)$/i.test(tokenType)) throw new UnusableAnswerError(`its token_type is ${tokenType}, not Bearer`)
  return {
    accessToken,
    refreshToken: readToken(members, 'refresh_token'),
    idToken: readToken(members, 'id_token'),
    tokenType: /^bearer$/i.test(tokenType) ? 'Bearer' : tokenType.slice(0, 40),
    expiresInSeconds: readLife(members.get('expires_in')),
    scopes: readScopes(members.get('scope')),
  }
}

function readToken(members: ReadonlyMap<string, unknown>, name: string): Secret | null {
  const value = members.get(name)
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') throw new UnusableAnswerError(`its ${name} is no text`)
  if (Buffer.byteLength(value) > LARGEST_TOKEN_BYTES) {
    throw new UnusableAnswerError(
      `its ${name} is larger than ${LARGEST_TOKEN_BYTES / 1024} KB, the most that a token may have`,
    )
  }
  // RFC 6750 section 2.1 allows still fewer; these are what a header can carry.
  if (!/^[\x20-\x7e]+$/.test(value))
    throw new UnusableAnswerError(`its ${name} holds characters that no header can carry`)
  return new Secret(value)
}

/** Seconds; text too. 0 and less is how some providers say “never”. */
function readLife(value: unknown): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return null
  return Math.min(Math.max(Math.floor(seconds), 1), LONGEST_LIFE_SECONDS)
}

/** RFC 6749 section 3.3 parts them by blanks; commas and arrays occur. */
function readScopes(value: unknown): string[] | null {
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : null
  if (!texts) return null
  const scopes = texts.filter((text) => typeof text === 'string').flatMap((text) => text.split(/[\s,]+/))
  const found = [...new Set(scopes.filter((scope) => scope !== ''))]
  if (found.length > MOST_SCOPES) throw new UnusableAnswerError(`it grants more than ${MOST_SCOPES} scopes`)
  return found
}

// Slack answers the token of a user inside `authed_user` when nothing but scopes of the user were asked for.
function liftNested(answer: object): Map<string, unknown> {
  const members = new Map(Object.entries(answer))
  const nested: unknown = members.get('authed_user')
  if (members.has('access_token') || typeof nested !== 'object' || nested === null) return members
  for (const [name, value] of Object.entries(nested)) if (!members.has(name)) members.set(name, value)
  return members
}

export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  // It goes into a line of text: control characters do not.
  const line = value.replace(/[^\P{Cc}]+/gu, ' ').trim()
  if (line === '') return undefined
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
