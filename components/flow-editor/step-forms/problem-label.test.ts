import { describe, expect, test } from 'vitest'
import { createActionStep } from '@/lib/steps/action/types/registry'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { problemLabel } from './problem-label'

const screen: Step = {
  ...stepDefinitions.screen.create(),
  kind: 'screen',
  name: 'Ask',
  next: {},
  components: [
    { type: 'heading', text: '' },
    { type: 'select', name: '', label: 'Plan', options: [{ value: '', label: '' }] },
    { type: 'button', id: '1', text: 'Go on' },
  ],
}
const condition: Step = {
  kind: 'condition',
  name: 'Check',
  next: {},
  branches: [{ id: 'b', name: 'Paid', when: { all: [{ any: [{ key: '', operator: 'equal', value: '' }] }] } }],
}
const end: Step = {
  kind: 'end',
  name: 'Done',
  next: {},
  result: 'success',
  outputs: [{ key: 'plan', type: 'string', value: '' }],
  returnTokenWithoutUser: false,
}

describe('the label of a problem', () => {
  test.each<[Step, (string | number)[], string | null]>([
    [stepDefinitions.connector.create(), ['contextKey'], 'Context key'],
    [stepDefinitions.connector.create(), ['payload', 'value', 'a'], 'Payload'],
    [stepDefinitions.connector.create(), ['errorHandling', 'httpError', 'text'], 'Error text for Generic HTTP Error'],
    [stepDefinitions.connector.create(), ['next', 'success'], null],
    [stepDefinitions.connector.create(), ['name'], 'Step name'],
    [screen, ['components', 0, 'text'], 'Text of component 1'],
    [screen, ['components', 1, 'name'], 'Name of \u201cPlan\u201d'],
    [screen, ['components', 1, 'options', 0, 'value'], 'Value of option 1 of \u201cPlan\u201d'],
    [screen, ['components', 2, 'id'], 'Id of \u201cGo on\u201d'],
    [screen, ['components'], null],
    [condition, ['branches', 0, 'name'], 'Name of branch 1'],
    [condition, ['branches', 0, 'when', 'all', 0, 'any', 0, 'key'], '\u201cPaid\u201d, key of row 1.1'],
    [condition, ['branches', 0, 'when', 'all'], '\u201cPaid\u201d'],
    [createActionStep('custom-claims'), ['settings', 'claims', 0, 'key'], 'Name of claim 1'],
    [createActionStep('set-value'), ['settings', 'values', 1, 'key'], 'Path of value 2'],
    [createActionStep('generate-audit-event'), ['settings', 'data', 0, 'key'], 'Key of value 1'],
    [end, ['outputs', 0, 'key'], 'Key of output 1'],
    [end, ['outputs', 0, 'value'], 'Value of \u201cplan\u201d'],
  ])('%#', (step, path, label) => {
    expect(problemLabel(step, path)).toBe(label)
  })

  test('is not there for the flow as a whole', () => {
    expect(problemLabel(undefined, ['steps'])).toBeNull()
  })
})
