import { expect, it } from 'vitest'
import { advance } from '../../engine/advance'
import { compilePlan } from '../../engine/plan'
import { newExecution } from '../../engine/state'
import { deriveProblems } from '../../flow/problems'
import { emptyFlow, type FlowDocument } from '../../flow/schema'
import type { EffectResult, ErrorHandling } from '../../language/outcome'
import type { Step } from '../schemas'
import { scriptletDefinition } from './definition'
import type { ScriptletStep } from './schema'

const NOW = '2026-01-01T00:00:00.000Z'

function script(change: Partial<ScriptletStep> = {}): ScriptletStep {
  const handling: ErrorHandling = { mode: 'custom' }
  return {
    ...scriptletDefinition.create(),
    arguments: [
      { key: 'plan', type: 'json', value: '{{client.plan}}' },
      { key: 'seats', type: 'number', value: '{{client.seats}}' },
    ],
    contextKey: 'price',
    errorHandling: { scriptExecution: handling },
    next: { success: 'done', scriptExecution: 'sorry' },
    ...change,
  }
}

function flow(step: Step): FlowDocument {
  const end = (name: string): Step => ({
    kind: 'end',
    name,
    next: {},
    result: 'success',
    outputs: [],
    returnTokenWithoutUser: false,
  })
  return {
    ...emptyFlow('f', 'F', 'management'),
    steps: {
      start: { kind: 'start', next: { default: 'script' } },
      script: step,
      done: end('Done'),
      sorry: end('Sorry'),
    },
  }
}

const result = (change: Partial<EffectResult>): EffectResult => ({
  failure: null,
  value: null,
  record: null,
  missing: [],
  usedSecretPaths: [],
  script: { console: [{ level: 'log', text: 'hello' }], consoleCut: false, durationMs: 3 },
  ...change,
})

function begin(step: Step) {
  const plan = compilePlan(flow(step))
  const context = { client: { plan: { id: 'pro' }, seats: '12' }, form: { email: 'A@b.c' }, connectors: {} }
  return {
    plan,
    begun: advance(plan, newExecution({ id: 'e', stepLimit: 10, context }), { type: 'start', version: null }, NOW),
  }
}

it('asks for its script with arguments in their types, and with the form', () => {
  const { begun } = begin(script())
  expect(begun.effect).toMatchObject({
    type: 'script',
    args: { plan: { id: 'pro' }, seats: 12 },
    form: { email: 'A@b.c' },
  })
})

it('keeps the result under its context key and replaces fields of form', () => {
  const { plan, begun } = begin(script())
  const event = {
    type: 'performed' as const,
    result: result({ value: { total: 24 }, patch: [{ path: ['form', 'email'], value: 'a@b.c' }] }),
  }
  const { state, messages } = advance(plan, begun.state, event, NOW)
  expect(state.status).toBe('completed')
  expect(state.context).toMatchObject({ scripts: { price: { total: 24 } }, form: { email: 'a@b.c' } })
  expect(messages[0]).toMatchObject({ type: 'script', args: { seats: 12 }, run: { durationMs: 3 }, failure: null })
})

it('leaves by its own port on an error, which later steps can read', () => {
  const { plan, begun } = begin(script())
  const failure = { event: 'scriptExecution' as const, code: 'thrown', message: 'The script threw Error: no' }
  const { state, messages } = advance(plan, begun.state, { type: 'performed', result: result({ failure }) }, NOW)
  expect(messages[0]).toMatchObject({
    type: 'script',
    handling: 'custom',
    move: { port: 'scriptExecution', to: 'sorry' },
  })
  expect(state.context).toMatchObject({
    scripts: { price: { error: { code: 'thrown' } } },
    lastError: { code: 'thrown' },
  })
})

it('ends the execution with its error when nothing handles it', () => {
  const { plan, begun } = begin(script({ errorHandling: { scriptExecution: { mode: 'automatic' } } }))
  const failure = { event: 'scriptExecution' as const, code: 'timeout', message: 'Too long.' }
  const { state } = advance(plan, begun.state, { type: 'performed', result: result({ failure }) }, NOW)
  expect(state.error).toMatchObject({ code: 'timeout', message: 'Too long.', stepId: 'script' })
})

it('cannot be published without a script, with two arguments of one name, or with a secret field', () => {
  const messages = (step: Step) =>
    deriveProblems(flow(step), { connectors: [] }).flatMap(({ severity, message }) =>
      severity === 'error' ? [message] : [],
    )
  expect(messages(script())).toEqual([])
  expect(messages(script({ code: ' ' }))).toEqual(['Write the script. What it returns is its result.'])
  const twice = { key: 'a', type: 'string' as const, value: '' }
  expect(messages(script({ arguments: [twice, twice] }))).toEqual(['"a" is there twice. Rename one.'])
  const secret = flow(script({ arguments: [{ key: 'p', type: 'string', value: '{{form.password}}' }] }))
  secret.kind = 'interactive'
  secret.steps.ask = {
    kind: 'screen',
    name: 'Ask',
    components: [
      { type: 'password', name: 'password', label: 'Password' },
      { type: 'button', id: 'go', text: 'Go' },
    ],
    next: { go: 'script' },
  }
  secret.steps.start = { kind: 'start', next: { default: 'ask' } }
  expect(deriveProblems(secret, { connectors: [] })).toMatchObject([
    { severity: 'error', stepId: 'script', message: expect.stringContaining('no scriptlet may read it') },
  ])
})
