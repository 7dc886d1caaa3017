import { stepPorts } from '../steps/definitions'
import type { FlowDocument } from './schema'

/** A line from a port of a step to the next step. */
export interface FlowEdge {
  from: string
  port: string
  to: string
}

type Steps = Pick<FlowDocument, 'steps'>

/** The edges that lead from a port the step has to a step that is there. */
export function listEdges({ steps }: Steps): FlowEdge[] {
  return Object.entries(steps).flatMap(([from, step]) =>
    stepPorts(step).flatMap((port) => {
      const to = step.next[port.id]
      return to !== undefined && Object.hasOwn(steps, to) ? [{ from, port: port.id, to }] : []
    }),
  )
}

/** Every step that can be reached from one, itself included. */
export function reachableFrom(document: Steps, stepId: string): Set<string> {
  return walk(stepId, groupBy(listEdges(document), 'from', 'to'))
}

/** Every step from which one can be reached; itself only when it is in a loop. */
export function listUpstream(document: Steps, stepId: string): Set<string> {
  const back = groupBy(listEdges(document), 'to', 'from')
  const found = new Set<string>()
  for (const id of back.get(stepId) ?? []) for (const step of walk(id, back)) found.add(step)
  return found
}

function groupBy(edges: FlowEdge[], key: 'from' | 'to', value: 'from' | 'to'): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const edge of edges) {
    const group = groups.get(edge[key])
    if (group) group.push(edge[value])
    else groups.set(edge[key], [edge[value]])
  }
  return groups
}

function walk(from: string, next: Map<string, string[]>): Set<string> {
  const seen = new Set([from])
  for (const id of seen) for (const to of next.get(id) ?? []) seen.add(to)
  return seen
}
