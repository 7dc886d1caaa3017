import { describe, expect, test } from 'vitest'
import { stepDefinitions } from '../steps/definitions'
import type { Step } from '../steps/schemas'
import { deriveProblems } from './problems'
import { emptyFlow, type FlowDocument } from './schema'

const surroundings = { connectors: [{ id: 'c1', name: 'Acme', type: 'http' }] }
const withSteps = (steps: Record<string, Step>): FlowDocument => ({ ...emptyFlow('f', 'F', 'interactive'), steps })
const end = stepDefinitions.end.create()
const connector = {
  ...stepDefinitions.connector.create(),
  connector: 'c1',
  contextKey: 'crm',
  next: { success: 'end' },
}
const good = withSteps({ start: { kind: 'start', next: { default: 'crm' } }, crm: connector, end })
const messages = (document: FlowDocument, severity?: string) =>
  deriveProblems(document, surroundings)
    .filter((problem) => !severity || problem.severity === severity)
    .map((problem) => `${problem.stepId ?? 'flow'} ${problem.path.join('.')}: ${problem.message}`)

describe('problems', () => {
  test('a good flow has none', () => {
    expect(messages(good)).toEqual([])
  })

  test('what is missing is named with its step and field', () => {
    const document = withSteps({
      ...good.steps,
      crm: { ...connector, connector: 'gone', endpoint: 'https://evil/', contextKey: '1x', next: {} },
    })
    const found = messages(document, 'error').join('\n')
    expect(found).toMatch(/crm connector: This connector is not in the project/)
    expect(found).toMatch(/crm endpoint: Give a path below/)
    expect(found).toMatch(/crm contextKey: Use letters/)
    expect(found).toMatch(/crm next\.success: .*leads nowhere/)
    expect(found).toMatch(/end : Nothing leads to this step/)
  })

  test('two steps with one context key are told', () => {
    const document = withSteps({
      ...good.steps,
      crm: { ...connector, next: { success: 'two' } },
      two: { ...connector, name: 'Two' },
    })
    expect(messages(document, 'error')).toEqual([expect.stringMatching(/^two contextKey: .*already uses/)])
  })

  test('an unknown path is a warning, a known one is not', () => {
    const ends = (value: string): Step => ({ ...end, outputs: [{ key: 'a', type: 'string', value }] })
    expect(
      messages(withSteps({ ...good.steps, end: ends('{{connectors.crm.plan}} {{client.x}} {{project.name}}') })),
    ).toEqual([])
    expect(messages(withSteps({ ...good.steps, end: ends('{{connectors.cmr.plan}}') }), 'warning')).toHaveLength(1)
    expect(
      messages(withSteps({ ...good.steps, crm: { ...connector, endpoint: '/{{connectors.crm.id}}' } }), 'warning')[0],
    ).toMatch(/does not come before/)
  })

  test('a condition with a bad pattern or value is refused at the row', () => {
    const condition: Step = {
      kind: 'condition',
      name: 'C',
      branches: [
        {
          id: 'a',
          name: 'A',
          when: {
            all: [
              { key: 'client.x', operator: 'matches', value: '(' },
              { any: [{ key: '', operator: 'greater-than', value: 'ten' }] },
            ],
          },
        },
      ],
      next: { a: 'end', else: 'end' },
    }
    const found = messages(withSteps({ start: { kind: 'start', next: { default: 'c' } }, c: condition, end }), 'error')
    expect(found).toEqual([
      expect.stringMatching(/^c branches\.0\.when\.all\.0\.value: This pattern is not valid/),
      expect.stringMatching(/^c branches\.0\.when\.all\.1\.any\.0\.key: Choose/),
      expect.stringMatching(/^c branches\.0\.when\.all\.1\.any\.0\.value: Give a number/),
    ])
  })

  test('a JSON output is JSON with its dynamic values in quotes, or one dynamic value', () => {
    const ends = (value: string): Step => ({ ...end, outputs: [{ key: 'a', type: 'json', value }] })
    const errors = (value: string) => messages(withSteps({ ...good.steps, end: ends(value) }), 'error')
    expect(errors('{"plan": {{connectors.crm.plan}}}')).toEqual([
      expect.stringMatching(/^end outputs\.0\.value: This is not valid JSON/),
    ])
    expect(errors('{"plan": "{{connectors.crm.plan}}"}')).toEqual([])
    expect(errors(' {{connectors.crm}} ')).toEqual([])
  })

  test('every kind created by the editor has the shape of a draft', () => {
    for (const definition of Object.values(stepDefinitions)) {
      const document = withSteps({ s: definition.create() })
      expect(
        deriveProblems(document, surroundings).every((problem) => !problem.message.includes('Not known here')),
      ).toBe(true)
    }
  })
})
