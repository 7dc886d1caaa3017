import { expect, it } from 'vitest'
import { subflowDefinition } from '../steps/subflow/definition'
import { deriveProblems } from './problems'
import { emptyFlow, type FlowDocument } from './schema'
import type { SubflowFacts } from './subflows'

const exits = [{ id: 'yes', name: 'Yes', result: 'success' as const }]
const facts = (id: string, change: Partial<SubflowFacts> = {}): SubflowFacts => ({
  id,
  name: id,
  kind: 'management',
  published: true,
  disabled: false,
  hasScreens: false,
  exits,
  calls: [],
  ...change,
})

function document(flow = 'child'): FlowDocument {
  return {
    ...emptyFlow('main', 'Main', 'management'),
    steps: {
      start: { kind: 'start', next: { default: 'run' } },
      run: {
        ...subflowDefinition.create(),
        name: 'Check',
        flow,
        exits,
        next: { yes: 'done', subflowExecution: 'done' },
      },
      done: { kind: 'end', name: 'Done', next: {}, result: 'success', outputs: [], returnTokenWithoutUser: false },
    },
  }
}
const messages = (flows: SubflowFacts[], flow?: string) =>
  deriveProblems(document(flow), { connectors: [], flows }).map(({ message }) => message)

it('has nothing against a published flow whose ends the step knows', () => {
  expect(messages([facts('child')])).toEqual([])
})

it('names every step of a circle', () => {
  const calls = (stepName: string, flowId: string) => [{ stepName, flowId }]
  expect(
    messages([facts('child', { calls: calls('Ask', 'other') }), facts('other', { calls: calls('Again', 'main') })]),
  ).toEqual([
    'The steps “Check”, “Ask of child”, “Again of other” run one another in a circle, which would never end. Choose another flow in one of them.',
  ])
  expect(messages([], 'main')).toEqual([expect.stringContaining('runs the flow that it is in')])
})

it('comes to an end when flows that it runs are a circle of their own', () => {
  expect(messages([facts('child', { calls: [{ stepName: 'Self', flowId: 'child' }] })])).toEqual([])
})

it('tells of a flow that cannot be run', () => {
  expect(messages([])).toEqual([expect.stringContaining('not in the project')])
  expect(messages([facts('child', { published: false, disabled: true, hasScreens: true, exits: [] })])).toEqual([
    expect.stringContaining('not published'),
    expect.stringContaining('disabled'),
    expect.stringContaining('shows screens'),
    expect.stringContaining('Update ports'),
  ])
})
