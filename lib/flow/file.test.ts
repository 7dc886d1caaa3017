import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createActionStep, listActions } from '../steps/action/types/registry'
import { listConnectorIds } from './connector-ids'
import { fromFile, listConnectorNames, toFile, toFileText } from './file'
import { emptyFlow, FLOW_FORMAT, type FlowDocument, flowDocumentSchema } from './schema'

const connectors = [
  { id: 'c1', name: 'Acme CRM' },
  { id: 'c2', name: 'Mail "quoted" / \u00fc' },
]

const shortText = fc.string({ maxLength: 12 })
const stepId = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'))
const next = fc.dictionary(fc.constantFrom('success', 'httpError', 'default', 'else', 'b1', 'go'), stepId)
const base = { name: shortText, next }
const optional = { requiredKeys: [] as never[] }

const row = fc.record(
  { key: shortText, operator: fc.constantFrom('equal', 'empty', 'in'), value: json },
  { requiredKeys: ['key', 'operator'] },
)
const { group } = fc.letrec((tie) => ({
  item: fc.oneof({ depthSize: 'small', withCrossShrink: true }, row, tie('group')),
  group: fc.oneof(
    fc.record({ all: fc.array(tie('item'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('item'), { maxLength: 3 }) }),
  ),
}))

const component = fc.oneof(
  fc.record({ type: fc.constant('heading'), text: shortText }),
  fc
    .tuple(
      fc.record({ type: fc.constant('email'), name: shortText, label: shortText }),
      fc.record({ required: fc.boolean(), pattern: shortText, default: shortText }, optional),
    )
    .map(([fixed, free]) => ({ ...free, ...fixed })),
  fc.record({
    type: fc.constant('select'),
    options: fc.array(fc.record({ label: shortText, value: shortText }), { maxLength: 2 }),
    label: shortText,
    name: shortText,
  }),
  fc.record({ type: fc.constant('button'), id: shortText, text: shortText }),
)

const handling = fc.oneof(
  fc.record({ mode: fc.constant('automatic'), text: shortText }, { requiredKeys: ['mode'] }),
  fc.record({ mode: fc.constantFrom('custom', 'ignore') }),
)

const payload = fc.oneof(
  fc.record({ type: fc.constant('json'), value: json }),
  fc.record({ type: fc.constant('form'), value: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), shortText) }),
  fc.record({ type: fc.constant('text'), value: shortText }),
)

const step = fc.oneof(
  fc.record({ kind: fc.constant('start'), next }),
  fc.record({ kind: fc.constant('screen'), ...base, components: fc.array(component, { maxLength: 4 }) }),
  fc.record(
    {
      kind: fc.constant('connector'),
      ...base,
      connector: fc.constantFrom('', 'c1', 'c2'),
      action: fc.constantFrom('GET', 'POST'),
      endpoint: shortText,
      payload,
      timeoutSeconds: fc.integer(),
      async: fc.boolean(),
      contextKey: shortText,
      errorHandling: fc.record({ connectorExecution: handling, httpError: handling }),
    },
    { requiredKeys: ['kind', 'name', 'next', 'connector', 'action', 'endpoint', 'contextKey', 'errorHandling'] },
  ),
  fc.record({
    kind: fc.constant('condition'),
    ...base,
    branches: fc.array(fc.record({ id: stepId, name: shortText, when: group }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('action'),
    ...base,
    action: fc.constant('set-value'),
    settings: fc.record({
      values: fc.array(fc.record({ value: json, type: fc.constantFrom('string', 'json'), key: shortText }), {
        maxLength: 3,
      }),
    }),
    errorHandling: fc.record({ actionExecution: handling }),
  }),
  fc.record({
    kind: fc.constant('end'),
    ...base,
    result: fc.constantFrom('success', 'failure'),
    outputs: fc.array(fc.record({ key: shortText, type: fc.constantFrom('string', 'json'), value: json }), {
      maxLength: 3,
    }),
    returnTokenWithoutUser: fc.boolean(),
  }),
)

const documents = fc
  .record(
    {
      format: fc.constant(FLOW_FORMAT),
      id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/),
      name: fc.stringMatching(/^[A-Z][a-z ]{0,10}[a-z]$/),
      description: shortText,
      kind: fc.constantFrom('interactive', 'management'),
      steps: fc.dictionary(stepId, step, { maxKeys: 8 }),
      layout: fc.dictionary(stepId, fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))),
    },
    { requiredKeys: ['format', 'id', 'name', 'kind', 'steps', 'layout'] },
  )
  // As JSON has it: -0 is 0, and objects have the ordinary prototype.
  .map((document): unknown => JSON.parse(JSON.stringify(document)))

describe('every action', () => {
  const flowOf = (settings: object, action: string): FlowDocument => {
    const step = { ...createActionStep('set-value'), action, settings }
    return flowDocumentSchema.parse({ ...emptyFlow('f', 'Flow', 'interactive'), steps: { act: step } })
  }

  it.each(listActions())('%s reads back from its file', (name) => {
    const document = { ...emptyFlow('f', 'Flow', 'interactive'), steps: { act: createActionStep(name) } }
    expect(fromFile(JSON.parse(toFileText(toFile(document, connectors))), connectors)).toEqual({ ok: true, document })
  })

  it('that sends mail names its connector by name', () => {
    const settings = { loginId: '{{form.email}}', connector: 'c1', subject: 'Code', text: '{{otp.code}}' }
    const document = flowOf(settings, 'sign-up-or-in-otp-email')
    const file = toFile(document, connectors)
    expect(file.steps.act).toMatchObject({ settings: { connector: 'Acme CRM' } })
    expect(listConnectorNames(file)).toEqual(['Acme CRM'])
    expect(listConnectorIds(document)).toEqual(['c1'])
    expect(fromFile(file, connectors)).toEqual({ ok: true, document })
    expect(fromFile(file, [])).toMatchObject({ ok: false, errors: [{ path: 'steps.act.settings.connector' }] })
  })

  it('refuses unknown settings with their path', () => {
    const settings = { loginId: 'x', passwordField: 'p', sureName: 'y' }
    const step = { ...createActionStep('sign-in-password'), settings }
    expect(fromFile({ ...emptyFlow('f', 'Flow', 'interactive'), steps: { act: step } }, connectors)).toMatchObject({
      errors: [{ path: 'steps.act.settings.sureName' }],
    })
  })
})

describe('a flow file', () => {
  it('reads back as the document it was written from, through text', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const read = fromDatabase(document)
        const file: unknown = JSON.parse(toFileText(toFile(read, connectors)))
        expect(fromFile(file, connectors)).toEqual({ ok: true, document: read })
      }),
      { numRuns: 300 },
    )
  })

  it('has the same text whatever order the keys of the document are in', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = toFileText(toFile(fromDatabase(document), connectors))
        expect(toFileText(toFile(fromDatabase(reverseKeys(document)), connectors))).toBe(text)
      }),
    )
  })

  it('lists steps as a reader meets them, next last and positions at the end', () => {
    const document: FlowDocument = {
      layout: { start: [0, 0], zed: [1, 1] },
      steps: {
        alone: end('Alone'),
        done: end('Done'),
        zed: {
          next: { httpError: 'done', success: 'alone2' },
          kind: 'connector',
          errorHandling: { connectorExecution: { mode: 'automatic' }, httpError: { mode: 'custom' } },
          contextKey: 'crm',
          endpoint: '/',
          action: 'GET',
          connector: 'c1',
          name: 'Find',
        },
        alone2: end('Next'),
        start: { next: { default: 'zed' }, kind: 'start' },
      },
      kind: 'interactive',
      name: 'Look up',
      id: 'look-up',
      format: FLOW_FORMAT,
    }
    const file = toFile(document, connectors)
    expect(Object.keys(file)).toEqual(['format', 'id', 'name', 'kind', 'steps', 'layout'])
    expect(Object.keys(file.steps)).toEqual(['start', 'zed', 'alone2', 'done', 'alone'])
    const zed = file.steps.zed
    expect(Object.keys(zed ?? {})).toEqual([
      'kind',
      'name',
      'connector',
      'action',
      'endpoint',
      'contextKey',
      'errorHandling',
      'next',
    ])
    expect(zed).toMatchObject({ connector: 'Acme CRM' })
    expect(Object.keys(zed?.next ?? {})).toEqual(['success', 'httpError'])
  })
})

describe('a file that is not a flow', () => {
  const flow = emptyFlow('a', 'A', 'interactive')
  const errorsOf = (file: unknown) => {
    const read = fromFile(file, connectors)
    return read.ok ? [] : read.errors
  }

  it.each([
    ['an unknown key', { ...flow, colour: 'red' }, 'colour'],
    [
      'an unknown key of a step',
      { ...flow, steps: { start: { kind: 'start', next: {}, colour: 1 } } },
      'steps.start.colour',
    ],
    ['an unknown kind', { ...flow, steps: { start: { kind: 'teleport', next: {} } } }, 'steps.start.kind'],
    ['another format', { ...flow, format: 'patchbay/flow@9' }, 'format'],
    [
      'a key in a condition',
      withCondition({ all: [{ key: 'a', operator: 'equal', colour: 1 }] }),
      'steps.c.branches[0].when.all[0].colour',
    ],
    [
      'an operator',
      withCondition({ all: [{ any: [{ key: 'a', operator: 'same' }] }] }),
      'steps.c.branches[0].when.all[0].any[0].operator',
    ],
    ['a group of the wrong kind', withCondition({ none: [] }), 'steps.c.branches[0].when.all'],
    [
      'a component',
      { ...flow, steps: { s: { kind: 'screen', name: '', next: {}, components: [{ type: 'error', x: 1 }] } } },
      'steps.s.components[0].x',
    ],
    ['text', 'flow', ''],
    ['nothing', null, ''],
  ])('names the place of %s', (_what, file, path) => {
    expect(errorsOf(file).map((error) => error.path)).toContain(path)
  })

  it('says in plain words what is missing or of another kind', () => {
    const script = { kind: 'scriptlet', name: 'S', code: '', contextKey: 's', next: {} }
    const errorHandling = { scriptExecution: { mode: 'sometimes' } }
    expect(errorsOf({ ...flow, kind: 5, steps: { s: { ...script, name: null, errorHandling } } })).toEqual([
      { path: 'kind', message: 'Use one of: interactive, management.' },
      { path: 'steps.s.name', message: 'Give a text, not null.' },
      { path: 'steps.s.arguments', message: 'This is missing. Give a list.' },
      { path: 'steps.s.errorHandling.scriptExecution.mode', message: 'Use one of: automatic, custom, ignore.' },
    ])
  })

  it('says what to do about a connector that the project does not have', () => {
    const file = toFile(
      { ...flow, steps: { ...flow.steps, call: { ...connectorStep(), connector: 'c1' } } },
      connectors,
    )
    expect(fromFile(file, [])).toEqual({
      ok: false,
      errors: [
        {
          path: 'steps.call.connector',
          message:
            'The project has no connector named \u201cAcme CRM\u201d. Create one with this name, or change the name in the file.',
        },
      ],
    })
  })

  it('refuses a key that would be lost', () => {
    const file: unknown = JSON.parse(JSON.stringify(flow).replace('"layout"', '"__proto__":1,"layout"'))
    expect(errorsOf(file)).toEqual([{ path: '__proto__', message: 'A key may not be named __proto__.' }])
  })

  it('never throws, whatever JSON it gets', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fromFile(value, connectors).ok).toBe(false)
      }),
    )
  })

  function withCondition(when: unknown) {
    return {
      ...flow,
      steps: { c: { kind: 'condition', name: 'C', next: {}, branches: [{ id: 'b', name: 'B', when }] } },
    }
  }
})

function end(name: string): FlowDocument['steps'][string] {
  return { kind: 'end', name, next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false }
}

function connectorStep() {
  return {
    kind: 'connector' as const,
    name: 'Call',
    next: {},
    connector: '',
    action: 'GET',
    endpoint: '/',
    contextKey: 'call',
    errorHandling: { httpError: { mode: 'automatic' as const }, connectorExecution: { mode: 'automatic' as const } },
  }
}

function fromDatabase(value: unknown): FlowDocument {
  const read = fromFile(
    value,
    connectors.map(({ id }) => ({ id, name: id })),
  )
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  return read.document
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverseKeys(member)]),
  )
}
