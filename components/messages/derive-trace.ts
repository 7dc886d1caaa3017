import type { RunnerMessage } from '@/lib/engine/message'

/** What an execution has done on the canvas so far. */
export interface FlowTrace {
  /** Where it is now; null when it has ended or not begun. */
  activeStepId: string | null
  /** How often each edge was taken, by `<stepId>:<port>`. */
  takenEdges: Record<string, number>
  failedStepId: string | null
}

/** Reads from the messages of an execution, in order, where it is and which way it came. */
export function deriveTrace(messages: readonly RunnerMessage[]): FlowTrace {
  const takenEdges: Record<string, number> = {}
  let activeStepId: string | null = null
  let failedStepId: string | null = null
  for (const message of messages) {
    // The canvas shows the execution's own flow: what goes on in a subflow goes on at the step that runs it.
    if (message.within && message.type !== 'failed' && message.type !== 'cancelled') {
      activeStepId = message.within.rootStepId
      continue
    }
    switch (message.type) {
      case 'started':
      case 'exchange':
      case 'warning':
      // The execution has gone on from there long before.
      case 'asyncCall':
        break
      case 'screen':
      case 'connecting':
      case 'subflowStarted':
        activeStepId = message.stepId
        break
      case 'submitted':
      case 'connector':
      case 'action':
      case 'script':
      case 'subflowEnded':
      case 'queued':
      case 'condition':
      case 'passed': {
        const { move, stepId } = message
        if (move && stepId !== null) {
          const edge = `${stepId}:${move.port}`
          takenEdges[edge] = (takenEdges[edge] ?? 0) + 1
        }
        activeStepId = move?.to ?? stepId
        break
      }
      case 'failed':
        failedStepId = message.error.stepId ?? message.stepId
        activeStepId = null
        break
      case 'completed':
        if (message.result === 'failure') failedStepId = message.stepId
        activeStepId = null
        break
      case 'cancelled':
        activeStepId = null
        break
    }
  }
  return { activeStepId, takenEdges, failedStepId }
}
