import { describe, expect, it } from 'vitest'
import type { Json } from '../language/json'
import { normalizeEndpoint } from '../steps/connector/call-key'
import { stepDefinitions } from '../steps/definitions'
import type { Step } from '../steps/schemas'
import { listCompletions } from './completions'
import { derivePaths, toExamples } from './paths'
import { deriveProblems } from './problems'
import { emptyFlow, type FlowDocument } from './schema'

const call = {
  ...stepDefinitions.connector.create(),
  name: 'Find',
  connector: 'c1',
  endpoint: '/customers?email={{client.email}}',
  contextKey: 'crm',
  next: { success: 'decide' },
}
const example = { connector: 'c1', action: 'GET', target: 'customers?email={{ client.email }}' }
const value: Json = { plan: 'pro', address: { city: 'Paris' }, statusCode: 200 }
const end = stepDefinitions.end.create()

function flow(key: string, crm: Partial<typeof call> = {}, next: Partial<Step['next']> = {}): FlowDocument {
  const when = { all: [{ key, operator: 'exists' as const }] }
  const decide: Step = {
    kind: 'condition',
    name: 'Decide',
    branches: [{ id: 'yes', name: 'Yes', when }],
    next: { yes: 'end', else: 'end' },
  }
  const steps = {
    start: { kind: 'start' as const, next: { default: 'crm' } },
    crm: { ...call, ...crm, next: { ...call.next, ...next } },
    decide,
    end,
  }
  return { ...emptyFlow('f', 'F', 'interactive'), steps }
}
const warnings = (document: FlowDocument, examples = [{ ...example, value }]) =>
  deriveProblems(document, { connectors: [{ id: 'c1', name: 'Acme', type: 'http' }], examples })
    .filter(({ severity }) => severity === 'warning')
    .map(({ stepId, message }) => `${stepId}: ${message}`)

describe('a path below a call that has an example', () => {
  it('is a warning when the example lacks it', () => {
    expect(warnings(flow('connectors.crm.address.zip'))).toEqual([
      'decide: The example of “Find” has no address.zip. Check the path, or replace the example on the connector’s page.',
    ])
    for (const path of ['plan', 'address.city', 'statusCode', 'error.code']) {
      expect(warnings(flow(`connectors.crm.${path}`))).toEqual([])
    }
  })

  it('is none without an example of exactly this call', () => {
    const document = flow('connectors.crm.zip')
    expect(warnings(document, [])).toEqual([])
    const others = [{ target: '/customers' }, { action: 'POST' }, { connector: 'c2' }]
    for (const other of others) expect(warnings(document, [{ ...example, ...other, value }])).toEqual([])
    expect(warnings(document)).toHaveLength(1)
  })

  it('is none where only the answer of an error can be read', () => {
    const errorHandling = { httpError: { mode: 'custom' as const }, connectorExecution: { mode: 'automatic' as const } }
    expect(warnings(flow('connectors.crm.zip', { errorHandling }, { success: 'end', httpError: 'decide' }))).toEqual([])
    expect(warnings(flow('connectors.crm.zip', { errorHandling }, { httpError: 'decide' }))).toHaveLength(1)
  })
})

describe('completion', () => {
  const paths = () => derivePaths(flow('connectors.crm.plan'), 'decide', toExamples([{ ...example, value }]))
  const seen = { client: { email: 'a@b.c' }, connectors: { crm: { plan: 'old', since: 2020 }, other: { x: 1 } } }

  it('lists what examples and earlier executions had, and where it comes from', () => {
    const listed = listCompletions(paths(), seen)
    expect(listed.find(({ path }) => path === 'connectors.crm.plan')).toEqual({
      path: 'connectors.crm.plan',
      open: false,
      from: 'Find',
      origin: 'example',
      sample: 'pro',
    })
    expect(listed.find(({ path }) => path === 'connectors.crm.since')).toMatchObject({
      origin: 'execution',
      sample: '2020',
    })
    expect(listed.find(({ path }) => path === 'client.email')).toMatchObject({ origin: 'execution', sample: 'a@b.c' })
    expect(new Set(listed.map(({ path }) => path)).size).toBe(listed.length)
  })

  it('lists nothing of calls that do not come before', () => {
    expect(listCompletions(paths(), seen).some(({ path }) => path.startsWith('connectors.other'))).toBe(false)
    expect(listCompletions(derivePaths(flow(''), 'start'), seen).some(({ path }) => path.includes('crm'))).toBe(false)
  })
})

it('compares endpoints without what makes no difference', () => {
  expect(normalizeEndpoint(' /a?b={{ c.d }}')).toBe('a?b={{c.d}}')
  expect(normalizeEndpoint('a?b={{c.d}}')).toBe('a?b={{c.d}}')
  expect(normalizeEndpoint('/\\{{x')).toBe('\\{{x')
  expect(normalizeEndpoint('/{{x')).toBe('{{x')
})
