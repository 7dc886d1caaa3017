import type { ExecutionState } from '@/lib/engine/state'
import type { Pins } from '@/lib/flow-catalog/subflows/service'
import type { JsonObject } from '@/lib/language/json'
import type { Effect } from '@/lib/language/outcome'
import { SealBrokenError } from '@/lib/vault/envelope'
import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import type { EndSession } from './session'
import { endBinding, stateBinding } from './state-binding'

/** Where a person’s request came from, as it says of itself: for showing, never for a decision. */
export interface Caller {
  ipAddress: string
  userAgent: string
}

/** What is kept, sealed, between two requests of an execution. */
export interface StoredState {
  state: ExecutionState
  /** The last accepted submission: the same one again is answered, not repeated. */
  lastNext: { visit: number; digest: string } | null
  /** The effect under way when this was written; recovery decides by it. */
  effect: Effect | null
  /** Secrets that connectors have used so far: later messages are masked with them too. */
  mask: string[]
  /** The flows that it may run as parts of it, as they were when it began. Absent: none. */
  pins?: Pins
  /** SHA-256 of the nonce of the browser that started it; whoever goes on must have it. Absent: none was given out. */
  nonceHash?: string
  /** Of the person’s last request. Absent: nobody’s browser has asked for it, or it began before this was kept. */
  caller?: Caller
}

export async function sealState(
  projectId: string,
  executionId: string,
  revision: number,
  stored: StoredState,
): Promise<Buffer> {
  return await seal(JSON.stringify(stored), stateBinding(projectId, executionId, revision))
}

/** The sealed bytes were altered, or are those of another row. */
export class StateBrokenError extends Error {}

/** @throws StateBrokenError */
export async function openState(
  projectId: string,
  executionId: string,
  revision: number,
  sealed: Uint8Array,
): Promise<StoredState> {
  try {
    return JSON.parse(exposeSecret(await open(sealed, stateBinding(projectId, executionId, revision))))
  } catch (error) {
    if (error instanceof SealBrokenError) throw new StateBrokenError('The state of this execution cannot be opened.')
    throw error
  }
}

/** What is kept of an ended execution whose last request may be sent again. */
export interface StoredEnd {
  outputs: JsonObject | null
  lastNext: StoredState['lastNext']
  nonceHash?: string
  /** The user's session; its tokens are nowhere. */
  session?: EndSession
}

export async function sealEnd(projectId: string, executionId: string, end: StoredEnd): Promise<Buffer> {
  return await seal(JSON.stringify(end), endBinding(projectId, executionId))
}

export async function openEnd(projectId: string, executionId: string, sealed: Uint8Array): Promise<StoredEnd> {
  return JSON.parse(exposeSecret(await open(sealed, endBinding(projectId, executionId))))
}
