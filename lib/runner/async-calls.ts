import type { ConnectorOutcome } from '@/lib/connectors/types'
import type { AsyncOutcome, RunnerMessage } from '@/lib/engine/message'
import type { ConnectorCallJob } from '@/lib/jobs/queues'
import type { Failure } from '@/lib/language/outcome'
import { log } from '@/lib/log'
import { decideRetry } from './async-retry'
import { type Exchanges, toExchanges } from './effects/exchanges'
import { CallBrokenError, type ReadyCall, readyCall } from './effects/queued-call'
import { type BegunCall, beginAttempt, readCall, type Settlement, settleAttempt } from './journal-calls'

/**
 * Makes the attempt that a job of the queue `connector-call` is about, and writes what came of it. Safe to be given the
 * same job again.
 * @param signal aborts the call when the process stops
 * @throws only when the database fails; the queue then gives the job to someone again
 */
export async function runCallJob(job: ConnectorCallJob, signal: AbortSignal): Promise<void> {
  const stored = await readCall(job)
  if (!stored) return
  // Before the attempt begins: a database that fails here must not leave it as one that may have been sent.
  const ready = await prepare(job, stored.sealed)
  const call = await beginAttempt(job, new Date())
  if (!call) return
  const repetition = 'make' in ready ? ready.repetition : 'unsafe'
  await settle(job, { ...call, repetition }, await attempt(call, ready, signal))
}

interface Attempt extends Exchanges {
  /** What the third party asked for by Retry-After, in its own words. */
  retryAfter: string | null
  status: number | null
  unsent: boolean
}

/** @returns a failed attempt for a call that can never be made */
async function prepare(job: ConnectorCallJob, sealed: Uint8Array | null): Promise<ReadyCall | Attempt> {
  if (!sealed) return failed('unreadable', 'The stored call is gone. Run the flow again.')
  try {
    return await readyCall(job, sealed)
  } catch (error) {
    if (!(error instanceof CallBrokenError)) throw error
    log.error({ executionId: job.executionId, number: job.number, err: error }, 'an asynchronous call cannot be opened')
    return failed('unreadable', 'The stored call cannot be opened. Run the flow again.')
  }
}

async function attempt(call: BegunCall, ready: ReadyCall | Attempt, signal: AbortSignal): Promise<Attempt> {
  if (call.state === 'interrupted') return failed('interrupted', 'Patchbay stopped while this attempt was under way.')
  return 'make' in ready ? toAttempt(await ready.make(signal)) : ready
}

function failed(code: string, message: string): Attempt {
  return {
    failure: { event: 'connectorExecution', code, message },
    record: null,
    earlier: [],
    retryAfter: null,
    status: null,
    unsent: false,
  }
}

function toAttempt(outcome: ConnectorOutcome): Attempt {
  const { response } = outcome.record
  const retryAfter = response?.headers['retry-after']
  return {
    ...toExchanges(outcome),
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    status: response?.status ?? null,
    unsent: outcome.unsent ?? false,
  }
}

async function settle(
  job: ConnectorCallJob,
  call: BegunCall & Pick<ReadyCall, 'repetition'>,
  result: Attempt,
): Promise<void> {
  const now = new Date()
  const { failure, status, retryAfter, unsent } = result
  const write = (outcome: AsyncOutcome, told: Failure | null, delaySeconds = 0) =>
    settleAttempt(toSettlement(job, call, { ...result, failure: told }, outcome, delaySeconds, now))
  if (!failure) return void (await write('succeeded', null))
  const decision = decideRetry({
    repetition: call.repetition,
    attempt: job.attempt,
    code: failure.code,
    status,
    retryAfter,
    unsent,
    random: Math.random(),
    now,
  })
  if (decision.retry && (await write('retrying', failure, decision.delaySeconds))) return
  // No retry, or it was called off meanwhile.
  if (decision.retry) return void (await write('cancelled', failure))
  await write('failed', decision.unknown ? resultUnknown(call.action, failure) : failure)
}

function toSettlement(
  job: ConnectorCallJob,
  call: BegunCall,
  { record, failure, earlier }: Attempt,
  outcome: AsyncOutcome,
  delaySeconds: number,
  now: Date,
): Settlement {
  const nextAttemptAt = outcome === 'retrying' ? new Date(now.getTime() + delaySeconds * 1000).toISOString() : null
  const place = { at: now.toISOString(), stepId: call.stepId, stepName: call.stepName, visit: call.visit }
  const messages: RunnerMessage[] = earlier.map((exchange, at) => ({
    type: 'exchange',
    ...exchange,
    ...place,
    number: at + 1,
  }))
  messages.push({
    type: 'asyncCall',
    call: job.number,
    attempt: job.attempt,
    outcome,
    record,
    failure,
    nextAttemptAt,
    ...place,
    number: messages.length + 1,
  })
  return {
    job,
    status: outcome === 'retrying' ? 'pending' : outcome,
    error: outcome === 'failed' && failure ? { code: failure.code, message: failure.message } : null,
    messages,
    delaySeconds,
    now,
  }
}

function resultUnknown(action: string, failure: Failure): Failure {
  const message = `${failure.message} Whether the third party carried out this ${action} is unknown, so it was not sent again.`
  return { ...failure, code: 'resultUnknown', message }
}
