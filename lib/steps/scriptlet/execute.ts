import { isJsonObject, type JsonObject } from '../../language/json'
import type { ContextPatch, EffectResult, Outcome, ScriptRun, StepLog } from '../../language/outcome'
import { failStep, SUCCESS_PORT } from '../error-handling'
import type { StepEnvironment, StepExecutor } from '../executor'
import { compileTypedValue } from '../typed-values'
import type { ScriptletStep } from './schema'

export const scriptletExecutor: StepExecutor<ScriptletStep> = {
  compile: (step) => {
    const values = step.arguments.map((typed) => [typed.key, compileTypedValue(typed)] as const)
    return (input, environment) => {
      // What has no value was reported when the step was reached.
      const quiet = { scope: environment.scope, onMissing: () => {} }
      const reading = input.type === 'performed' ? quiet : environment
      const args: JsonObject = Object.fromEntries(values.map(([key, valueIn]) => [key, valueIn(reading)]))
      if (input.type === 'performed') return settle(step, args, input.result, environment)
      const form = environment.scope.read(['form'])
      return {
        type: 'perform',
        effect: { type: 'script', code: step.code, args, form: isJsonObject(form) ? form : {} },
      }
    }
  },
}

const notRun: ScriptRun = { console: [], consoleCut: false, durationMs: 0 }

function settle(step: ScriptletStep, args: JsonObject, result: EffectResult, environment: StepEnvironment): Outcome {
  const { failure, value, patch: overrides = [], script: run = notRun } = result
  const log: StepLog = { type: 'script', args, run, failure }
  const path = ['scripts', step.contextKey]
  if (!failure) {
    const patch: ContextPatch = [{ path, value }, ...overrides]
    return { type: 'next', port: SUCCESS_PORT, patch, log }
  }
  const error = { code: failure.code, message: failure.message }
  return failStep(step.errorHandling, { failure, patch: [{ path, value: { error } }], log }, environment)
}
