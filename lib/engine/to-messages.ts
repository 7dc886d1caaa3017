import type { EarlierExchange, Outcome, Wait } from '../language/outcome'
import type { ContextChange, MessageBody, Move, RunnerMessage } from './message'
import type { Plan } from './plan'
import type { ExecutionState } from './state'

/** How a step is left. */
export type StepEnd = Extract<Outcome, { type: 'next' | 'fail' }>
/** How a failure was handled. */
export type Handling = 'automatic' | 'custom' | 'ignore'

/**
 * The messages of a step that is left, in order.
 * @param move null when the execution ends here
 * @param handling null on success
 */
export function toMessages(outcome: StepEnd, move: Move | null, handling: Handling | null): MessageBody[] {
  const { log } = outcome
  const changes: ContextChange[] = outcome.patch ? [...outcome.patch] : []
  switch (log?.type) {
    case 'connector':
      return [
        ...toExchanges(log.earlier),
        { type: 'connector', record: log.record, failure: log.failure, handling, changes, move },
      ]
    case 'action': {
      const { action, inputs, result, failure, earlier } = log
      return [...toExchanges(earlier), { type: 'action', action, inputs, result, failure, handling, changes, move }]
    }
    case 'script': {
      const { args, run, failure } = log
      return [{ type: 'script', args, run, failure, handling, changes, move }]
    }
    case 'subflow': {
      const { flowId, flowName } = log
      const [exit, outputs, failure] = 'exit' in log ? [log.exit, log.outputs, null] : [null, {}, log.failure]
      return [{ type: 'subflowEnded', flowId, flowName, exit, outputs, failure, handling, changes, move }]
    }
    case 'queued':
      return move ? [{ ...log, move }] : []
    case 'condition':
      return move ? [{ type: 'condition', branches: log.branches, decided: log.decided, move }] : []
    case 'submitted': {
      const { interactionId, values, secretFields } = log
      return move ? [{ type: 'submitted', interactionId, values, secretFields, changes, move }] : []
    }
    default:
      return move ? [{ type: 'passed', move }] : []
  }
}

/** What an execution that begins to wait tells. */
export function toWaitMessage(wait: Wait): MessageBody {
  switch (wait.type) {
    case 'screen':
      return { type: 'screen', error: wait.error, fieldErrors: wait.fieldErrors }
    case 'apiKey':
      return { type: 'screen', error: null, fieldErrors: wait.fieldErrors }
    case 'connect': {
      const { app, owner, scopes, expiresAt } = wait
      return { type: 'connecting', app, owner, scopes, expiresAt }
    }
  }
}

function toExchanges(earlier: readonly EarlierExchange[] = []): MessageBody[] {
  return earlier.map(({ purpose, record }) => ({ type: 'exchange', purpose, record }))
}

interface Place {
  /** Null: the execution as a whole. */
  at: { stepId: string; visit: number } | null
  /** The flow under way; null when its plan is missing. */
  flow: Plan | null
  /** Of the execution. */
  plan: Plan
  state: ExecutionState
  /** ISO 8601. */
  now: string
}

/** A message with its number, its time and its place; one of a subflow tells within which. */
export function toMessage(body: MessageBody, { at, flow, plan, state, now }: Place): RunnerMessage {
  const stepName = at === null ? null : (flow?.steps.get(at.stepId)?.name ?? null)
  const number = state.messageCount
  const message = { ...body, number, at: now, stepId: at?.stepId ?? null, stepName, visit: at?.visit ?? null }
  const root = state.frames?.[0]
  if (!root) return message
  const { flowId, flowName } = flow ?? plan
  return { ...message, within: { flowId, flowName, depth: state.frames?.length ?? 0, rootStepId: root.stepId } }
}
