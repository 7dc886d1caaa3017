import { expect, it } from 'vitest'
import { filterMessages } from './filter-messages'
import { messagesOf, started } from './testing'

const messages = messagesOf(
  started,
  {
    type: 'connector',
    stepId: 'crm',
    stepName: 'Find customer',
    record: {
      request: { method: 'GET', url: 'https://a.example/customers' },
      response: { status: 200, body: { plan: 'Gold' } },
    },
    failure: null,
    handling: null,
    changes: [],
    move: { port: 'success', to: null },
  },
  { type: 'warning', stepId: 'crm', code: 'missingValue', source: 'user.id', text: 'user.id has no value.' },
)
const numbers = (...args: Parameters<typeof filterMessages>) => filterMessages(...args).map(({ number }) => number)

it('narrows by kind and by a text anywhere in the message', () => {
  expect(numbers(messages, 'all', '')).toEqual([1, 2, 3])
  expect(numbers(messages, 'connectors', '')).toEqual([2])
  expect(numbers(messages, 'problems', '')).toEqual([3])
  expect(numbers(messages, 'all', 'find CUSTOMER')).toEqual([2])
  expect(numbers(messages, 'all', 'gold')).toEqual([2])
  expect(numbers(messages, 'problems', 'gold')).toEqual([])
})
