import type { JsonObject } from '../language/json'
import type { ContextPatch } from '../language/outcome'
import type { ExecutionState } from './state'

/** So many flows may wait for the one under way: a flow that runs itself, by whatever way, comes to an end. */
export const MOST_FRAMES = 10

/** What belongs to the execution and the person, whichever flow is under way. */
const SHARED_BEFORE = ['project', 'execution', 'ipAddress', 'geo', 'device', 'user', 'tenant', 'jwtClaims'] as const
/** The part of it that steps write: who signs in within a subflow is signed in after it. */
const SHARED_AFTER = ['user', 'tenant', 'jwtClaims'] as const

/** What a subflow begins with: of the flow that runs it, only what it is given and what is shared. */
export function subflowContext(context: JsonObject, inputs: JsonObject): JsonObject {
  const shared = SHARED_BEFORE.flatMap((root) => {
    const value = context[root]
    return value === undefined ? [] : [[root, value] as const]
  })
  return { client: {}, form: {}, connectors: {}, ...Object.fromEntries(shared), subflowInput: inputs }
}

/**
 * Puts the flow under way aside for one that its step runs. Members of `state` are replaced, never changed within.
 * @param context what the subflow begins with
 */
export function pushFrame(
  state: ExecutionState,
  { stepId, visit }: { stepId: string; visit: number },
  flowId: string,
  context: JsonObject,
): void {
  const { frames = [], secrets, lastScreenId } = state
  const frame = { flowId: state.flowId ?? null, stepId, visit, context: state.context, secrets, lastScreenId }
  state.frames = [...frames, frame]
  state.flowId = flowId
  state.context = context
  state.secrets = {}
  state.lastScreenId = null
}

/** Takes up the flow that was put aside last, at its step. @returns what the subflow leaves to it; null: none was */
export function popFrame(state: ExecutionState): ContextPatch | null {
  const frame = state.frames?.at(-1)
  if (!frame) return null
  const shared: ContextPatch = SHARED_AFTER.flatMap((root) => {
    const value = state.context[root]
    return value === undefined || value === frame.context[root] ? [] : [{ path: [root], value }]
  })
  state.frames = state.frames?.slice(0, -1)
  if (frame.flowId === null) delete state.flowId
  else state.flowId = frame.flowId
  state.context = frame.context
  state.secrets = frame.secrets
  state.lastScreenId = frame.lastScreenId
  state.cursor = { stepId: frame.stepId, visit: frame.visit, wait: null }
  return shared
}
