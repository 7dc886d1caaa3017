import { expect, it } from 'vitest'
import { emptyFlow } from '@/lib/flow/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import { contextKeyError, followName } from './context-key'

function flow() {
  const document = emptyFlow('f', 'F', 'interactive')
  const create = stepDefinitions.connector.create
  document.steps.one = { ...create(), name: 'Connector', contextKey: 'connector' }
  document.steps.two = { ...create(), name: 'Plans', contextKey: 'plans' }
  return document
}

it('follows the name while nothing reads the key', () => {
  const step = { kind: 'connector' as const, name: 'Connector', contextKey: 'connector' }
  expect(followName(flow(), 'one', step, 'Find customer')).toBe('findCustomer')
  expect(followName(flow(), 'one', step, 'Plans')).toBe('plans2')
  expect(followName(flow(), 'one', step, ' ')).toBe('connector')
})

it('stays when it was chosen by hand or is read somewhere', () => {
  expect(followName(flow(), 'one', { kind: 'connector' as const, name: 'Connector', contextKey: 'crm' }, 'Find')).toBe(
    'crm',
  )
  const document = flow()
  const two = document.steps.two
  if (two?.kind === 'connector') two.endpoint = '/x?id={{connectors.connector.id}}'
  expect(
    followName(document, 'one', { kind: 'connector' as const, name: 'Connector', contextKey: 'connector' }, 'Find'),
  ).toBe('connector')
})

it('names the step that has the key already', () => {
  expect(contextKeyError(flow(), 'one', 'plans')).toContain('Plans')
  expect(contextKeyError(flow(), 'two', 'plans')).toBeUndefined()
})
