import type { JsonObject } from '../language/json'
import type { ContextPatch, EffectResult, Outcome, SubflowEnd, Wait } from '../language/outcome'
import type { Scope } from '../language/template'

/** Why a step is executed: it was just reached, its effect was done, its screen was submitted, or the flow that it ran has ended. */
export type StepInput =
  | { type: 'entered'; error: string | null }
  | { type: 'performed'; result: EffectResult }
  /** `wait`: what was answered by it. */
  | { type: 'submitted'; interactionId: string; input: JsonObject; wait: Wait }
  | ({ type: 'returned' } & Returned)

/** What a flow that a step ran has come to. `shared`: what it changed in that part of the context which all flows share. */
export type Returned = SubflowEnd & { shared: ContextPatch }

export interface StepEnvironment {
  scope: Scope
  /** Reports a placeholder that had no value. */
  onMissing(source: string): void
}

/**
 * Runs one kind of step. `compile` is called once for a plan, `execute` at every visit; both are pure: same input,
 * same output.
 */
export interface StepExecutor<Step> {
  compile(step: Step): (input: StepInput, environment: StepEnvironment) => Outcome
}
