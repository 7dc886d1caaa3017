import type { JsonObject } from '../../language/json'
import type { Outcome, StepLog } from '../../language/outcome'
import { failStep } from '../error-handling'
import type { Returned, StepEnvironment, StepExecutor } from '../executor'
import { compileTypedValue } from '../typed-values'
import type { SubflowStep } from './schema'

export const subflowExecutor: StepExecutor<SubflowStep> = {
  compile: (step) => {
    const values = step.inputs.map((typed) => [typed.key, compileTypedValue(typed)] as const)
    return (input, environment) => {
      if (input.type === 'returned') return settle(step, input, environment)
      const inputs: JsonObject = Object.fromEntries(values.map(([key, valueIn]) => [key, valueIn(environment)]))
      return { type: 'call', flowId: step.flow, inputs }
    }
  },
}

function settle(step: SubflowStep, { shared, ...ended }: Returned, environment: StepEnvironment): Outcome {
  const log: StepLog = { ...ended, type: 'subflow' }
  const path = ['subflows', step.contextKey]
  if ('outputs' in ended) {
    const patch = [...shared, { path, value: ended.outputs }]
    return { type: 'next', port: ended.exit.id, patch, log }
  }
  const failure = { event: 'subflowExecution' as const, ...ended.failure }
  const patch = [...shared, { path, value: { error: ended.failure } }]
  // What goes on as if nothing had happened goes on by the first end that is a success.
  const successPort = step.exits.find(({ result }) => result === 'success')?.id
  const failed = { failure, patch, log, ...(successPort === undefined ? {} : { successPort }) }
  return failStep(step.errorHandling, failed, environment)
}
