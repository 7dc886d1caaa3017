import type { JsonObject } from '../language/json'
import type { PendingCode, ScreenWait, SignedIn } from '../language/outcome'
import type { ExecutionError } from './message'

export type ExecutionStatus = 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'

/** Where an execution stands. `wait` is null while an effect is under way. */
export interface Cursor {
  stepId: string
  visit: number
  wait: ScreenWait | null
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
  context: JsonObject
  /** Secret fields by path (`form.password`): never in the context, dropped after the first action that uses them. */
  secrets: Record<string, string>
  /** Who has signed in in this execution. */
  signedIn: SignedIn | null
  /** The code that was sent last, until it is typed in. */
  pendingCode: PendingCode | null
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
}

export function newExecution({ id, stepLimit, context }: ExecutionInput): ExecutionState {
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
    messageCount: 0,
    outputs: null,
    error: null,
  }
}

export function hasEnded(state: Pick<ExecutionState, 'status'>): boolean {
  return state.status === 'completed' || state.status === 'failed' || state.status === 'cancelled'
}
