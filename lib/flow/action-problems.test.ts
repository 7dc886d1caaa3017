import { describe, expect, it } from 'vitest'
import type { ActionName, SettingsOf } from '../steps/action/schema'
import { createActionStep } from '../steps/action/types/registry'
import type { Step } from '../steps/schemas'
import { derivePaths } from './paths'
import { deriveProblems } from './problems'
import { emptyFlow, type FlowDocument } from './schema'

function action<A extends ActionName>(name: A, settings: Partial<SettingsOf<A>>, to = 'done'): Step {
  const step = createActionStep(name)
  return Object.assign(step, { settings: { ...step.settings, ...settings }, next: { success: to } })
}

const screen = (...components: Extract<Step, { kind: 'screen' }>['components']): Step => ({
  kind: 'screen',
  name: 'Ask',
  components: [...components, { type: 'button', id: 'go', text: 'Go' }],
  next: { go: 'act' },
})

const flow = (ask: Step, act: Step): FlowDocument => ({
  ...emptyFlow('f', 'F', 'interactive'),
  steps: {
    start: { kind: 'start', next: { default: 'ask' } },
    ask,
    act,
    done: { kind: 'end', name: 'Done', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false },
  },
})

const email = { type: 'email', name: 'email', label: 'Email' } as const
const password = { type: 'password', name: 'password', label: 'Password' } as const
const mail = { id: 'c1', name: 'Mail', type: 'smtp' }
const web = { id: 'c2', name: 'Web', type: 'http' }

const problems = (document: FlowDocument) =>
  deriveProblems(document, { connectors: [mail, web], userAttributes: ['plan'] }).map(
    ({ severity, stepId, path, message }) => `${severity} ${stepId} ${path.join('.')}: ${message}`,
  )

describe('an action that reads a secret field', () => {
  it('is fine after a screen that has it', () => {
    expect(problems(flow(screen(email, password), action('sign-in-password', {})))).toEqual([])
  })

  it('needs a screen with it before', () => {
    expect(problems(flow(screen(email), action('sign-in-password', {})))).toEqual([
      'error act settings.passwordField: No screen before this step has a password field named “password”. Add one, or choose another field.',
    ])
  })

  it('refuses a field that would be stored', () => {
    const open = { type: 'text-input', name: 'password', label: 'Password' } as const
    expect(problems(flow(screen(email, open), action('sign-up-password', {})))[0]).toMatch(/would be stored/)
  })
})

describe('a code by mail', () => {
  const code = { type: 'password', name: 'code', label: 'Code' } as const
  const send = (settings: Partial<SettingsOf<'sign-up-or-in-otp-email'>>) =>
    problems(flow(screen(email, code), action('sign-up-or-in-otp-email', settings)))

  it('is sent by a connector that sends mail', () => {
    expect(send({ connector: 'c1' })).toEqual([])
    expect(send({ connector: 'c2' })[0]).toMatch(/^error act settings.connector: Web cannot send mail/)
    expect(send({ connector: 'gone' })[0]).toMatch(/^error act settings.connector: This connector is not/)
  })

  it('may be shown in the runner alone, with a warning', () => {
    expect(send({})).toEqual([expect.stringMatching(/^warning act settings.connector: No mail connector/)])
  })

  it('must be in the mail', () => {
    expect(send({ connector: 'c1', text: 'Hello' })[0]).toMatch(/^error act settings.text: Write the code/)
  })
})

describe('custom claims', () => {
  const claims = (settings: SettingsOf<'custom-claims'>) =>
    problems(flow(screen(email), action('custom-claims', settings)))

  it('have names of their own, values of a length, and no more than a hundred', () => {
    const row = (key: string, value = 'x') => ({ key, type: 'string' as const, value })
    expect(claims({ mode: 'rows', claims: [row('plan', '{{form.email}}')] })).toEqual([])
    expect(claims({ mode: 'rows', claims: [row('sub')] })[0]).toMatch(/settings.claims.0.key: "sub" is set by Patchbay/)
    expect(claims({ mode: 'rows', claims: [row('x'.repeat(61))] })[0]).toMatch(/at most 60/)
    expect(claims({ mode: 'rows', claims: [row('plan', 'x'.repeat(501))] })[0]).toMatch(/claims.0.value: .*500/)
    const many = Array.from({ length: 101 }, (_, at) => row(`c${at}`))
    expect(claims({ mode: 'rows', claims: many })[0]).toMatch(/at most 100/)
  })

  it('are an object when they are JSON', () => {
    expect(claims({ mode: 'json', claims: { plan: '{{form.email}}' } })).toEqual([])
    expect(claims({ mode: 'json', claims: [] })[0]).toMatch(/Write an object/)
    expect(claims({ mode: 'json', claims: { iss: 'x' } })[0]).toMatch(/settings.claims.iss: "iss" is set/)
    expect(claims({ mode: 'json', claims: { plan: '{{' } })[0]).toMatch(/settings.claims.plan: This dynamic value/)
  })
})

it('says once that a value to set has no path', () => {
  const value = { key: '', type: 'string', value: 'a' } as const
  const told = (values: SettingsOf<'set-value'>['values']) =>
    problems(flow(screen(email), action('set-value', { values }))).filter((problem) => problem.startsWith('error act'))
  const missing = (index: number) =>
    `error act settings.values.${index}.key: Give the path that gets the value, for example values.plan.`
  expect(told([value])).toEqual([missing(0)])
  expect(told([value, { ...value, key: ' ' }, value])).toEqual([missing(0), missing(1), missing(2)])
})

it('refuses properties that no user has', () => {
  const update = (key: string) =>
    problems(flow(screen(email), action('update-user-properties', { properties: [{ key, value: 'x' }] }))).filter(
      (problem) => problem.startsWith('error'),
    )
  expect([update('name'), update('customAttributes.plan')]).toEqual([[], []])
  expect(update('userId')[0]).toMatch(/settings.properties.0.key: Choose a property/)
  expect(update('customAttributes.')[0]).toMatch(/settings.properties.0.key/)
})

it('warns of a custom attribute that users do not have', () => {
  const properties = [
    { key: 'customAttributes.plan', value: 'x' },
    { key: 'customAttributes.plam', value: 'x' },
  ]
  const load = action('load-user', { loginId: '{{form.email}}' }, 'act')
  const steps = flow(screen(email), action('update-user-properties', { properties })).steps
  const document = {
    ...emptyFlow('f', 'F', 'interactive'),
    steps: { ...steps, ask: { ...screen(email), next: { go: 'load' } }, load },
  }
  expect(problems(document)).toEqual([
    'warning act settings.properties.1.key: Users have no attribute named plam. Check the name, or create it on the page Users.',
  ])
})

it('warns of an action on a user whom no step before it gives', () => {
  const document = flow(screen(email), action('add-user-to-tenant', { tenantId: 'acme' }))
  expect(problems(document)).toEqual([expect.stringMatching(/^warning act : No step before this one signs a user in/)])
  const load = action('load-user', { loginId: '{{form.email}}' }, 'act')
  const loaded = { ...document, steps: { ...document.steps, ask: { ...screen(email), next: { go: 'load' } }, load } }
  expect(problems(loaded)).toEqual([])
})

it('later steps can read what actions write', () => {
  const document = flow(screen(email, password), action('sign-in-password', {}))
  const paths = derivePaths(document, 'done').map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['user.userId', 'user.email', 'user.customAttributes', 'user.roleNames']),
  )
})
