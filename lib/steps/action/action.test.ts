import { describe, expect, it } from 'vitest'
import type { EffectResult } from '../../language/outcome'
import { getPath } from '../../language/path'
import { errorEventTexts } from '../error-handling'
import type { StepEnvironment } from '../executor'
import { actionDefinition } from './definition'
import { actionEvents } from './events'
import { actionExecutor } from './execute'
import { type ActionStep, actionStepSchema, type SettingsOf } from './schema'
import { createActionStep, listActions } from './types/registry'

type Values = SettingsOf<'set-value'>['values']

type SetValueStep = Extract<ActionStep, { action: 'set-value' }>

function setValue(values: Values, changes: Partial<Pick<SetValueStep, 'errorHandling' | 'next'>> = {}): ActionStep {
  const step = createActionStep('set-value')
  return step.action === 'set-value' ? { ...step, settings: { values }, ...changes } : step
}

function environment(context: EffectResult['value'], missing: string[] = []): StepEnvironment {
  return { scope: { read: (path) => getPath(context, path) }, onMissing: (source) => missing.push(source) }
}

const entered = { type: 'entered' as const, error: null }
const problems = (step: ActionStep) =>
  actionDefinition.publishableSchema
    .safeParse(step)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('an action step', () => {
  it.each(listActions())('%s begins as a step with ports and a summary', (name) => {
    const step = createActionStep(name)
    expect(step).toMatchObject({ kind: 'action', action: name })
    expect(actionDefinition.ports(step).map(({ id }) => id)).toEqual(['success'])
    const [event] = actionEvents(step)
    const custom = actionStepSchema.parse({ ...step, errorHandling: { [event]: { mode: 'custom' } } })
    expect(actionDefinition.ports(custom)[1]).toEqual({ id: event, label: errorEventTexts[event].label, error: true })
  })

  it('checks its own fields and those of its action', () => {
    const step = setValue([{ key: '', type: 'string', value: '{{' }], {
      errorHandling: { actionExecution: { mode: 'automatic', text: '{{' } },
    })
    expect(problems({ ...step, name: '' }).map((problem) => problem.split(':')[0])).toEqual([
      'name',
      'errorHandling.actionExecution.text',
      'settings.values.0.key',
      'settings.values.0.value',
    ])
  })
})

describe('Set Value', () => {
  it('sets each value in its type and tells what it set', () => {
    const run = actionExecutor.compile(
      setValue([
        { key: 'values.count', type: 'number', value: '{{form.count}}' },
        { key: 'form.greeting', type: 'string', value: 'Hello {{form.name}}' },
        { key: 'client.all', type: 'json', value: '{"list": "{{form.list}}"}' },
      ]),
    )
    const outcome = run(entered, environment({ form: { count: '3', name: 'Ada', list: [1, 2] } }))
    expect(outcome).toEqual({
      type: 'next',
      port: 'success',
      patch: [
        { path: ['values', 'count'], value: 3 },
        { path: ['form', 'greeting'], value: 'Hello Ada' },
        { path: ['client', 'all'], value: { list: [1, 2] } },
      ],
      log: {
        type: 'action',
        action: 'set-value',
        inputs: { 'values.count': 3, 'form.greeting': 'Hello Ada', 'client.all': { list: [1, 2] } },
        result: {},
        failure: null,
      },
    })
  })

  it('tells what had no value', () => {
    const missing: string[] = []
    const run = actionExecutor.compile(setValue([{ key: 'values.a', type: 'json', value: '{{form.gone}}' }]))
    expect(run(entered, environment({}, missing))).toMatchObject({ patch: [{ value: null }] })
    expect(missing).toEqual(['form.gone'])
  })

  it.each(['user.name', 'jwtClaims.admin', 'execution.id', 'values', 'a b', 'values[0]', '__proto__.x'])(
    'refuses the path %s, at publish and when it runs',
    (key) => {
      const step = setValue([{ key, type: 'string', value: 'x' }])
      expect(problems(step)).toHaveLength(1)
      expect(actionExecutor.compile(step)(entered, environment({}))).toMatchObject({ patch: [] })
    },
  )

  it('refuses one path twice', () => {
    const twice = { key: 'values.a', type: 'string' as const, value: 'x' }
    expect(problems(setValue([twice, twice]))).toEqual([
      'settings.values.1.key: "values.a" is there twice. Rename one.',
    ])
  })

  it('gives later steps its paths', () => {
    expect(actionDefinition.writes(setValue([{ key: 'values.a', type: 'json', value: '{}' }]))).toEqual([
      { path: 'values.a', open: true },
    ])
  })
})
