import { expect, it } from 'vitest'
import { deriveContext } from './derive-context'
import { messagesOf, started } from './testing'

const messages = messagesOf(
  started,
  {
    type: 'submitted',
    stepId: 'ask',
    interactionId: 'go',
    values: { email: 'ada@example.com' },
    secretFields: ['password'],
    changes: [{ path: ['form', 'email'], value: 'ada@example.com' }],
    move: { port: 'go', to: 'crm' },
  },
  { type: 'warning', stepId: 'crm', code: 'missingValue', source: 'user.id', text: 'No user.id.' },
  {
    type: 'connector',
    stepId: 'crm',
    record: {},
    failure: null,
    handling: null,
    changes: [{ path: ['connectors', 'crm'], value: { statusCode: 200, plan: 'pro' } }],
    move: { port: 'success', to: 'plan' },
  },
)

it('folds the initial context and the changes of every message up to a number', () => {
  expect(deriveContext(messages, 0)).toEqual({})
  expect(deriveContext(messages, 1)).toEqual({ form: {}, client: { plan: 'pro' }, connectors: {} })
  expect(deriveContext(messages, 3)).toEqual({
    form: { email: 'ada@example.com' },
    client: { plan: 'pro' },
    connectors: {},
  })
  expect(deriveContext(messages, 99)).toMatchObject({ connectors: { crm: { statusCode: 200, plan: 'pro' } } })
})

it('leaves the messages as they are', () => {
  const before = JSON.stringify(messages)
  deriveContext(messages, 99)
  expect(JSON.stringify(messages)).toBe(before)
})
