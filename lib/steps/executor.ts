import type { JsonObject } from '../language/json'
import type { EffectResult, Outcome } from '../language/outcome'
import type { Scope } from '../language/template'

/** Why a step is executed: it was just reached, its effect was done, or its screen was submitted. */
export type StepInput =
  | { type: 'entered'; error: string | null }
  | { type: 'performed'; result: EffectResult }
  | { type: 'submitted'; interactionId: string; input: JsonObject }

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
