import type { FlowDiff } from '@/lib/flow/diff'
import { listMovedSteps } from '@/lib/flow/diff'
import type { FlowDocument } from '@/lib/flow/schema'
import type { Port } from '@/lib/steps/definition'
import { stepPorts } from '@/lib/steps/definitions'
import type { PortEdge } from '../store/types'
import { toEdges } from '../store/view'

export type StepMark = 'added' | 'removed' | 'changed' | 'moved'
export type EdgeMark = 'added' | 'removed'

/** Two versions of a flow on one canvas: the later one, with what it no longer has. */
export interface ComparedFlow {
  document: FlowDocument
  edges: PortEdge[]
  stepMarks: ReadonlyMap<string, StepMark>
  edgeMarks: ReadonlyMap<string, EdgeMark>
  /** Ports that only the earlier version has, by step. */
  formerPorts: ReadonlyMap<string, readonly Port[]>
}

/** Puts two versions over each other; `diff` is what makes `before` into `after`. */
export function toComparedFlow(before: FlowDocument, after: FlowDocument, diff: FlowDiff): ComparedFlow {
  const removed = diff.removed.map(({ id, step }) => [id, step] as const)
  const moved = listMovedSteps(diff)
  const { kept, gone, fresh } = compareEdges(before, after)
  return {
    document: {
      ...after,
      steps: { ...after.steps, ...Object.fromEntries(removed) },
      layout: { ...before.layout, ...after.layout },
    },
    edges: [...kept, ...fresh, ...gone],
    stepMarks: new Map<string, StepMark>([
      ...moved.map((id): [string, StepMark] => [id, 'moved']),
      ...diff.changed.map(({ id }): [string, StepMark] => [id, 'changed']),
      ...diff.added.map(({ id }): [string, StepMark] => [id, 'added']),
      ...removed.map(([id]): [string, StepMark] => [id, 'removed']),
    ]),
    edgeMarks: new Map<string, EdgeMark>([
      ...fresh.map(({ id }): [string, EdgeMark] => [id, 'added']),
      ...gone.map(({ id }): [string, EdgeMark] => [id, 'removed']),
    ]),
    formerPorts: new Map(
      diff.changed.map(({ id, before: was, after: is }) => {
        const left = new Set(stepPorts(is).map((port) => port.id))
        return [id, stepPorts(was).filter((port) => !left.has(port.id))]
      }),
    ),
  }
}

function compareEdges(before: FlowDocument, after: FlowDocument) {
  const [was, is] = [toEdges(before, []), toEdges(after, [])]
  const line = ({ id, target }: PortEdge) => `${id}>${target}`
  const [earlier, later] = [new Set(was.map(line)), new Set(is.map(line))]
  return {
    kept: is.filter((edge) => earlier.has(line(edge))),
    fresh: is.filter((edge) => !earlier.has(line(edge))),
    // A port may lead elsewhere now: both of its edges are shown, so each needs an id of its own.
    gone: was.filter((edge) => !later.has(line(edge))).map((edge) => ({ ...edge, id: `${edge.id}:before` })),
  }
}
