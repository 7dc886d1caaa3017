import { describe, expect, it } from 'vitest'
import { type ActionName, actionStepSchema } from '../steps/action/schema'
import { createActionStep } from '../steps/action/types/registry'
import type { Step } from '../steps/schemas'
import { listAppIds } from './app-ids'
import { findConnectStep } from './connect-buttons'
import { derivePaths } from './paths'
import { deriveProblems } from './problems'
import { emptyFlow, type FlowDocument, type FlowKind } from './schema'

const acme = { id: 'acme', name: 'Acme', type: 'oauth' as const }
const keys = { id: 'keys', name: 'Keys', type: 'apiKey' as const }

function flow(action: ActionName, settings: object, button = 'acme', kind: FlowKind = 'interactive'): FlowDocument {
  const step = createActionStep(action)
  return {
    ...emptyFlow('f', 'F', kind),
    steps: {
      start: { kind: 'start', next: { default: 'load' } },
      load: { ...createActionStep('load-user'), next: { success: 'ask' } },
      ask: {
        kind: 'screen',
        name: 'Ask',
        components: [{ type: 'outbound-app-button', id: 'connect', text: 'Connect', app: button }],
        next: { connect: 'act' },
      },
      act: actionStepSchema.parse({ ...step, settings: { ...step.settings, ...settings }, next: { success: 'done' } }),
      done: { kind: 'end', name: 'Done', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false },
    },
  }
}

const problems = (document: FlowDocument, outboundApps = [acme, keys]) =>
  deriveProblems(document, { connectors: [], outboundApps })
    .filter(({ stepId }) => stepId !== 'load')
    .map(({ severity, stepId, path, message }) => `${severity} ${stepId} ${path.join('.')}: ${message}`)

describe('a step that connects an account', () => {
  it('may take its app from the button before it', () => {
    expect(problems(flow('outbound-app-connect', {}))).toEqual([])
    expect(problems(flow('outbound-app-connect', {}, ''))).toEqual([expect.stringContaining('outboundAppId')])
    expect(problems(flow('outbound-app-connect', { app: 'acme' }, ''))).toEqual([])
  })

  it('names apps that are there, of its type', () => {
    expect(problems(flow('outbound-app-connect', { app: 'gone' }, 'away'))).toEqual([
      'error ask components.0.app: This connection is not in the project. Choose another one.',
      'error act settings.app: This connection is not in the project. Choose another one.',
    ])
    expect(problems(flow('outbound-app-connect', { app: 'keys' }))[0]).toContain('error act settings.app: Keys holds')
    expect(problems(flow('outbound-app-connect-api-key', { app: 'keys' }))[0]).toContain('error ask components.0.app')
    expect(problems(flow('outbound-app-connect-api-key', { app: 'keys' }, 'keys'))).toEqual([])
  })

  it('needs somebody there, and a tenant where it is for one', () => {
    expect(problems(flow('outbound-app-connect', {}, 'acme', 'management')).join()).toContain('has nobody')
    expect(problems(flow('outbound-app-tenant-connect', {})).join()).toContain('Add Load Tenant')
  })

  it('takes scopes without blanks and quotes', () => {
    expect(problems(flow('outbound-app-connect', { scopes: ['read', 'wri"te'] })).join()).toContain('settings.scopes.1')
  })

  it('says in the context what was granted', () => {
    const paths = derivePaths(flow('outbound-app-connect', { app: 'acme' }), 'done').map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['outboundApps.acme.granted', 'outboundApps.acme.scopes']))
  })
})

describe('a button that connects an account', () => {
  it('finds its step behind conditions, not behind another screen', () => {
    const document = flow('outbound-app-connect', {})
    const condition: Step = { kind: 'condition', name: 'Paid?', branches: [], next: { else: 'act' } }
    const { ask } = document.steps
    if (!ask) throw new Error('There is no screen.')
    const steps = { ...document.steps, check: condition, ask: { ...ask, next: { connect: 'check' } } }
    const far = { ...document, steps }
    expect(findConnectStep(far, 'ask', 'connect')?.action).toBe('outbound-app-connect')
    expect(findConnectStep(far, 'ask', 'connect', true)).toBeNull()
    expect(findConnectStep(document, 'start', 'default')).toBeNull()
    expect(listAppIds(document)).toEqual(['acme'])
  })

  it('that leads to none is likely not meant so', () => {
    const document = flow('load-user', {})
    expect(problems(document).join()).toContain('leads to no Outbound App step')
  })
})
