import { describe, expect, it } from 'vitest'
import { FLOW_FORMAT } from '../flow/schema'
import type { EffectResult, SignedIn } from '../language/outcome'
import { actionStepSchema } from '../steps/action/schema'
import { createActionStep } from '../steps/action/types/registry'
import type { Step } from '../steps/schemas'
import { advance } from './advance'
import { compilePlan, type Plan } from './plan'
import { type ExecutionState, newExecution } from './state'

const NOW = '2026-01-01T00:00:00.000Z'
const ADA: SignedIn = { userId: 'U1', tenantId: null, methods: ['pwd'], firstSeen: true }

const ask: Step = {
  kind: 'screen',
  name: 'Ask',
  components: [
    { type: 'error' },
    { type: 'password', name: 'password', label: 'Password' },
    { type: 'button', id: 'go', text: 'Go' },
  ],
  next: { go: 'sign' },
}
const end = (name: string, result: 'success' | 'failure'): Step => ({
  kind: 'end',
  name,
  next: {},
  result,
  outputs: [],
  returnTokenWithoutUser: false,
})

function plan(errorHandling: object, after = 'done'): Plan {
  const sign = actionStepSchema.parse({ ...createActionStep('sign-in-password'), errorHandling })
  const steps: Record<string, Step> = {
    start: { kind: 'start', next: { default: 'ask' } },
    ask,
    sign: { ...sign, next: { success: after, actionExecution: 'failed' } },
    out: { ...createActionStep('log-out'), next: { success: 'pause' } },
    pause: { ...ask, name: 'Pause' },
    failed: end('Failed', 'failure'),
    done: end('Done', 'success'),
  }
  return compilePlan({ format: FLOW_FORMAT, id: 'f', name: 'F', kind: 'interactive', steps, layout: {} })
}

/** Up to the effect of the action. */
function toEffect(of: Plan) {
  const context = { form: { email: 'ada@example.com' } }
  const first = advance(of, newExecution({ id: 'e', stepLimit: 100, context }), { type: 'start', version: 1 }, NOW)
  return advance(of, first.state, { type: 'submitted', interactionId: 'go', input: { password: 'p4ss phrase' } }, NOW)
}

const perform = (of: Plan, state: ExecutionState, result: Partial<EffectResult>) => {
  const whole = { failure: null, value: null, record: {}, missing: [], usedSecretPaths: [], ...result }
  return advance(of, state, { type: 'performed', result: whole }, NOW)
}

const refused = { event: 'actionExecution' as const, code: 'wrong', message: 'Not right.' }

describe('an action with an effect', () => {
  it('names the secret field by its path, and takes who was signed in', () => {
    const of = plan({ actionExecution: { mode: 'automatic' } }, 'pause')
    const { state, effect, messages } = toEffect(of)
    expect(effect).toMatchObject({ type: 'password', loginId: 'ada@example.com', secretPath: 'form.password' })
    expect(JSON.stringify([effect, messages])).not.toContain('p4ss phrase')
    const next = perform(of, state, { signedIn: ADA, patch: [{ path: ['user'], value: { userId: 'U1' } }] })
    expect(next.state).toMatchObject({ signedIn: ADA, secrets: {}, context: { user: { userId: 'U1' } } })
    expect(next.messages[0]).toMatchObject({ type: 'action', inputs: { password: '••••' }, failure: null })
  })

  it.each([
    ['automatic', { mode: 'automatic' as const }, { status: 'waiting', cursor: { stepId: 'ask' } }],
    ['custom', { mode: 'custom' as const }, { status: 'failed', error: { stepId: 'failed' } }],
    ['ignore', { mode: 'ignore' as const }, { status: 'completed' }],
  ])('goes by its error handling when it fails: %s', (_name, handling, expected) => {
    const of = plan({ actionExecution: handling })
    const { state } = perform(of, toEffect(of).state, { failure: refused })
    expect(state).toMatchObject({ ...expected, signedIn: null, secrets: {} })
    expect(state.context.lastError).toMatchObject({ code: 'wrong', message: 'Not right.' })
  })

  it('drops the secret field also when nobody knows what came of it', () => {
    const of = plan({ actionExecution: { mode: 'automatic' } })
    expect(perform(of, toEffect(of).state, { failure: { ...refused, code: 'resultUnknown' } }).state.secrets).toEqual(
      {},
    )
  })

  it('is forgotten by Log Out', () => {
    const of = plan({ actionExecution: { mode: 'automatic' } }, 'out')
    const next = perform(of, toEffect(of).state, {
      signedIn: ADA,
      patch: [{ path: ['user'], value: { userId: 'U1' } }],
    })
    expect(next.state).toMatchObject({ signedIn: null, pendingCode: null, context: { user: {} } })
  })
})
