import { isJsonObject } from '../../language/json'
import { failStep, SUCCESS_PORT } from '../error-handling'
import type { StepExecutor } from '../executor'
import type { ActionStep } from './schema'
import { withAction } from './types/registry'

export const actionExecutor: StepExecutor<ActionStep> = {
  compile: (step) => {
    const begin = withAction(step, (type, settings) => type.compile(settings))
    const { action, errorHandling } = step
    return (input, environment) => {
      const wasPerformed = input.type === 'performed'
      // What has no value was reported when the step was reached.
      const begun = begin(wasPerformed ? { scope: environment.scope, onMissing: () => {} } : environment)
      const told = { type: 'action' as const, action, inputs: begun.inputs }
      if (wasPerformed) {
        const { failure, record, patch = [], signedIn, usedSecretPaths } = input.result
        const log = { ...told, result: isJsonObject(record) ? record : {}, failure }
        return failure
          ? failStep(errorHandling, { failure, patch, usedSecretPaths, log }, environment)
          : {
              type: 'next',
              port: SUCCESS_PORT,
              patch,
              usedSecretPaths,
              ...(signedIn === undefined ? {} : { signedIn }),
              log,
            }
      }
      switch (begun.type) {
        case 'perform':
          return { type: 'perform', effect: begun.effect }
        case 'done': {
          const log = { ...told, result: begun.result ?? {}, failure: null }
          return { type: 'next', port: SUCCESS_PORT, patch: begun.patch, log }
        }
        case 'refused': {
          const failure = { event: 'actionExecution' as const, ...begun.failure }
          return failStep(errorHandling, { failure, log: { ...told, result: {}, failure } }, environment)
        }
      }
    }
  },
}
