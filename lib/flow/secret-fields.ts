import { withAction } from '../steps/action/types/registry'
import { isInput, isSecretInput } from '../steps/screen/component'
import type { FlowDocument } from './schema'

/** The names of the fields that a flow keeps out of its context: those of its screens, and those that its actions read so. */
export function listSecretFields(document: FlowDocument): Set<string> {
  const names = new Set<string>()
  for (const step of Object.values(document.steps)) {
    if (step.kind === 'screen') {
      for (const component of step.components)
        if (isInput(component) && isSecretInput(component)) names.add(component.name)
    }
    if (step.kind === 'action') {
      for (const { field } of withAction(step, (type, settings) => type.secretFields?.(settings) ?? []))
        names.add(field)
    }
  }
  return names
}
