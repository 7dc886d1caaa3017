import { readRetryAfter } from '@/lib/connectors/http/retry/plan-retry'
import type { Repetition } from '@/lib/steps/connector/types/type'

/** How often an asynchronous call is tried at most: with the pauses below about half an hour. */
export const MOST_ATTEMPTS = 10
const FIRST_PAUSE_SECONDS = 5
const LONGEST_PAUSE_SECONDS = 15 * 60
/** What a third party may ask for by Retry-After. */
const LONGEST_ASKED_SECONDS = 24 * 3_600

export interface FailedAttempt {
  /** Of the action, with what its connector's settings say. */
  repetition: Repetition
  /** From 1. */
  attempt: number
  /** Of the failure. */
  code: string
  /** Of the answer; null when there was none. */
  status: number | null
  retryAfter: string | null
  /** Nothing was sent that the third party could have carried out. */
  unsent: boolean
  /** 0 to 1. */
  random: number
  now: Date
}

export type RetryDecision =
  | { retry: true; delaySeconds: number }
  /** `unknown`: the third party may have carried it out. */
  | { retry: false; unknown: boolean }

/** Failures before the request was sent, that another attempt may not meet: it is as if nothing had happened. */
const NOT_SENT = new Set([
  'dnsNotFound',
  'dnsFailed',
  'connectionRefused',
  'tlsFailed',
  'proxyUnreachable',
  'proxyFailed',
  'tokenUnreachable',
  'tokenTimeout',
  'smtpLater',
])
/**
 * Failures that another attempt may not meet, after which nobody here knows whether the third party has carried out what
 * was sent; unless nothing was.
 */
const UNKNOWN = new Set([
  'timeout',
  'connectionReset',
  'connectionFailed',
  'badResponse',
  'aborted',
  'interrupted',
  'sqlBusy',
])

/** Answers by which a third party says that it has not carried out the request now, but may later. */
const NOT_NOW = new Set([408, 429, 503])

/**
 * Whether a failed attempt is followed by another one. An answer that says "not now" is, and a connection that was never
 * made, and one that failed before anything was sent. When the result is unknown, without an answer or after any other
 * 5xx, only what may be repeated is sent again; all else fails visibly instead of being carried out twice.
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  const { repetition, attempt, code, status, retryAfter, unsent, random, now } = failed
  const refused = status === null ? NOT_SENT.has(code) || (unsent && UNKNOWN.has(code)) : NOT_NOW.has(status)
  const unknown = !refused && (status === null ? UNKNOWN.has(code) : status >= 500)
  const repeatable = repetition !== 'unsafe'
  const again = refused || (unknown && repeatable)
  if (!again || attempt >= MOST_ATTEMPTS) return { retry: false, unknown: unknown && !repeatable }
  const asked =
    status === null
      ? 0
      : Math.min(LONGEST_ASKED_SECONDS, (readRetryAfter(retryAfter ?? undefined, now.getTime()) ?? 0) / 1000)
  return { retry: true, delaySeconds: Math.max(asked, pauseSeconds(attempt, random)) }
}

/** Doubles from 5 s to 15 min; half of it is random, so that calls that failed together do not come back together. */
function pauseSeconds(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
  return whole / 2 + (whole / 2) * random
}
