import { isOutboundAppStep } from './connect-buttons'
import type { FlowDocument } from './schema'

/** The outbound apps that a flow names, by its steps or its buttons, each once. */
export function listAppIds({ steps }: Pick<FlowDocument, 'steps'>): string[] {
  const ids = Object.values(steps).flatMap((step) => {
    if (step.kind === 'screen')
      return step.components.flatMap((component) =>
        component.type === 'outbound-app-button' && component.app !== '' ? [component.app] : [],
      )
    return isOutboundAppStep(step) && step.settings.app !== '' ? [step.settings.app] : []
  })
  return [...new Set(ids)].sort()
}
