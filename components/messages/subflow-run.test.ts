import { expect, it } from 'vitest'
import { type Advance, advance } from '@/lib/engine/advance'
import type { RunnerMessage } from '@/lib/engine/message'
import { compilePlan, type Plan } from '@/lib/engine/plan'
import { type ExecutionState, listSecrets, newExecution } from '@/lib/engine/state'
import { emptyFlow, type FlowDocument } from '@/lib/flow/schema'
import type { Json } from '@/lib/language/json'
import type { ErrorHandling } from '@/lib/language/outcome'
import type { Step } from '@/lib/steps/schemas'
import { subflowDefinition } from '@/lib/steps/subflow/definition'
import type { Exit } from '@/lib/steps/subflow/schema'
import { deriveContext } from './derive-context'
import { deriveTrace } from './derive-trace'

const NOW = '2026-01-01T00:00:00.000Z'
const start = (to: string): Step => ({ kind: 'start', next: { default: to } })
const end = (name: string, outputs: Record<string, Json> = {}, result: 'success' | 'failure' = 'success'): Step => ({
  kind: 'end',
  name,
  next: {},
  result,
  outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
  returnTokenWithoutUser: false,
})
const screen = (name: string, to: string): Step => ({
  kind: 'screen',
  name,
  components: [
    { type: 'error' },
    { type: 'text-input', name: 'email', label: 'Email' },
    { type: 'password', name: 'password', label: 'Password' },
    { type: 'button', id: 'go', text: 'Go' },
  ],
  next: { go: to },
})
const set = (path: string, value: string, to: string): Step => ({
  kind: 'action',
  name: `Set ${path}`,
  action: 'set-value',
  settings: { values: [{ key: path, type: 'json', value }] },
  errorHandling: { actionExecution: { mode: 'automatic' } },
  next: { success: to },
})
const exits: Exit[] = [
  { id: 'yes', name: 'Yes', result: 'success' },
  { id: 'no', name: 'No', result: 'failure' },
]
function sub(flow: string, next: Record<string, string>, mode: ErrorHandling = { mode: 'custom' }): Step {
  return {
    ...subflowDefinition.create(),
    name: `Run ${flow}`,
    flow,
    exits,
    inputs: [{ key: 'email', type: 'json', value: '{{form.email}}' }],
    contextKey: 'check',
    errorHandling: { subflowExecution: mode },
    next,
  }
}
const flow = (id: string, steps: Record<string, Step>): FlowDocument => ({ ...emptyFlow(id, id, 'interactive'), steps })

function plan(main: FlowDocument, ...subflows: FlowDocument[]): Plan {
  return { ...compilePlan(main), subflows: new Map(subflows.map((one) => [one.id, compilePlan(one)])) }
}

/** Drives as the runner does, by way of JSON, and keeps all messages. */
function runner(program: Plan, stepLimit = 100) {
  const context = { client: { a: 1 }, form: { email: 'ann@b.c' }, connectors: {}, project: { id: 'P' } }
  let state: ExecutionState = newExecution({ id: 'e', stepLimit, context })
  const messages: RunnerMessage[] = []
  const take = (next: Advance) => {
    state = JSON.parse(JSON.stringify(next.state))
    messages.push(...next.messages)
    return state
  }
  return {
    messages,
    start: () => take(advance(program, state, { type: 'start', version: null }, NOW)),
    submit: (input: Record<string, Json>) =>
      take(advance(program, state, { type: 'submitted', interactionId: 'go', input }, NOW)),
    cancel: () => take(advance(program, state, { type: 'cancel', text: 'Stopped.' }, NOW)),
  }
}

const done = end('Done', { from: '{{subflows.check}}', form: '{{form.email}}', inner: '{{connectors.inner}}' })
const main = flow('main', {
  start: start('run'),
  run: sub('child', { yes: 'done', no: 'refused', subflowExecution: 'broken' }),
  done,
  refused: end('Refused'),
  broken: end('Broken', { why: '{{lastError.code}}' }),
})

it('runs in a context of its own: it sees what it is given, and gives back its outputs', () => {
  const child = flow('child', {
    start: start('set'),
    set: set('form.email', 'inner@b.c', 'yes'),
    yes: end('Yes', {
      got: '{{subflowInput.email}}',
      client: '{{client.a}}',
      own: '{{form.email}}',
      project: '{{project.id}}',
    }),
  })
  const execution = runner(plan(main, child))
  const state = execution.start()
  expect(state).toMatchObject({ status: 'completed', visits: 6 })
  expect(state.outputs).toEqual({
    from: { got: 'ann@b.c', client: null, own: 'inner@b.c', project: 'P' },
    form: 'ann@b.c',
    inner: null,
  })
  expect(state.frames).toBeUndefined()
  expect(execution.messages.map(({ type, within }) => [type, within?.flowId ?? null])).toEqual([
    ['started', null],
    ['passed', null],
    ['subflowStarted', null],
    ['passed', 'child'],
    ['action', 'child'],
    ['warning', 'child'],
    ['subflowEnded', null],
    ['warning', null],
    ['completed', null],
  ])
  const inner = execution.messages.find(({ type }) => type === 'action')
  expect(deriveContext(execution.messages, inner?.number ?? 0)).toMatchObject({
    form: { email: 'inner@b.c' },
    client: {},
  })
  expect(deriveContext(execution.messages, 99)).toMatchObject({ form: { email: 'ann@b.c' }, client: { a: 1 } })
  expect(deriveTrace(execution.messages).takenEdges).toEqual({ 'start:default': 1, 'run:yes': 1 })
})

it('leaves by the port of the end that it reached, a failure too', () => {
  const child = flow('child', { start: start('no'), no: end('No', { why: 'x' }, 'failure') })
  const execution = runner(plan(main, child))
  expect(execution.start().status).toBe('completed')
  expect(execution.messages.find(({ type }) => type === 'subflowEnded')).toMatchObject({
    exit: { id: 'no', result: 'failure' },
    move: { port: 'no', to: 'refused' },
  })
})

it('shows its screens, keeps its secrets apart and masks those of all flows', () => {
  const outer = flow('outer', { ...main.steps, start: start('ask'), ask: screen('Ask', 'run') })
  const child = flow('child', { start: start('ask'), ask: screen('Inner', 'yes'), yes: end('Yes') })
  const execution = runner(plan(outer, child))
  execution.start()
  const waiting = execution.submit({ email: 'a@b.c', password: 'outer secret' })
  expect(waiting).toMatchObject({ status: 'waiting', flowId: 'child', cursor: { stepId: 'ask' } })
  expect(waiting.secrets).toEqual({})
  expect(listSecrets(waiting)).toEqual(['outer secret'])
  expect(deriveTrace(execution.messages).activeStepId).toBe('run')
  expect(execution.submit({ email: 'i@b.c', password: 'inner secret' })).toMatchObject({
    status: 'completed',
    outputs: { form: 'a@b.c' },
  })
})

it('ends by its error port when a step fails and no screen of its own came before', () => {
  const child = flow('child', { start: start('deeper'), deeper: sub('nothing', {}, { mode: 'automatic' }) })
  const execution = runner(plan(main, child))
  expect(execution.start().outputs).toEqual({ why: 'subflowMissing' })
  const handled = runner(
    plan({ ...main, steps: { ...main.steps, run: sub('child', {}, { mode: 'automatic', text: 'Sorry' }) } }, child),
  )
  expect(handled.start().error).toMatchObject({ code: 'subflowMissing', message: 'Sorry', stepId: 'run' })
})

it('goes on by the first success when its error is ignored', () => {
  const steps = { ...main.steps, run: sub('gone', { yes: 'done' }, { mode: 'ignore' }) }
  expect(runner(plan({ ...main, steps })).start()).toMatchObject({ status: 'completed' })
})

it('goes back to its own last screen, and not to one of the flow that runs it', () => {
  const child = flow('child', {
    start: start('ask'),
    ask: screen('Inner', 'fail'),
    fail: sub('gone', {}, { mode: 'automatic' }),
  })
  const execution = runner(plan(main, child))
  execution.start()
  expect(execution.submit({ email: 'x' })).toMatchObject({
    status: 'waiting',
    flowId: 'child',
    cursor: { stepId: 'ask', wait: { error: expect.stringContaining('gone') } },
  })
})

it('comes to an end when flows run one another, and holds the step limit over all of them', () => {
  const loop = flow('child', { start: start('run'), run: sub('child', { yes: 'yes' }), yes: end('Yes') })
  const state = runner(plan(main, loop)).start()
  expect(state.status).toBe('completed')
  const broken = flow('child', { start: start('run'), run: sub('child', {}, { mode: 'automatic' }), yes: end('Yes') })
  expect(runner(plan(main, broken)).start().outputs).toEqual({ why: 'subflowDepth' })
  const limited = runner(plan(main, broken), 7).start()
  expect(limited).toMatchObject({ status: 'failed', error: { code: 'stepLimit', stepId: 'run' }, visits: 7 })
  expect(limited.frames).toBeUndefined()
})

it('is cancelled with the flow that runs it', () => {
  const child = flow('child', { start: start('ask'), ask: screen('Inner', 'yes'), yes: end('Yes') })
  const execution = runner(plan(main, child))
  execution.start()
  expect(execution.cancel()).toMatchObject({ status: 'cancelled', cursor: null, secrets: {} })
})

it('keeps whom it signed in, and not what else it wrote', () => {
  const child = flow('child', { start: start('set'), set: set('values.plan', 'pro', 'yes'), yes: end('Yes') })
  const execution = runner(plan(main, child))
  execution.start()
  expect(deriveContext(execution.messages, 99)).not.toHaveProperty('values')
})
