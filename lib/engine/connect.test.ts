import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FLOW_FORMAT } from '../flow/schema'
import type { ApiKeyWait, ConnectWait, EffectResult } from '../language/outcome'
import { type ActionName, actionStepSchema } from '../steps/action/schema'
import { createActionStep } from '../steps/action/types/registry'
import type { Step } from '../steps/schemas'
import { advance, type EngineEvent } from './advance'
import { compilePlan, type Plan } from './plan'
import { type ExecutionState, hasEnded, newExecution } from './state'

const NOW = '2026-01-01T00:00:00.000Z'
const app = { id: 'acme', name: 'Acme' }
const KEY = 'k3y-of-ada'

const end = (name: string): Step => ({
  kind: 'end',
  name,
  next: {},
  result: 'success',
  outputs: [],
  returnTokenWithoutUser: false,
})

function plan(action: ActionName, handling: object = { mode: 'automatic' }, settings: object = {}): Plan {
  const step = createActionStep(action)
  const connect = actionStepSchema.parse({
    ...step,
    settings: { ...step.settings, ...settings },
    errorHandling: { outboundAppConnect: handling },
    next: { success: 'done', outboundAppConnect: 'refused' },
  })
  const steps: Record<string, Step> = {
    start: { kind: 'start', next: { default: 'ask' } },
    ask: {
      kind: 'screen',
      name: 'Ask',
      components: [
        { type: 'error' },
        { type: 'outbound-app-button', id: 'connect', text: 'Connect', app: 'acme' },
        { type: 'button', id: 'other', text: 'Connect another one' },
      ],
      next: { connect: 'connect', other: 'connect' },
    },
    connect,
    refused: end('Refused'),
    done: end('Done'),
  }
  return compilePlan({ format: FLOW_FORMAT, id: 'f', name: 'F', kind: 'interactive', steps, layout: {} })
}

const go = (of: Plan, state: ExecutionState, event: EngineEvent) => advance(of, state, event, NOW)
const submit = (interactionId: string, input = {}): EngineEvent => ({ type: 'submitted', interactionId, input })
const nothing = { failure: null, value: null, record: {}, missing: [], usedSecretPaths: [] }
const performed = (result: Partial<EffectResult>): EngineEvent => ({
  type: 'performed',
  result: { ...nothing, ...result },
})
const arrived = (result: Partial<EffectResult>): EngineEvent => ({ type: 'arrived', result: { ...nothing, ...result } })

const connectWait: ConnectWait = {
  type: 'connect',
  connectId: 'c1',
  url: 'https://patchbay.example/v1/outbound/oauth/connect?ticket=t1',
  app,
  owner: 'user',
  scopes: ['read'],
  expiresAt: '2026-01-01T00:10:00.000Z',
}
const keyWait: ApiKeyWait = { type: 'apiKey', app, owner: 'user', fieldErrors: null }
const refused = { event: 'outboundAppConnect' as const, code: 'refused', message: 'They did not want to.' }

function begin(of: Plan, button = 'connect', outbound = {}) {
  const first = go(of, newExecution({ id: 'e', stepLimit: 100, context: {}, outbound }), { type: 'start', version: 1 })
  return go(of, first.state, submit(button))
}

describe('a step that connects an account', () => {
  const of = plan('outbound-app-connect', { mode: 'automatic' }, { app: 'other', scopes: ['read'] })

  it('takes along which button was pressed, and its own app', () => {
    expect(begin(of)).toMatchObject({
      effect: { type: 'connect', owner: 'user', app: 'other', scopes: ['read'] },
      state: { outbound: { pressedApp: 'acme' }, status: 'running' },
    })
    expect(begin(of, 'other').state.outbound).toEqual({})
    expect(begin(of, 'other', { appId: 'given' }).state.outbound).toEqual({ appId: 'given' })
    expect(begin(of, 'connect', { appId: 'given' }).state.outbound).toEqual({ appId: 'given', pressedApp: 'acme' })
  })

  it('waits, in the same visit, and goes on with what has come of it', () => {
    const asked = begin(of)
    const waiting = go(of, asked.state, performed({ wait: connectWait }))
    expect(waiting).toMatchObject({
      effect: null,
      state: { status: 'waiting', cursor: { visit: 3, wait: connectWait } },
    })
    expect(waiting.messages).toMatchObject([{ type: 'connecting', app, owner: 'user', scopes: ['read'] }])
    expect(JSON.stringify(waiting.messages)).not.toContain('ticket')
    const record = { response: { status: 200 } }
    const done = go(
      of,
      waiting.state,
      arrived({
        patch: [{ path: ['outboundApps', 'acme'], value: { granted: true, scopes: ['read'] } }],
        earlier: [{ purpose: 'token', record }],
      }),
    )
    expect(done.state).toMatchObject({ status: 'completed', context: { outboundApps: { acme: { granted: true } } } })
    expect(done.messages.map(({ type }) => type)).toEqual(['exchange', 'action', 'completed'])
    expect(done.messages[0]).toMatchObject({ record, stepId: 'connect', visit: 3 })
  })

  it.each([
    ['automatic', { mode: 'automatic', text: 'Try again, please.' }, { status: 'waiting', cursor: { stepId: 'ask' } }],
    ['custom', { mode: 'custom' }, { status: 'completed' }],
    ['ignore', { mode: 'ignore' }, { status: 'completed' }],
  ])('goes by its error handling when nobody has connected: %s', (_name, handling, expected) => {
    const handled = plan('outbound-app-connect', handling)
    const waiting = go(handled, begin(handled).state, performed({ wait: connectWait }))
    const { state, messages } = go(handled, waiting.state, arrived({ failure: refused }))
    expect(state).toMatchObject(expected)
    expect(state.context.lastError).toMatchObject({ code: 'refused', message: 'They did not want to.' })
    // The screen of the button, not the wait, is what automatic handling goes back to.
    if (_name === 'automatic') expect(state.cursor?.wait).toMatchObject({ type: 'screen', error: 'Try again, please.' })
    expect(messages[0]).toMatchObject({ type: 'action', failure: refused })
  })

  it('shows end users a text of their own where the message is for who sets the flow up', () => {
    const own = plan('outbound-app-connect', { mode: 'automatic' })
    const failure = { ...refused, code: 'noApp', endUserText: 'Not now.' }
    const { state, messages } = go(own, begin(own).state, performed({ failure }))
    expect(state.cursor?.wait).toMatchObject({ type: 'screen', error: 'Not now.' })
    expect(state.context.lastError).toMatchObject({ code: 'noApp', message: refused.message })
    expect(messages[0]).toMatchObject({ type: 'action', failure: { message: refused.message } })
  })

  it('begins another attempt, and gives up', () => {
    const waiting = go(of, begin(of).state, performed({ wait: connectWait }))
    const again = go(of, waiting.state, submit('retry'))
    expect(again).toMatchObject({
      effect: { type: 'connect', app: 'other', replaces: 'c1' },
      state: { status: 'running', cursor: { visit: 3, wait: null } },
    })
    const cancelled = go(of, waiting.state, submit('cancel'))
    expect(cancelled.effect).toEqual({ type: 'giveUpConnect', connectId: 'c1', app })
    expect(go(of, cancelled.state, performed({ failure: refused })).state).toMatchObject({ cursor: { stepId: 'ask' } })
  })

  it('takes nothing that comes when it does not wait for it', () => {
    expect(() => go(of, begin(of).state, arrived({}))).toThrow('does not wait for a connect')
    const waiting = go(of, begin(of).state, performed({ wait: connectWait }))
    expect(() => go(of, waiting.state, performed({}))).toThrow('No effect')
  })
})

describe('a step that asks for an API key', () => {
  const of = plan('outbound-app-connect-api-key')
  const asking = go(of, begin(of).state, performed({ wait: keyWait }))

  it('keeps it apart from everything that is told, and drops it when it is stored', () => {
    const { state, effect, messages } = go(of, asking.state, submit('submit', { apiKey: ` ${KEY} ` }))
    expect(effect).toEqual({ type: 'storeApiKey', owner: 'user', app, secretPath: 'outboundApp.apiKey' })
    expect(state.secrets).toEqual({ 'outboundApp.apiKey': KEY })
    const done = go(of, state, performed({}))
    expect(done.state).toMatchObject({ status: 'completed', secrets: {} })
    expect(JSON.stringify([effect, state.context, messages, done.state, done.messages])).not.toContain(KEY)
  })

  it('drops it also when it could not be stored', () => {
    const { state } = go(of, asking.state, submit('submit', { apiKey: KEY }))
    const failed = go(of, state, performed({ failure: refused })).state
    expect(failed.status).toBe('waiting')
    expect(failed.secrets).toEqual({})
  })

  it('stays for one that is no key, and leaves when it is cancelled', () => {
    const stays = go(of, asking.state, submit('submit', { apiKey: 'two words' }))
    expect(stays.state.cursor).toMatchObject({
      visit: 3,
      wait: { type: 'apiKey', fieldErrors: { apiKey: expect.any(String) } },
    })
    expect(JSON.stringify(stays)).not.toContain('two words')
    const left = go(of, stays.state, submit('cancel'))
    expect(left.state).toMatchObject({ cursor: { stepId: 'ask' }, context: { lastError: { code: 'refused' } } })
  })
})

describe('whatever happens while an account is connected', () => {
  const events: fc.Arbitrary<EngineEvent> = fc.oneof(
    fc
      .constantFrom('connect', 'other', 'retry', 'cancel', 'submit', 'polling')
      .map((id) => submit(id, { apiKey: KEY })),
    fc
      .constantFrom<Partial<EffectResult>>({}, { failure: refused }, { wait: connectWait }, { wait: keyWait })
      .map(performed),
    fc.constantFrom<Partial<EffectResult>>({}, { failure: refused }).map(arrived),
  )
  const actions = fc.constantFrom<ActionName>('outbound-app-connect', 'outbound-app-connect-tenant-api-key')
  const handlings = fc.constantFrom({ mode: 'automatic' }, { mode: 'custom' }, { mode: 'ignore' })

  it('it waits for one thing at a time, can be stored between two events, and never tells a key', () => {
    fc.assert(
      fc.property(actions, handlings, fc.array(events, { maxLength: 20 }), (action, handling, list) => {
        const of = plan(action, handling)
        let { state, effect, messages } = begin(of)
        for (const event of list) {
          if (hasEnded(state)) break
          const wait = state.cursor?.wait ?? null
          const isScreen = wait?.type === 'screen' && event.type === 'submitted'
          // What the runner never lets through.
          if (isScreen && event.interactionId !== 'connect' && event.interactionId !== 'other') continue
          // A key that was stored, or not, leads to no further question.
          if (effect?.type === 'storeApiKey' && event.type === 'performed' && event.result.wait) continue
          if (event.type === 'submitted' ? !wait : event.type === 'arrived' ? wait?.type !== 'connect' : wait) continue
          const next = go(of, state, event)
          const stored: ExecutionState = JSON.parse(JSON.stringify(state))
          expect(go(of, stored, event)).toEqual(next)
          ;({ state, effect, messages } = next)
          expect(effect === null).toBe(state.status !== 'running')
          expect(state.status === 'waiting').toBe(Boolean(state.cursor?.wait))
          expect(JSON.stringify([messages, state.context, effect, state.cursor])).not.toContain(KEY)
          if (state.status !== 'running') expect(state.secrets).toEqual({})
        }
      }),
    )
  })
})
