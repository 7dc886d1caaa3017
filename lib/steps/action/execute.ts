import { isJsonObject } from '../../language/json'
import { failStep, SUCCESS_PORT } from '../error-handling'
import type { StepExecutor } from '../executor'
import { answerWait, KEY_PATH } from './answer'
import { actionEvents } from './events'
import type { ActionStep } from './schema'
import { withAction } from './types/registry'
import type { Begun } from './types/type'

export const actionExecutor: StepExecutor<ActionStep> = {
  compile: (step) => {
    const begin = withAction(step, (type, settings) => type.compile(settings))
    const { action, errorHandling } = step
    const [event] = actionEvents(step)
    return (input, environment) => {
      const wasPerformed = input.type === 'performed'
      const isAnswer = input.type === 'submitted'
      // What has no value was reported when the step was reached.
      const begun = begin(wasPerformed || isAnswer ? { scope: environment.scope, onMissing: () => {} } : environment)
      const told = { type: 'action' as const, action, inputs: begun.inputs }
      if (wasPerformed) {
        if (input.result.wait) return { type: 'suspend', wait: input.result.wait }
        for (const source of input.result.missing) environment.onMissing(source)
        const { failure, record, patch = [], signedIn, pendingCode, earlier } = input.result
        // Also when nobody knows whether it was carried out.
        const usedSecretPaths = [...input.result.usedSecretPaths, ...secretPathsOf(begun)]
        const log = { ...told, result: isJsonObject(record) ? record : {}, failure, earlier }
        return failure
          ? failStep(errorHandling, { failure, patch, usedSecretPaths, log }, environment)
          : {
              type: 'next',
              port: SUCCESS_PORT,
              patch,
              usedSecretPaths,
              ...(signedIn === undefined ? {} : { signedIn }),
              ...(pendingCode === undefined ? {} : { pendingCode }),
              log,
            }
      }
      if (isAnswer) {
        if (input.wait.type === 'screen') throw new Error('An action does not wait on a screen of the flow.')
        const answered = answerWait(input.wait, input, begun)
        if (answered.type !== 'refused') return answered
        const { failure } = answered
        return failStep(errorHandling, { failure, log: { ...told, result: {}, failure } }, environment)
      }
      switch (begun.type) {
        case 'perform':
          return { type: 'perform', effect: begun.effect }
        case 'done': {
          const log = { ...told, result: begun.result ?? {}, failure: null }
          const { patch, signedIn } = begun
          return {
            type: 'next',
            port: SUCCESS_PORT,
            patch,
            ...(signedIn === undefined ? {} : { signedIn, pendingCode: null }),
            log,
          }
        }
        case 'refused': {
          const failure = { event, ...begun.failure }
          return failStep(errorHandling, { failure, log: { ...told, result: {}, failure } }, environment)
        }
      }
    }
  },
}

/** What was typed in for this action alone; a key that it asked for among it, whatever it was about to do. */
function secretPathsOf(begun: Begun): string[] {
  return begun.type === 'perform' && 'secretPath' in begun.effect ? [KEY_PATH, begun.effect.secretPath] : [KEY_PATH]
}
