import type { ExecutionState } from '@/lib/engine/state'
import type { FlowDocument } from '@/lib/flow/schema'
import type { JsonObject } from '@/lib/language/json'
import { getPath } from '@/lib/language/path'
import { stepName } from '@/lib/steps/definitions'
import { renderScreen } from '@/lib/steps/screen/render'
import type { ExecutionRow } from './journal-read'
import type { FlowReply } from './types'

/** A step id on the wire tells two visits of one step apart. */
export function toWireStepId(stepId: string, visit: number): string {
  return `${stepId}-${visit}`
}

/** The step and visit of a step id on the wire, or null when it is not one. */
export function fromWireStepId(text: string): { stepId: string; visit: number } | null {
  const match = /^(.+)-(\d{1,9})$/.exec(text)
  return match?.[1] && match[2] ? { stepId: match[1], visit: Number(match[2]) } : null
}

/**
 * What whoever runs the execution is told: its status and, when it waits, the screen to show.
 * @param executionId as the caller knows it
 */
export function toReply(executionId: string, state: ExecutionState, document: FlowDocument): FlowReply {
  const { cursor } = state
  const step = cursor ? document.steps[cursor.stepId] : undefined
  const view =
    cursor?.wait && step?.kind === 'screen'
      ? renderScreen(step, cursor.wait, { read: (path) => getPath(state.context, path) })
      : null
  return {
    executionId,
    stepId: cursor ? toWireStepId(cursor.stepId, cursor.visit) : '',
    stepName: step ? stepName(step) : '',
    status: state.status,
    action: view ? 'screen' : 'none',
    screen: view && cursor ? { id: cursor.stepId, state: {}, view } : { id: '', state: {} },
    ...(state.error ? { error: state.error } : {}),
    ...(state.outputs ? { output: state.outputs } : {}),
  }
}

/**
 * The same of an execution whose state is gone, because it has ended.
 * @param outputs null when they were not kept
 */
export function toEndedReply(row: ExecutionRow, outputs: JsonObject | null): FlowReply {
  return {
    executionId: row.id,
    stepId: '',
    stepName: '',
    status: row.status,
    action: 'none',
    screen: { id: '', state: {} },
    ...(row.error ? { error: row.error } : {}),
    ...(outputs ? { output: outputs } : {}),
  }
}
