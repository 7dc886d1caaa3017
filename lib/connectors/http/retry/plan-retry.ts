import type { EgressErrorCode } from '@/lib/egress/errors'
import type { RetryPolicy } from './schema'

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000

// No answer came and another attempt may find the third party: unlike a wrong name or certificate, which stay wrong.
const CONNECTION_ERRORS: ReadonlySet<EgressErrorCode> = new Set([
  'dnsFailed',
  'connectionRefused',
  'connectionReset',
  'connectionFailed',
])

/** What an attempt came to: an answer, or a connection that failed. */
export type AttemptFailure = { status: number; retryAfter: string | undefined } | { code: EgressErrorCode }

export interface Attempt {
  method: string
  /** From 1. */
  number: number
  failure: AttemptFailure
  /** Of the step's timeout. */
  remainingMs: number
}

export type RetryPlan =
  | { type: 'again'; waitMs: number }
  /** The policy covers it, but the third party asks for more time than the step has left. */
  | { type: 'tooLate'; waitMs: number }
  | { type: 'no' }

/**
 * Whether a failed attempt is made again, and after how long. Waits grow by two from half a second, each shortened at
 * random by up to a half so that callers which failed together do not come back together; Retry-After (RFC 9110 section
 * 10.2.3) is kept to instead when it asks for more. A wait that would outlast the step's timeout is not begun.
 * @param now milliseconds since 1970, for a Retry-After that is a date
 * @param random from 0 to below 1
 */
export function planRetry(policy: RetryPolicy | null, attempt: Attempt, now: number, random: number): RetryPlan {
  if (!policy || attempt.number >= policy.attempts) return { type: 'no' }
  if (!policy.methods.some((method) => method === attempt.method)) return { type: 'no' }
  const { failure } = attempt
  const covered = 'status' in failure ? policy.statuses.includes(failure.status) : CONNECTION_ERRORS.has(failure.code)
  if (!covered) return { type: 'no' }
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt.number - 1), LONGEST_BACKOFF_MS) * (1 - random / 2)
  const asked = 'status' in failure ? readRetryAfter(failure.retryAfter, now) : null
  const waitMs = Math.round(Math.max(backoff, asked ?? 0))
  return { type: waitMs < attempt.remainingMs ? 'again' : 'tooLate', waitMs }
}

/**
 * Milliseconds that a Retry-After asks to wait: whole seconds, or a date, of which the past is 0.
 * @returns null when there is none or it is neither
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  // Date.parse takes much that is no HTTP date, a bare number with a sign for one. All three forms name the weekday.
  if (!/^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? /i.test(text)) return null
  // The oldest of them names no time zone and is read as GMT all the same (RFC 9110 section 5.6.7).
  const at = Date.parse(/ GMT$/i.test(text) ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : Math.max(at - now, 0)
}
