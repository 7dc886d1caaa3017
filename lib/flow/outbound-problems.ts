import { withAction } from '../steps/action/types/registry'
import type { Step } from '../steps/schemas'
import { findConnectStep, isOutboundAppStep, opensWindow } from './connect-buttons'
import { listUpstream } from './graph'
import type { OutboundAppFacts, Problem } from './problems'
import type { FlowDocument } from './schema'

/**
 * What keeps a step from connecting an account.
 * @param apps of the project; undefined: not known, then none is missed
 */
export function outboundProblems(
  document: FlowDocument,
  stepId: string,
  step: Step,
  apps: readonly OutboundAppFacts[] | undefined,
): Omit<Problem, 'stepId'>[] {
  if (step.kind === 'screen') return buttonProblems(document, stepId, step, apps)
  if (step.kind !== 'action') return []
  const problems: Omit<Problem, 'stepId'>[] = []
  const waits = withAction(step, (type) => type.waits ?? false)
  if (waits && document.kind === 'management')
    problems.push(
      error([], 'A management flow has nobody who could connect. Delete this step, or make the flow interactive.'),
    )
  if (!isOutboundAppStep(step)) return problems
  const { app } = step.settings
  const found = apps?.find(({ id }) => id === app)
  const wanted = opensWindow(step) ? 'oauth' : 'apiKey'
  if (app !== '' && apps && !found)
    problems.push(error(['settings', 'app'], 'This connection is not in the project. Choose another one.'))
  if (found && found.type !== wanted) problems.push(error(['settings', 'app'], wrongType(found, wanted)))
  if (app === '' && !hasButtonBefore(document, stepId))
    problems.push({
      severity: 'warning',
      path: ['settings', 'app'],
      message:
        'No connection is chosen, and no Outbound App button with one comes before. Then whoever starts the flow must give outboundAppId.',
    })
  if (withAction(step, (type) => type.needsTenant ?? false) && !comesAfterTenant(document, stepId))
    problems.push({
      severity: 'warning',
      path: [],
      message: 'No step before this one loads a tenant. Add Load Tenant before it.',
    })
  return problems
}

function buttonProblems(
  document: FlowDocument,
  stepId: string,
  step: Extract<Step, { kind: 'screen' }>,
  apps: readonly OutboundAppFacts[] | undefined,
): Omit<Problem, 'stepId'>[] {
  return step.components.flatMap((component, index): Omit<Problem, 'stepId'>[] => {
    if (component.type !== 'outbound-app-button') return []
    const path = ['components', index, 'app']
    const found = apps?.find(({ id }) => id === component.app)
    if (component.app !== '' && apps && !found)
      return [error(path, 'This connection is not in the project. Choose another one.')]
    const next = findConnectStep(document, stepId, component.id)
    if (!next) {
      const message = 'This button leads to no Outbound App step, so it connects nothing. Lead it to one.'
      return [{ severity: 'warning', path: ['components', index, 'text'], message }]
    }
    const wanted = opensWindow(next) ? 'oauth' : 'apiKey'
    return found && found.type !== wanted ? [error(path, wrongType(found, wanted))] : []
  })
}

function error(path: (string | number)[], message: string): Omit<Problem, 'stepId'> {
  return { severity: 'error', path, message }
}

function wrongType({ name }: OutboundAppFacts, wanted: OutboundAppFacts['type']): string {
  return wanted === 'oauth'
    ? `${name} holds API keys: nothing is connected at a provider. Choose a connection by OAuth, or use Connect API Key.`
    : `${name} holds OAuth tokens, no API keys. Choose one of API keys, or use Connect.`
}

function hasButtonBefore(document: FlowDocument, stepId: string): boolean {
  return [...listUpstream(document, stepId)].some((id) => {
    const step = document.steps[id]
    return (
      step?.kind === 'screen' &&
      step.components.some((component) => component.type === 'outbound-app-button' && component.app !== '')
    )
  })
}

function comesAfterTenant(document: FlowDocument, stepId: string): boolean {
  return [...listUpstream(document, stepId)].some((id) => {
    const step = document.steps[id]
    return (
      step?.kind === 'action' &&
      withAction(step, (type, own) => type.writes(own)).some(({ path }) => path === 'tenant.id')
    )
  })
}
