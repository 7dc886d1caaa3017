import type { StepExecutor } from '../executor'
import { compileTypedValue } from '../typed-values'
import type { EndStep } from './schema'

export const endExecutor: StepExecutor<EndStep> = {
  compile: (step) => {
    const outputs = step.outputs.map((output) => [output.key, compileTypedValue(output)] as const)
    return (_input, environment) => ({
      type: 'finish',
      result: step.result,
      outputs: Object.fromEntries(outputs.map(([key, valueIn]) => [key, valueIn(environment)])),
      tokenWithoutUser: step.returnTokenWithoutUser,
    })
  },
}
