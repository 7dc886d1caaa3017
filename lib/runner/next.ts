import { createHash } from 'node:crypto'
import { hasEnded } from '@/lib/engine/state'
import { hashToken } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import type { Wait } from '@/lib/language/outcome'
import { WAIT_BUTTONS } from '@/lib/steps/action/answer'
import { toApiKeyScreen } from '@/lib/steps/action/api-key-screen'
import type { Step } from '@/lib/steps/schemas'
import { isButton } from '@/lib/steps/screen/component'
import { listUnknownFields } from '@/lib/steps/screen/submission'
import { ARRIVED, driveConnect, pendingConnect } from './connects'
import { RunnerError } from './errors'
import { StaleExecutionError } from './journal'
import { type ExecutionRow, getExecutionRow } from './journal-read'
import { findDriven, LiveExecution } from './live-execution'
import { withLogos } from './logos'
import { planOf } from './plans'

import { asPoll, fromWireStepId, toEndedReply, toReply } from './reply'
import { withTokens, withTokensAgain } from './session'
import { type Caller, openEnd, openState, type StoredEnd, type StoredState } from './stored-state'
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
  /** Shown of the session that this may end with. */
  caller?: Caller
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
  const { interactionId } = request
  const asked = { visit: at?.visit ?? null, digest, interactionId }
  if (!row.stateSealed) return await answerEnded(row, asked, request.nonce)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  requireNonce(stored, request.nonce)
  const { plan, documentOf } = await planOf(request.projectId, row.snapshotHash, stored.pins)
  const { cursor } = stored.state
  const isHere = at !== null && cursor?.stepId === at.stepId && cursor.visit === at.visit
  if (isHere && pendingConnect(stored) && asksOnly(interactionId)) return await askConnect(request, row, stored)
  if (isAnswered(stored.lastNext, asked)) return await show(row, stored)
  if (!at || !isHere || !cursor.wait) throw new RunnerError('staleStep')
  requireFits(documentOf(stored.state).steps[at.stepId], cursor.wait, request)

  const live = new LiveExecution({
    plan,
    header: row,
    revision: row.revision,
    stored: {
      ...stored,
      lastNext: { visit: at.visit, digest },
      ...(request.caller ? { caller: request.caller } : {}),
    },
    watched: request.watched,
  })
  try {
    await live.drive({ type: 'submitted', interactionId: request.interactionId, input: request.input })
  } catch (error) {
    if (error instanceof StaleExecutionError) return await answerAfterRace(request, asked)
    throw error
  }
  const reply = await withLogos(row.projectId, toReply(row.id, live.state, documentOf(live.state)))
  return await withTokens(reply, live.session)
}

/** Another request moved the execution on while this one was at work: the same submission is answered, another refused. */
async function answerAfterRace(request: NextRequest, asked: Asked): Promise<FlowReply> {
  await findDriven(request.projectId, request.executionId)?.settled
  const row = await getExecutionRow(request.projectId, request.executionId)
  if (!row.stateSealed) return await answerEnded(row, asked, request.nonce)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  if (!isAnswered(stored.lastNext, asked)) throw new RunnerError('staleStep')
  return await show(row, stored)
}

/** Looks whether the account is connected that an execution waits for, and drives it on then. */
async function askConnect(request: NextRequest, row: ExecutionRow, stored: StoredState): Promise<FlowReply> {
  try {
    const live = await driveConnect(row, stored, request.watched)
    if (!live) return asPoll(await show(row, stored))
    return await withTokens(await show(row, live.stored), live.session)
  } catch (error) {
    if (!(error instanceof StaleExecutionError)) throw error
    // The callback was quicker.
    await findDriven(request.projectId, request.executionId)?.settled
    return await submitStep(request)
  }
}

async function show(row: ExecutionRow, stored: StoredState): Promise<FlowReply> {
  const { documentOf } = await planOf(row.projectId, row.snapshotHash, stored.pins)
  return await withLogos(row.projectId, toReply(row.id, stored.state, documentOf(stored.state)))
}

/** A submission, as far as it tells whether it was answered before. */
interface Asked {
  /** Of the step that it is of; null: it names none. */
  visit: number | null
  digest: string
  interactionId: string
}

/** `polling` is what Descope's component asks by, `submit` what it comes back with from another page. */
function asksOnly(interactionId: string): boolean {
  return interactionId === 'polling' || interactionId === 'submit'
}

function isAnswered(last: StoredState['lastNext'], { visit, digest, interactionId }: Asked): boolean {
  if (!last || last.visit !== visit) return false
  return last.digest === digest || (last.digest === ARRIVED && asksOnly(interactionId))
}

/**
 * Refuses a submission that does not come from the screen; the execution stays as it is. Wrong values of fields that
 * are there, too long ones as well, are told at the fields instead.
 */
function requireFits(step: Step | undefined, wait: Wait, { interactionId, input }: NextRequest): void {
  if (wait.type === 'connect') {
    if (interactionId !== WAIT_BUTTONS.cancel && interactionId !== WAIT_BUTTONS.retry)
      throw new RunnerError('unknownButton')
    // Of another attempt: what is shown there is past.
    if (input.connectId !== wait.connectId) throw new RunnerError('staleStep')
    return
  }
  const screen = wait.type === 'apiKey' ? toApiKeyScreen(wait) : step
  if (screen?.kind !== 'screen') throw new RunnerError('unknownButton')
  if (!screen.components.some((component) => isButton(component) && component.id === interactionId))
    throw new RunnerError('unknownButton')
  if (listUnknownFields(screen, input).length > 0) throw new RunnerError('unknownField')
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
  return await show(row, stored)
}

/**
 * What an execution has ended with, the tokens of its session included: for the application that has proven, by a code,
 * that it may know.
 * @throws RunnerError `sessionPast`: an application must not take the reply for one of somebody who did not sign in
 */
export async function endedReply(projectId: string, executionId: string): Promise<FlowReply> {
  const row = await getExecutionRow(projectId, executionId)
  const end = await readEnd(row)
  const reply = await withTokensAgain(projectId, toEndedReply(row, end?.outputs ?? null), end?.session ?? null)
  if (end?.session && !('authInfo' in reply)) throw new RunnerError('sessionPast')
  return reply
}

/** An execution that has ended answers its last submission again; another one for a past step is refused. */
async function answerEnded(row: ExecutionRow, asked: Asked, nonce: string | null | undefined): Promise<FlowReply> {
  const end = await readEnd(row)
  requireNonce(end, nonce)
  const last = end?.lastNext
  const isPast = last && asked.visit !== null && asked.visit <= last.visit
  const isLast = isAnswered(last ?? null, asked)
  if (isPast && !isLast) throw new RunnerError('staleStep')
  const reply = toEndedReply(row, end?.outputs ?? null)
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
