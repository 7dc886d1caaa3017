import type { SubflowStep } from '../steps/subflow/schema'
import type { FlowDocument } from './schema'
import { findWay, type SubflowFacts } from './subflows'

/** What keeps a step from running its flow. */
export function subflowProblems(
  document: FlowDocument,
  step: SubflowStep,
  flows: readonly SubflowFacts[],
): { path: (string | number)[]; message: string }[] {
  if (step.flow === '') return []
  const at = (path: string, message: string) => [{ path: [path], message }]
  if (step.flow === document.id)
    return at(
      'flow',
      `The step “${step.name}” runs the flow that it is in, which would never end. Choose another flow.`,
    )
  const facts = new Map(flows.map((flow) => [flow.id, flow]))
  const flow = facts.get(step.flow)
  if (!flow) return at('flow', 'This flow is not in the project. Choose another one.')
  const way = findWay(facts, flow.id, document.id)
  if (way)
    return at(
      'flow',
      `The steps “${[step.name, ...way].join('”, “')}” run one another in a circle, which would never end. Choose another flow in one of them.`,
    )
  return [
    ...(flow.published ? [] : at('flow', `${flow.name} is not published. Publish it first.`)),
    ...(flow.disabled ? at('flow', `${flow.name} is disabled. Enable it, or choose another flow.`) : []),
    ...(document.kind === 'management' && flow.hasScreens
      ? at('flow', `${flow.name} shows screens, which a management flow cannot. Choose a flow without screens.`)
      : []),
    ...(sameExits(step, flow)
      ? []
      : at('exits', `${flow.name} has other ends than this step knows. Press “Update ports” in the step.`)),
  ]
}

/** Whether a step knows the ends that its flow has. */
export function sameExits(step: Pick<SubflowStep, 'exits'>, flow: Pick<SubflowFacts, 'exits'>): boolean {
  const keys = ({ exits }: Pick<SubflowFacts, 'exits'>) =>
    exits.map(({ id, name, result }) => JSON.stringify([id, name, result])).sort()
  return JSON.stringify(keys(step)) === JSON.stringify(keys(flow))
}
