import { setTimeout } from 'node:timers/promises'
import { EgressError } from '@/lib/egress/errors'
import type { EgressResponse } from '@/lib/egress/request'
import type { ConnectorRecord } from '../types'
import type { AttemptFailure } from './retry/plan-retry'

/** What one sending of a request came to. */
export type AttemptResult = EgressResponse | EgressError

export function isSuccess({ status }: EgressResponse): boolean {
  return status >= 200 && status < 300
}

/** For the retry policy; null when the attempt succeeded. */
export function toAttemptFailure(result: AttemptResult): AttemptFailure | null {
  if (result instanceof EgressError) return { code: result.code }
  if (isSuccess(result)) return null
  const [retryAfter] = [result.headers['retry-after'] ?? []].flat()
  return { status: result.status, retryAfter }
}

/** Why the policy would try again and the timeout does not let it. */
export function tooLate(waitMs: number): ConnectorRecord['warnings'][number] {
  const message = `It was not tried again: the next attempt would have been in ${inSeconds(waitMs)}, later than the timeout allows.`
  return { code: 'retryTooLate', message }
}

export function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}

/** A failure on the way is a result; anything else is thrown on. */
export function asEgressError(error: unknown): EgressError {
  if (error instanceof EgressError) return error
  throw error
}

/** @throws EgressError aborted */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {
    throw new EgressError('aborted')
  })
}
