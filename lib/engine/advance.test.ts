import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FLOW_FORMAT, type FlowDocument } from '../flow/schema'
import type { EffectResult } from '../language/outcome'
import type { Step } from '../steps/schemas'
import { advance, type EngineEvent } from './advance'
import { compilePlan, type Plan } from './plan'
import { type ExecutionState, newExecution } from './state'

const NOW = '2026-01-01T00:00:00.000Z'

const flow = (steps: Record<string, Step>, kind: FlowDocument['kind'] = 'interactive'): Plan =>
  compilePlan({ format: FLOW_FORMAT, id: 'test', name: 'Test', kind, steps, layout: {} })

const start = (to: string): Step => ({ kind: 'start', next: { default: to } })
const end = (name = 'Done'): Step => ({
  kind: 'end',
  name,
  next: {},
  result: 'success',
  outputs: [{ key: 'got', type: 'json', value: '{{connectors.crm}}' }],
  returnTokenWithoutUser: false,
})
const connector = (extra: Partial<Extract<Step, { kind: 'connector' }>> = {}): Step => ({
  kind: 'connector',
  name: 'Find',
  connector: 'c1',
  action: 'GET',
  endpoint: '/customers?email={{form.email}}',
  contextKey: 'crm',
  errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
  next: { success: 'done' },
  ...extra,
})
const screen = (to: string): Step => ({
  kind: 'screen',
  name: 'Ask',
  components: [
    { type: 'email', name: 'email', label: 'Email', required: true },
    { type: 'password', name: 'password', label: 'Password' },
    { type: 'button', id: 'submit', text: 'Go' },
    { type: 'button', id: 'back', text: 'Back', skipValidation: true },
  ],
  next: { submit: to, back: 'done' },
})

const begin = (plan: Plan, stepLimit = 1000) =>
  advance(plan, newExecution({ id: 'e1', stepLimit, context: {} }), { type: 'start', version: 1 }, NOW)
const go = (plan: Plan, state: ExecutionState, event: EngineEvent) => advance(plan, state, event, NOW)
const ok = (value: EffectResult['value']): EngineEvent => ({
  type: 'performed',
  result: { failure: null, value, record: null, missing: [], usedSecretPaths: [] },
})
const failed = (event: 'httpError' | 'connectorExecution'): EngineEvent => ({
  type: 'performed',
  result: {
    failure: { event, code: event, message: 'It broke.' },
    value: { statusCode: 500 },
    record: null,
    missing: [],
    usedSecretPaths: [],
  },
})

describe('a flow', () => {
  test('runs to its end, with every step told', () => {
    const plan = flow({ start: start('find'), find: connector(), done: end() }, 'management')
    const first = begin(plan)
    expect(first.effect).toMatchObject({ type: 'connector', connectorId: 'c1', action: 'GET' })
    const { state, messages, effect } = go(plan, first.state, ok({ plan: 'pro', statusCode: 200 }))
    expect(effect).toBeNull()
    expect(state).toMatchObject({ status: 'completed', outputs: { got: { plan: 'pro', statusCode: 200 } }, visits: 3 })
    expect([...first.messages, ...messages].map((message) => message.type)).toEqual([
      'started',
      'passed',
      'connector',
      'completed',
    ])
    expect([...first.messages, ...messages].map((message) => message.number)).toEqual([1, 2, 3, 4])
  })

  test('tells each exchange before the last one of a call, in order, before the call itself', () => {
    const plan = flow({ start: start('find'), find: connector(), done: end() }, 'management')
    const result: EffectResult = {
      failure: null,
      value: {},
      record: { action: 'GET' },
      earlier: [
        { purpose: 'token', record: { action: 'POST' } },
        { purpose: 'attempt', record: { action: 'GET' } },
      ],
      missing: [],
      usedSecretPaths: [],
    }
    const { messages } = go(plan, begin(plan).state, { type: 'performed', result })
    expect(messages).toMatchObject([
      { number: 3, type: 'exchange', purpose: 'token', record: { action: 'POST' }, stepId: 'find', visit: 2 },
      { number: 4, type: 'exchange', purpose: 'attempt', record: { action: 'GET' }, stepId: 'find', visit: 2 },
      { number: 5, type: 'connector', record: { action: 'GET' } },
      { number: 6, type: 'completed' },
    ])
  })

  test('waits on a screen, keeps what was typed on an error, and goes on by the button', () => {
    const plan = flow({ start: start('ask'), ask: screen('find'), find: connector(), done: end() })
    const shown = begin(plan).state
    expect(shown.status).toBe('waiting')
    const refused = go(plan, shown, {
      type: 'submitted',
      interactionId: 'submit',
      input: { email: 'nope', password: 's3cret' },
    })
    expect(refused.state.cursor?.wait).toMatchObject({
      fieldErrors: { email: expect.stringContaining('email address') },
    })
    expect(refused.state.cursor?.visit).toBe(shown.cursor?.visit)
    const accepted = go(plan, refused.state, {
      type: 'submitted',
      interactionId: 'submit',
      input: { email: 'ada@example.com', password: 's3cret' },
    })
    expect(accepted.state.context).toMatchObject({ form: { email: 'ada@example.com' } })
    expect(accepted.state.secrets).toEqual({ 'form.password': 's3cret' })
    expect(JSON.stringify([accepted.state.context, accepted.messages, refused])).not.toContain('s3cret')
  })

  test('a button that skips validation leaves with an empty form', () => {
    const plan = flow({ start: start('ask'), ask: screen('done'), done: end() })
    expect(go(plan, begin(plan).state, { type: 'submitted', interactionId: 'back', input: {} }).state.status).toBe(
      'completed',
    )
  })

  test('secret fields are dropped after the action that used them', () => {
    const plan = flow({ start: start('ask'), ask: screen('find'), find: connector(), done: screen('done') })
    const asked = go(plan, begin(plan).state, {
      type: 'submitted',
      interactionId: 'submit',
      input: { email: 'a@b.co', password: 'pw' },
    })
    const used: EngineEvent = {
      type: 'performed',
      result: { failure: null, value: {}, record: null, missing: [], usedSecretPaths: ['form.password'] },
    }
    expect(go(plan, asked.state, used).state.secrets).toEqual({})
  })
})

describe('error handling', () => {
  const handling = (mode: 'automatic' | 'custom' | 'ignore', text?: string) => ({
    httpError: mode === 'automatic' ? { mode, ...(text ? { text } : {}) } : { mode },
    connectorExecution: { mode: 'automatic' as const },
  })

  test('automatic goes back to the last screen with the text', () => {
    const plan = flow({
      start: start('ask'),
      ask: screen('find'),
      find: connector({ errorHandling: handling('automatic', 'Sorry') }),
      done: end(),
    })
    const called = go(plan, begin(plan).state, {
      type: 'submitted',
      interactionId: 'submit',
      input: { email: 'a@b.co' },
    })
    const { state } = go(plan, called.state, failed('httpError'))
    expect(state).toMatchObject({ status: 'waiting', cursor: { stepId: 'ask', wait: { error: 'Sorry' } } })
    expect(state.context).toMatchObject({
      lastError: { code: 'httpError', stepName: 'Find' },
      connectors: { crm: { statusCode: 500 } },
    })
  })

  test('automatic gives back what was typed, never a secret', () => {
    const plan = flow({ start: start('ask'), ask: screen('find'), find: connector(), done: end() })
    const input = { email: 'ada@example.com', password: 'pa55word' }
    const asked = go(plan, begin(plan).state, { type: 'submitted', interactionId: 'submit', input })
    const back = go(plan, asked.state, failed('httpError'))
    expect(back.state.cursor?.wait).toMatchObject({ type: 'screen', values: { email: 'ada@example.com' } })
    expect(JSON.stringify(back.state.cursor)).not.toContain('pa55word')
  })

  test('automatic without a screen fails the execution', () => {
    const plan = flow({ start: start('find'), find: connector(), done: end() })
    expect(go(plan, begin(plan).state, failed('httpError')).state).toMatchObject({
      status: 'failed',
      error: { code: 'httpError', message: 'It broke.', stepId: 'find', stepName: 'Find' },
    })
  })

  test('custom takes the port of the event, ignore the success port', () => {
    const custom = flow({
      start: start('find'),
      find: connector({ errorHandling: handling('custom'), next: { httpError: 'ask' } }),
      ask: screen('done'),
      done: end(),
    })
    expect(go(custom, begin(custom).state, failed('httpError')).state.cursor?.stepId).toBe('ask')
    const ignore = flow({ start: start('find'), find: connector({ errorHandling: handling('ignore') }), done: end() })
    expect(go(ignore, begin(ignore).state, failed('httpError')).state.status).toBe('completed')
  })
})

describe('limits', () => {
  const loop = flow({
    start: start('a'),
    a: { kind: 'condition', name: 'A', branches: [], next: { else: 'b' } },
    b: { kind: 'condition', name: 'B', branches: [], next: { else: 'a' } },
  })

  test('a loop without a wait ends at the step limit', () => {
    const { state, messages } = begin(loop, 1000)
    expect(state).toMatchObject({ status: 'failed', error: { code: 'stepLimit' }, visits: 1000 })
    expect(messages.at(-1)).toMatchObject({
      type: 'failed',
      error: { message: expect.stringContaining('1,000 steps') },
    })
  })

  test('a hundred thousand steps need no stack', () => {
    expect(begin(loop, 100_000).state.visits).toBe(100_000)
  })

  test('an unconnected port is a clear failure', () => {
    const plan = flow({ start: { kind: 'start', next: {} } })
    expect(begin(plan).state.error).toMatchObject({ code: 'unconnectedPort' })
  })
})

describe('advance is a pure function', () => {
  const plan = flow({ start: start('ask'), ask: screen('find'), find: connector(), done: end() })
  const event = fc.oneof(
    fc.record({
      type: fc.constant('submitted' as const),
      interactionId: fc.constantFrom('submit', 'back'),
      input: fc.dictionary(fc.constantFrom('email', 'password', 'x'), fc.string()),
    }),
    fc.constantFrom(ok({ a: 1 }), failed('httpError'), failed('connectorExecution'), {
      type: 'cancel',
      text: 'x',
    } as EngineEvent),
  )

  test('same input, same output, and the input is not changed; numbers have no gap', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let { state } = begin(plan)
        for (const one of events) {
          if (state.status !== 'running' && state.status !== 'waiting') break
          const fits = one.type === 'cancel' || (one.type === 'performed') === (state.cursor?.wait === null)
          if (!fits) continue
          const before = structuredClone(state)
          const moved = go(plan, state, one)
          expect(go(plan, state, one)).toEqual(moved)
          expect(state).toEqual(before)
          moved.messages.forEach((message, index) => {
            expect(message.number).toBe(before.messageCount + index + 1)
          })
          state = moved.state
        }
      }),
    )
  })
})
