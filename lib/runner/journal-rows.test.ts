import { expect, test } from 'vitest'
import type { RunnerMessage } from '@/lib/engine/message'
import { toRows, withoutLongValues } from './journal-rows'

const message = (value: string): RunnerMessage => ({
  type: 'submitted',
  number: 2,
  at: '2026-01-01T00:00:00.000Z',
  stepId: 'ask',
  stepName: 'Ask',
  visit: 1,
  interactionId: 'submit',
  values: {},
  secretFields: [],
  move: { port: 'submit', to: null },
  changes: [
    { path: ['form', 'short'], value: 'ada@example.com' },
    { path: ['connectors', 'crm'], value: { body: [value] } },
  ],
})

test('a value that is too long to be stored is its size, before it is masked as after', () => {
  const long = message('x'.repeat(600_000))
  const cut = withoutLongValues(long)
  expect(cut).toMatchObject({ changes: [{ value: 'ada@example.com' }, { value: { truncated: true, size: 600_013 } }] })
  expect(toRows([cut])).toBe(toRows([long]))
})

test('any other value is left to be masked', () => {
  const short = message('x'.repeat(400_000))
  expect(withoutLongValues(short)).toBe(short)
})
