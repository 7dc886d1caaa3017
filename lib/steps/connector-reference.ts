import type { Step } from './schemas'

/** The connector that a step names, empty when it names none (yet). */
export function connectorOf(step: Step): string {
  if (step.kind === 'connector') return step.connector
  return step.kind === 'action' && step.action === 'sign-up-or-in-otp-email' ? step.settings.connector : ''
}

/** Where in a step it names its connector. */
export function connectorPath(step: Step): string[] {
  return step.kind === 'action' ? ['settings', 'connector'] : ['connector']
}

/** The step with another connector in its place; one that names none stays as it is. */
export function withConnector(step: Step, change: (connector: string) => string): Step {
  const connector = connectorOf(step)
  if (connector === '') return step
  if (step.kind === 'connector') return { ...step, connector: change(connector) }
  if (step.kind !== 'action' || step.action !== 'sign-up-or-in-otp-email') return step
  return { ...step, settings: { ...step.settings, connector: change(connector) } }
}
