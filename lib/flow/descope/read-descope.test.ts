import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromFile } from '../file'
import { deriveProblems } from '../problems'
import { isDescopeExport, readDescope } from './read-descope'
import { apiExport, consoleExport, sdkExport } from './testing/exports'

function read(value: unknown) {
  const result = readDescope(value)
  if (!result.ok) throw new Error(result.errors[0]?.message)
  return result
}

describe('an export of Descope', () => {
  test.each([
    ['the API', apiExport],
    ['the console', consoleExport],
    ['the SDKs', sdkExport],
  ])('of %s is the same flow', (_form, given) => {
    expect(isDescopeExport(given)).toBe(true)
    expect(read(given)).toEqual(read(apiExport))
  })

  test('keeps screens, actions, conditions and connectors with their edges and places', () => {
    const { file } = read(apiExport)
    expect(file).toMatchObject({ id: 'sign-in', name: 'Sign in', description: 'With a password', kind: 'interactive' })
    expect(file.layout).toMatchObject({ start: [0, 0], welcome: [240, 12], end: [1200, 0] })
    expect(file.steps.start).toMatchObject({ next: { default: 'welcome' } })
    expect(file.steps.welcome).toMatchObject({
      kind: 'screen',
      components: [
        { type: 'heading', text: 'Welcome back' },
        { type: 'text-input', name: 'externalId', label: 'Login', required: true },
        { type: 'password', name: 'password', label: 'Password', required: true },
        { type: 'button', id: 'go', text: 'Sign in' },
        { type: 'error' },
      ],
      next: { go: 'sign-in-password' },
    })
    expect(file.steps['sign-in-password']).toMatchObject({
      action: 'sign-in-password',
      settings: { loginId: '{{form.externalId}}', passwordField: 'password' },
      errorHandling: { actionExecution: { mode: 'custom' } },
      next: { success: 'which-plan', actionExecution: 'welcome' },
    })
    expect(file.steps['ask-the-crm']).toMatchObject({
      kind: 'connector',
      connector: 'Acme CRM',
      action: 'POST',
      endpoint: '/customers/{{user.email}}',
      payload: { type: 'json', value: { email: '{{user.email}}' } },
      errorHandling: { httpError: { mode: 'custom' } },
      next: { success: 'end', httpError: 'welcome' },
    })
    expect(fromFile(file, [{ id: 'c1', name: 'Acme CRM' }]).ok).toBe(true)
  })

  test('says what became of each step, and what of it was left out', () => {
    const { report } = read(apiExport)
    const of = (stepId: string) => report.entries.find((entry) => entry.stepId === stepId)
    expect(report.entries.map(({ stepId, mapping }) => [stepId, mapping])).toEqual([
      ['welcome', 'partly'],
      ['sign-in-password', 'partly'],
      ['which-plan', 'partly'],
      ['passkey', 'placeholder'],
      ['ask-the-crm', 'partly'],
      ['end', 'mapped'],
    ])
    expect(of('welcome')?.notes.join()).toContain('Google')
    expect(of('which-plan')?.notes.join()).toContain('riskInfo.botDetected')
    expect(of('ask-the-crm')?.notes.join()).toContain('mystery')
    expect(JSON.stringify(report)).not.toContain('hush')
  })

  test('names ways on and fields that it could not read', () => {
    const contents = { ROOT: { type: { resolvedName: 'Container' }, nodes: [], props: {} } }
    const { report } = read({
      contents: {
        tasks: {
          '1': { type: 'screen', name: 'Ask', screenId: 'S', next: { submit: '2' } },
          '2': { type: 'end', name: 'Done', next: {} },
        },
      },
      screens: [{ id: 'S', contents, inputs: [{ name: 'email' }, { name: 'phone' }] }],
    })
    const [ask, done] = report.entries
    expect(ask).toMatchObject({ mapping: 'partly' })
    expect(ask?.notes.join()).toMatch(/email, phone.*Connect it anew/)
    expect(done?.notes.join()).not.toContain('Connect it anew')
  })

  test('lets nobody past what it could not map: the flow cannot be published until that is replaced', () => {
    const { file } = read(apiExport)
    expect(file.steps.passkey).toMatchObject({ name: 'Not imported: Passkey', next: { success: 'ask-the-crm' } })
    const problems = deriveProblems(file, { connectors: [{ id: 'Acme CRM', name: 'Acme CRM', type: 'http' }] })
    const blocked = new Set(problems.flatMap(({ severity, stepId }) => (severity === 'error' ? [stepId] : [])))
    expect([...blocked].sort()).toEqual(['passkey', 'which-plan'])
  })

  test('never makes a sign-in that also signs up of one that does not', () => {
    const task = (action: string) => ({ type: 'automated', action, name: 'It', next: { rules: [] } })
    const actionOf = (action: string) => read({ contents: { tasks: { '1': task(action) } } }).file.steps.it
    expect(actionOf('password-sign-in')).toMatchObject({ action: 'sign-in-password' })
    expect(actionOf('otp-sign-in-email')).toMatchObject({ kind: 'end', result: 'failure' })
    expect(actionOf('sign-in-otp-email')).toMatchObject({ kind: 'end', result: 'failure' })
  })

  test('refuses what has no steps, by its reason', () => {
    for (const value of [null, 1, 'x', [], {}, { contents: {} }, { flow: { dsl: {} } }])
      expect(readDescope(value)).toMatchObject({
        ok: false,
        errors: [{ message: expect.stringContaining('no tasks') }],
      })
    expect(readDescope({ contents: { tasks: {} } })).toMatchObject({ ok: false })
    expect(isDescopeExport({ format: 'patchbay/flow@1', tasks: {} })).toBe(false)
  })
})

const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'next',
  '',
  'start',
  'ELSE',
  '1.end',
  '1',
  '😀'.slice(0, 1),
)
const word = fc.oneof(odd, fc.string({ maxLength: 12 }))
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word)
const rules = fc.record({ rules: fc.array(fc.record({ interactionId: word, taskId: word }), { maxLength: 4 }) })
const nodes = fc.dictionary(
  fc.constantFrom('ROOT', 'a', 'b', 'c'),
  fc.record({
    nodes: fc.array(fc.constantFrom('ROOT', 'a', 'b', 'c')),
    type: fc.record({ resolvedName: fc.constantFrom('Text', 'Button', 'Password', 'Code', 'Link', 'Select', 'Odd') }),
    props: fc.dictionary(fc.constantFrom('children', 'name', 'label', 'href', 'data', 'digits', 'required'), anything),
  }),
)
const task = fc.oneof(
  anything,
  fc.record(
    {
      type: fc.oneof(fc.constantFrom('screen', 'condition', 'automated', 'flow', 'end'), word),
      action: fc.oneof(
        fc.constantFrom(
          'password-sign-in-v2',
          'custom-claims',
          'update-user',
          'create-tenant',
          'connector',
          'logged-in',
        ),
        word,
      ),
      name: word,
      arguments: fc.dictionary(word, fc.oneof(anything, fc.record({ type: word, value: anything }))),
      conditions: fc.array(
        fc.record({
          interactionId: word,
          name: word,
          atomicConditions: fc.array(fc.record({ operator: word, target: anything, predicate: anything }), {
            maxLength: 3,
          }),
        }),
        { maxLength: 3 },
      ),
      errorHandlingV2: fc.dictionary(
        word,
        fc.record({ errorHandlingType: fc.constantFrom('custom', 'ignore', 'automatic') }),
      ),
      htmlTemplate: fc.oneof(nodes, anything),
      next: fc.oneof(rules, anything),
      view: fc.record({ x: fc.double(), y: fc.double() }),
    },
    { requiredKeys: [] },
  ),
)

describe('any JSON', () => {
  const check = (value: unknown) => {
    const result = readDescope(value)
    if (!result.ok) {
      expect(result.errors[0]?.message).not.toContain('cannot be read')
      return
    }
    const { file, report } = result
    expect(
      fromFile(
        file,
        [...new Set(Object.values(file.steps))].flatMap((step) =>
          step.kind === 'connector'
            ? [{ id: 'c', name: step.connector }]
            : 'settings' in step && 'connector' in step.settings
              ? [{ id: 'c', name: step.settings.connector }]
              : [],
        ),
      ).ok,
    ).toBe(true)
    // Every step but Start is told of, and every edge leads to a step.
    expect(report.entries.map(({ stepId }) => stepId).sort()).toEqual(
      Object.keys(file.steps)
        .filter((id) => id !== 'start')
        .sort(),
    )
    for (const step of Object.values(file.steps))
      for (const to of Object.values(step.next)) expect(Object.hasOwn(file.steps, to)).toBe(true)
  }

  test('is a flow with a report, or a clear refusal', () => {
    fc.assert(fc.property(anything, check), { numRuns: 300 })
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(odd, fc.constantFrom('0', '2', '3')), task), (tasks) =>
        check({ contents: { tasks, startTask: '1' } }),
      ),
      { numRuns: 600 },
    )
  })

  test('takes bounded time, however large', () => {
    const tasks = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, at) => [String(at), { type: 'screen', name: 'Same' }]),
    )
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, at) => [
        `n${at}`,
        { nodes: [`n${at + 1}`], type: 'Text', props: { children: 'x' } },
      ]),
    )
    const begun = performance.now()
    expect(readDescope({ contents: { tasks } }).ok).toBe(true)
    expect(readDescope({ contents: { tasks: { '1': { type: 'screen', htmlTemplate: many } } } }).ok).toBe(true)
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})
