import type { JsonObject } from '../language/json'

/** So many flows may wait for the one under way: a flow that runs itself, by whatever way, comes to an end. */
export const MOST_FRAMES = 10

/** What belongs to the execution and the person, whichever flow is under way. */
const SHARED_BEFORE = ['project', 'execution', 'ipAddress', 'geo', 'device', 'user', 'tenant', 'jwtClaims'] as const
/** The part of it that steps write: who signs in within a subflow is signed in after it. */
export const SHARED_AFTER = ['user', 'tenant', 'jwtClaims'] as const

/** What a subflow begins with: of the flow that runs it, only what it is given and what is shared. */
export function subflowContext(context: JsonObject, inputs: JsonObject): JsonObject {
  const shared = SHARED_BEFORE.flatMap((root) => {
    const value = context[root]
    return value === undefined ? [] : [[root, value] as const]
  })
  return { client: {}, form: {}, connectors: {}, ...Object.fromEntries(shared), subflowInput: inputs }
}
