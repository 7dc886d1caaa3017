import { expect, test } from 'vitest'
import { FLOW_FORMAT } from '../flow/schema'
import type { Json } from '../language/json'
import { compilePattern } from '../language/operators'
import type { Step } from '../steps/schemas'
import { advance } from './advance'
import { compilePlan } from './plan'
import { newExecution } from './state'

const set = (name: string, type: 'string' | 'json', value: Json, next: string): Step => ({
  kind: 'action',
  name,
  action: 'set-value',
  settings: { values: [{ key: 'values.x', type, value }] },
  errorHandling: { actionExecution: { mode: 'automatic' } },
  next: { success: next },
})

/** A loop in which a value becomes something else in every round. */
function run(first: Step, again: Step, when: { operator: 'matches' | 'exists'; value?: string }) {
  const plan = compilePlan({
    format: FLOW_FORMAT,
    id: 'test',
    name: 'Test',
    kind: 'management',
    layout: {},
    steps: {
      start: { kind: 'start', next: { default: 'first' } },
      first,
      ask: {
        kind: 'condition',
        name: 'Enough?',
        branches: [{ id: 'yes', name: 'Yes', when: { all: [{ key: 'values.x', ...when }] } }],
        next: { yes: 'again', else: 'again' },
      },
      again,
    },
  })
  const begun = newExecution({ id: 'e1', stepLimit: 1_000, context: {} })
  return advance(plan, begun, { type: 'start', version: 1 }, '2026-01-01T00:00:00.000Z')
}

test.each([
  ['text', set('First', 'string', 'x', 'ask'), set('Again', 'string', '{{values.x}}{{values.x}}', 'ask')],
  ['list', set('First', 'json', ['x'], 'ask'), set('Again', 'json', ['{{values.x}}', '{{values.x}}'], 'ask')],
  ['depth', set('First', 'json', ['x'], 'ask'), set('Again', 'json', ['{{values.x}}'], 'ask')],
])('a %s that grows in a loop ends the execution, not the process', (what, first, again) => {
  // Two steps a round: as many as the depth needs.
  const { state, messages, effect } = run(first, again, { operator: 'exists' })
  const expected = what === 'depth' ? 'stepLimit' : 'tooLarge'
  expect([state.status, state.error?.code, effect]).toEqual(['failed', expected, null])
  expect(messages.at(-1)).toMatchObject({ type: 'failed', error: { code: expected } })
})

test('a pattern that is too much work for a text fails its execution', () => {
  const text = set('First', 'string', 'a'.repeat(500_000), 'ask')
  const { state } = run(text, text, { operator: 'matches', value: '(a?){1000}(a?){1000}$' })
  expect(state.error).toMatchObject({ code: 'tooLarge', message: expect.stringContaining('pattern'), stepId: 'ask' })
})

test('a pattern that would take seconds to be read is no pattern, whoever gives it', () => {
  for (const pattern of ['(a{1000})'.repeat(220), `(${'[a-z]'.repeat(150)}){1000}`, 'a'.repeat(5_000)])
    expect(compilePattern(pattern)).toEqual(expect.any(String))
  for (const pattern of ['^.{1,1000}$', '^[A-Za-z0-9._-]{1,255}@[A-Za-z0-9.-]{1,255}$', '((a{10}){10}){10}'])
    expect(compilePattern(pattern)).not.toEqual(expect.any(String))
})
