import type { OutboundAppStep } from '../steps/action/schema'
import type { Step } from '../steps/schemas'
import type { FlowDocument } from './schema'

/**
 * The step that a button leads to which connects an account or asks for an API key, before anything else is shown.
 * Null: there is none.
 * @param direct without any step between
 */
export function findConnectStep(
  { steps }: Pick<FlowDocument, 'steps'>,
  stepId: string,
  port: string,
  direct = false,
): OutboundAppStep | null {
  const seen = new Set<string>()
  const queue = [steps[stepId]?.next[port]]
  for (let id = queue.shift(); id !== undefined || queue.length > 0; id = queue.shift()) {
    const step = id === undefined || seen.has(id) ? undefined : steps[id]
    if (id === undefined || !step) continue
    seen.add(id)
    if (isOutboundAppStep(step)) return step
    // Other flows, screens and ends are where another way begins.
    if (direct || step.kind === 'screen' || step.kind === 'subflow' || step.kind === 'end') continue
    queue.push(...Object.values(step.next))
  }
  return null
}

export function isOutboundAppStep(step: Step): step is OutboundAppStep {
  return step.kind === 'action' && 'outboundAppConnect' in step.errorHandling
}

/** Whether it opens the window of a provider; an API key is asked for on a screen. */
export function opensWindow({ action }: OutboundAppStep): boolean {
  return action === 'outbound-app-connect' || action === 'outbound-app-tenant-connect'
}
