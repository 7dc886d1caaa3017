import type { StepExecutor } from '../executor'
import { isSecretInput, type ScreenStep } from './schema'
import { readSubmission } from './submission'

export const screenExecutor: StepExecutor<ScreenStep> = {
  compile: (step) => {
    const secretFields = step.components.flatMap((component) =>
      'name' in component && isSecretInput(component) ? [component.name] : [],
    )
    return (input) => {
      if (input.type !== 'submitted') {
        const error = input.type === 'entered' ? input.error : null
        return {
          type: 'suspend',
          wait: { type: 'screen', error, fieldErrors: null, values: {} },
        }
      }
      const button = step.components.find(
        (component) => component.type === 'button' && component.id === input.interactionId,
      )
      const checked = !(button?.type === 'button' && button.skipValidation)
      const { values, secrets, fieldErrors } = readSubmission(step, input.input, checked)
      if (Object.keys(fieldErrors).length > 0) {
        return {
          type: 'suspend',
          wait: { type: 'screen', error: null, fieldErrors, values },
        }
      }
      return {
        type: 'next',
        port: input.interactionId,
        patch: Object.entries(values).map(([name, value]) => ({ path: ['form', name], value })),
        secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`form.${name}`, value])),
        log: { type: 'submitted', interactionId: input.interactionId, values, secretFields },
      }
    }
  },
}
