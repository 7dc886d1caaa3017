import { createHash } from 'node:crypto'
import { hasEnded } from '@/lib/engine/state'
import type { FlowDocument } from '@/lib/flow/schema'
import type { JsonObject } from '@/lib/language/json'
import { RunnerError } from './errors'
import { StaleExecutionError } from './journal'
import { type ExecutionRow, getExecutionRow } from './journal-read'
import { findDriven, LiveExecution } from './live-execution'
import { planOf } from './plans'
import { fromWireStepId, toEndedReply, toReply } from './reply'
import { openState, type StoredState } from './stored-state'
import type { FlowReply } from './types'

export interface NextRequest {
  projectId: string
  executionId: string
  /** `<step>-<visit>` as the last reply gave it. */
  stepId: string
  interactionId: string
  input: JsonObject
  watched: boolean
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
  const { plan, document } = await planOf(request.projectId, row.snapshotHash)
  const at = fromWireStepId(request.stepId)
  const digest = createHash('sha256')
    .update(JSON.stringify([request.stepId, request.interactionId, request.input]))
    .digest('hex')
  if (!row.stateSealed) return endedReply(row)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  const { cursor } = stored.state
  if (stored.lastNext && at?.visit === stored.lastNext.visit && digest === stored.lastNext.digest) {
    return toReply(row.id, stored.state, document)
  }
  if (!at || !cursor?.wait || cursor.stepId !== at.stepId || cursor.visit !== at.visit)
    throw new RunnerError('staleStep')
  if (!hasButton(document, at.stepId, request.interactionId)) throw new RunnerError('unknownButton')

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
  return toReply(row.id, live.state, document)
}

/** Another request moved the execution on while this one was at work: the same submission is answered, another refused. */
async function answerAfterRace(request: NextRequest, visit: number, digest: string): Promise<FlowReply> {
  await findDriven(request.projectId, request.executionId)?.settled
  const row = await getExecutionRow(request.projectId, request.executionId)
  if (!row.stateSealed) return endedReply(row)
  const stored = await openState(request.projectId, row.id, row.revision, row.stateSealed)
  if (stored.lastNext?.visit !== visit || stored.lastNext.digest !== digest) throw new RunnerError('staleStep')
  const { document } = await planOf(request.projectId, row.snapshotHash)
  return toReply(row.id, stored.state, document)
}

function hasButton(document: FlowDocument, stepId: string, interactionId: string): boolean {
  const step = document.steps[stepId]
  return (
    step?.kind === 'screen' &&
    step.components.some((component) => component.type === 'button' && component.id === interactionId)
  )
}

/** The current reply of an execution: what `next` would show. */
export async function currentReply(projectId: string, executionId: string): Promise<FlowReply> {
  const row = await getExecutionRow(projectId, executionId)
  if (!row.stateSealed) return endedReply(row)
  const stored: StoredState = await openState(projectId, row.id, row.revision, row.stateSealed)
  const { document } = await planOf(projectId, row.snapshotHash)
  return toReply(row.id, stored.state, document)
}

function endedReply(row: ExecutionRow): FlowReply {
  if (!hasEnded(row)) throw new RunnerError('executionEnded')
  return toEndedReply(row, null)
}
