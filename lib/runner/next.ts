import { createHash } from 'node:crypto'
import { hasEnded } from '@/lib/engine/state'
import { hashToken } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import type { Step } from '@/lib/steps/schemas'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { listUnknownFields } from '@/lib/steps/screen/submission'
import { RunnerError } from './errors'
import { StaleExecutionError } from './journal'
import { type ExecutionRow, getExecutionRow } from './journal-read'
import { findDriven, LiveExecution } from './live-execution'
import { planOf } from './plans'
import { fromWireStepId, toEndedReply, toReply } from './reply'
import { withTokens, withTokensAgain } from './session'
import { openEnd, openState, type StoredEnd, type StoredState } from './stored-state'
import type { FlowReply } from './types'

export interface NextRequest {
  projectId: string
  executionId: string
  /** Refuses an execution of another flow. */
  flowId?: string
  /** `<step>-<visit>` as the last reply gave it. */
  stepId: string
  interactionId: string
  input: JsonObject
  watched: boolean
  /** What the caller sent as nonce. Undefined: an operator, who needs none. */
  nonce?: string | null
}

/**
 * Submits the screen that an execution waits on and drives it on. Safe to repeat: the same submission again answers
 * the current state.
 * @throws RunnerError `staleStep` for another submission of a step that is past
 */
export async function submitStep(request: NextRequest): Promise<FlowReply> {
  // A submission that is sent again while the first is under way waits for its answer.
  await findDriven(request.projectId, request.executionId)?.settled
  const row = await getExecutionRow(request.projectId, request.executionId)
  if (request.flowId !== undefined && request.flowId !== row.flowId) throw new RunnerError('executionNotFound')
  const at = fromWireStepId(request.stepId)
  const digest = createHash('sha256')
    .update(JSON.stringify([request.stepId, request.interactionId, request.input]))
    .digest('hex')
  if (!row.stateSealed) return await answerEnded(row, at?.visit ?? null, digest, request.nonce)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  requireNonce(stored, request.nonce)
  const { plan, documentOf } = await planOf(request.projectId, row.snapshotHash, stored.pins)
  const { cursor } = stored.state
  if (stored.lastNext && at?.visit === stored.lastNext.visit && digest === stored.lastNext.digest) {
    return toReply(row.id, stored.state, documentOf(stored.state))
  }
  if (!at || !cursor?.wait || cursor.stepId !== at.stepId || cursor.visit !== at.visit)
    throw new RunnerError('staleStep')
  requireFits(documentOf(stored.state).steps[at.stepId], request)

  const live = new LiveExecution({
    plan,
    header: row,
    revision: row.revision,
    stored: { ...stored, lastNext: { visit: at.visit, digest } },
    watched: request.watched,
  })
  try {
    await live.drive({ type: 'submitted', interactionId: request.interactionId, input: request.input })
  } catch (error) {
    if (error instanceof StaleExecutionError) return await answerAfterRace(request, at.visit, digest)
    throw error
  }
  return await withTokens(toReply(row.id, live.state, documentOf(live.state)), live.session)
}

/** Another request moved the execution on while this one was at work: the same submission is answered, another refused. */
async function answerAfterRace(request: NextRequest, visit: number, digest: string): Promise<FlowReply> {
  await findDriven(request.projectId, request.executionId)?.settled
  const row = await getExecutionRow(request.projectId, request.executionId)
  if (!row.stateSealed) return await answerEnded(row, visit, digest, request.nonce)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  if (stored.lastNext?.visit !== visit || stored.lastNext.digest !== digest) throw new RunnerError('staleStep')
  const { documentOf } = await planOf(request.projectId, row.snapshotHash, stored.pins)
  return toReply(row.id, stored.state, documentOf(stored.state))
}

/**
 * Refuses a submission that does not come from the screen; the execution stays as it is. Wrong values of fields that
 * are there, too long ones as well, are told at the fields instead.
 */
function requireFits(step: Step | undefined, { interactionId, input }: NextRequest): void {
  if (step?.kind !== 'screen') throw new RunnerError('unknownButton')
  const isButton = (component: ScreenComponent) => component.type === 'button' && component.id === interactionId
  if (!step.components.some(isButton)) throw new RunnerError('unknownButton')
  if (listUnknownFields(step, input).length > 0) throw new RunnerError('unknownField')
}

/**
 * The current reply of an execution: what `next` would show.
 * @param nonce what the caller sent; undefined for an operator, who needs none
 * @throws RunnerError `nonceMismatch`
 */
export async function currentReply(projectId: string, executionId: string, nonce?: string | null): Promise<FlowReply> {
  const row = await getExecutionRow(projectId, executionId)
  if (!row.stateSealed) {
    const end = await readEnd(row)
    requireNonce(end, nonce)
    return toEndedReply(row, end?.outputs ?? null)
  }
  const stored: StoredState = await openState(projectId, row.id, row.revision, row.stateSealed)
  requireNonce(stored, nonce)
  const { documentOf } = await planOf(projectId, row.snapshotHash, stored.pins)
  return toReply(row.id, stored.state, documentOf(stored.state))
}

/**
 * What an execution has ended with, the tokens of its session included: for the application that has proven, by a code,
 * that it may know.
 */
export async function endedReply(projectId: string, executionId: string): Promise<FlowReply> {
  const row = await getExecutionRow(projectId, executionId)
  const end = await readEnd(row)
  return await withTokensAgain(projectId, toEndedReply(row, end?.outputs ?? null), end?.session ?? null)
}

/** An execution that has ended answers its last submission again; another one for a past step is refused. */
async function answerEnded(
  row: ExecutionRow,
  visit: number | null,
  digest: string,
  nonce: string | null | undefined,
): Promise<FlowReply> {
  const end = await readEnd(row)
  requireNonce(end, nonce)
  const last = end?.lastNext
  const isPast = last && visit !== null && visit <= last.visit
  if (isPast && (visit !== last.visit || digest !== last.digest)) throw new RunnerError('staleStep')
  const reply = toEndedReply(row, end?.outputs ?? null)
  const isLast = isPast && visit === last.visit
  return isLast ? await withTokensAgain(row.projectId, reply, end?.session ?? null) : reply
}

/** Both hashes are of random tokens, so that the time of a plain comparison tells nothing. */
function requireNonce(kept: Pick<StoredState, 'nonceHash'> | null, nonce: string | null | undefined): void {
  if (nonce === undefined || !kept?.nonceHash) return
  if (nonce === null || hashToken(nonce) !== kept.nonceHash) throw new RunnerError('nonceMismatch')
}

async function readEnd(row: ExecutionRow): Promise<StoredEnd | null> {
  if (!hasEnded(row)) throw new RunnerError('executionEnded')
  return row.outputsSealed ? await openEnd(row.projectId, row.id, row.outputsSealed) : null
}
