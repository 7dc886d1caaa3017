import type { JsonObject } from '../language/json'
import type { PendingCode, SignedIn, Wait } from '../language/outcome'
import type { ExecutionError } from './message'

export type ExecutionStatus = 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'

/** Where an execution stands. `wait` is null while an effect is under way. */
export interface Cursor {
  stepId: string
  visit: number
  wait: Wait | null
}

/** What is put aside of a flow while one of its steps runs another. */
export interface Frame {
  /** Null: the flow that the execution is of. */
  flowId: string | null
  stepId: string
  visit: number
  context: JsonObject
  secrets: Record<string, string>
  lastScreenId: string | null
}

/** Which outbound app a connect action is about, when not the step's own. */
export interface OutboundChoice {
  /** Given when the flow was started: before everything else. */
  appId?: string
  scopes?: readonly string[]
  /** Of the Outbound App button that was pressed last. */
  pressedApp?: string
  /** Where a browser goes when it has connected in the same tab. Absent: nowhere. */
  returnUrl?: string
}

/** The choice after a button was pressed. @param app null or empty: it has none */
export function press(choice: OutboundChoice | undefined, app: string | null): OutboundChoice {
  const { pressedApp: _before, ...given } = choice ?? {}
  return app ? { ...given, pressedApp: app } : given
}

/** Everything that an execution is. Plain JSON: it is sealed and stored between two requests. */
export interface ExecutionState {
  id: string
  status: ExecutionStatus
  cursor: Cursor | null
  /** Steps visited so far. */
  visits: number
  /** An execution that would visit more ends failed. */
  stepLimit: number
  /** The last screen shown: where automatic error handling goes back to. */
  lastScreenId: string | null
  /** The flows that wait for the one under way, the execution's own first. Absent: none does. */
  frames?: readonly Frame[]
  /** The flow under way. Absent: the one that the execution is of. */
  flowId?: string
  /** Of the flow under way. */
  context: JsonObject
  /** Secret fields by path (`form.password`): never in the context, dropped after the first action that uses them. */
  secrets: Record<string, string>
  /** Who has signed in in this execution. */
  signedIn: SignedIn | null
  /** The code that was sent last, until it is typed in. */
  pendingCode: PendingCode | null
  outbound?: OutboundChoice
  /** The End step that it came to issues tokens although nobody has signed in. */
  tokenWithoutUser?: true
  messageCount: number
  outputs: JsonObject | null
  error: ExecutionError | null
}

/** What an execution is started with. */
export interface ExecutionInput {
  id: string
  stepLimit: number
  context: JsonObject
  outbound?: OutboundChoice
}

export function newExecution({ id, stepLimit, context, outbound }: ExecutionInput): ExecutionState {
  return {
    id,
    status: 'running',
    cursor: null,
    visits: 0,
    stepLimit,
    lastScreenId: null,
    context,
    secrets: {},
    signedIn: null,
    pendingCode: null,
    ...(outbound ? { outbound } : {}),
    messageCount: 0,
    outputs: null,
    error: null,
  }
}

/** The secret fields of every flow of an execution that is under way or waits: all of them are masked. */
export function listSecrets({ secrets, frames = [] }: Pick<ExecutionState, 'secrets' | 'frames'>): string[] {
  return [secrets, ...frames.map((frame) => frame.secrets)].flatMap((some) => Object.values(some))
}

export function hasEnded(state: Pick<ExecutionState, 'status'>): boolean {
  return state.status === 'completed' || state.status === 'failed' || state.status === 'cancelled'
}
