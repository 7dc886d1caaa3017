import type { Exit } from '../steps/subflow/schema'
import { type FlowDocument, type FlowKind, findStartId } from './schema'

/** A flow that another one may run, as the checks and the editor know it: by its live version, else by its draft. */
export interface SubflowFacts {
  id: string
  name: string
  kind: FlowKind
  published: boolean
  disabled: boolean
  hasScreens: boolean
  exits: Exit[]
  /** The flows that it runs, with the steps that do. */
  calls: { stepName: string; flowId: string }[]
}

/** The flows that a document runs, each once. */
export function listSubflowIds({ steps }: Pick<FlowDocument, 'steps'>): string[] {
  const ids = Object.values(steps).flatMap((step) => (step.kind === 'subflow' && step.flow !== '' ? [step.flow] : []))
  return [...new Set(ids)].sort()
}

/** The facts that lie in a document. */
export function readFacts(
  document: FlowDocument,
): Pick<SubflowFacts, 'name' | 'kind' | 'hasScreens' | 'exits' | 'calls'> {
  const steps = Object.entries(document.steps)
  return {
    name: document.name,
    kind: document.kind,
    hasScreens: steps.some(([, step]) => step.kind === 'screen'),
    exits: steps.flatMap(([id, step]) => (step.kind === 'end' ? [{ id, name: step.name, result: step.result }] : [])),
    calls: steps.flatMap(([, step]) =>
      step.kind === 'subflow' && step.flow !== '' ? [{ stepName: step.name, flowId: step.flow }] : [],
    ),
  }
}

/** Whether a flow can be run as it is. */
export function canRun(document: FlowDocument): boolean {
  return findStartId(document) !== null
}

/**
 * The way by which a flow comes to run another, as the steps that do: `Sign in, Ask again`. Null when it never does.
 * @param facts of every flow that can be reached
 */
export function findWay(facts: ReadonlyMap<string, SubflowFacts>, from: string, to: string): string[] | null {
  const ways = new Map<string, string[]>([[from, []]])
  for (const [flowId, way] of ways) {
    for (const { stepName, flowId: next } of facts.get(flowId)?.calls ?? []) {
      const longer = [...way, `${stepName} of ${facts.get(flowId)?.name ?? flowId}`]
      if (next === to) return longer
      if (!ways.has(next)) ways.set(next, longer)
    }
  }
  return null
}
