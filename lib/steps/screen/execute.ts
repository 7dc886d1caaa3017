import type { JsonObject } from '../../language/json'
import type { Scope } from '../../language/template'
import type { StepExecutor } from '../executor'
import { isButton, isInput, isSecretInput } from './component'
import type { ScreenStep } from './schema'
import { readSubmission } from './submission'

export const screenExecutor: StepExecutor<ScreenStep> = {
  compile: (step) => {
    const secretFields = step.components.flatMap((component) =>
      isInput(component) && isSecretInput(component) ? [component.name] : [],
    )
    return (input, { scope }) => {
      if (input.type !== 'submitted') {
        const error = input.type === 'entered' ? input.error : null
        return {
          type: 'suspend',
          // Back on the screen because a later step failed: what was typed stays, as after a refused submission.
          wait: { type: 'screen', error, fieldErrors: null, values: error === null ? {} : readTyped(step, scope) },
        }
      }
      const button = step.components.filter(isButton).find(({ id }) => id === input.interactionId)
      const checked = !button?.skipValidation
      const { values, secrets, fieldErrors, refused } = readSubmission(step, input.input, checked)
      if (Object.keys(fieldErrors).length > 0) {
        return {
          type: 'suspend',
          wait: { type: 'screen', error: null, fieldErrors, values: { ...values, ...refused } },
        }
      }
      return {
        type: 'next',
        port: input.interactionId,
        patch: Object.entries(values).map(([name, value]) => ({ path: ['form', name], value })),
        secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`form.${name}`, value])),
        pressedApp: button?.type === 'outbound-app-button' ? button.app : null,
        log: { type: 'submitted', interactionId: input.interactionId, values, secretFields },
      }
    }
  },
}

/** What the context holds of this screen's inputs; secret fields never enter it. */
function readTyped(step: ScreenStep, scope: Scope): JsonObject {
  const typed = step.components.filter(isInput).flatMap((component) => {
    const value = isSecretInput(component) ? undefined : scope.read(['form', component.name])
    return value === undefined ? [] : [[component.name, value] as const]
  })
  return Object.fromEntries(typed)
}
