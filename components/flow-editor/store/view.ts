import type { FlowDocument } from '@/lib/flow/schema'
import { stepPorts } from '@/lib/steps/definitions'
import type { PortEdge, StepNode } from './types'

/** Cards have a fixed width, so that ports and layout need no measuring. */
export const CARD_WIDTH = 248
export const CARD_HEADER_HEIGHT = 60
export const PORT_HEIGHT = 28

/** The height of a step's card, in pixels of the unscaled canvas. */
export function cardHeight(portCount: number): number {
  return CARD_HEADER_HEIGHT + (portCount === 0 ? 0 : portCount * PORT_HEIGHT + 8)
}

/**
 * The canvas nodes for a document. A node keeps its identity, and with it its measured size and selection, unless its
 * position changed: React Flow then renders nothing that did not change.
 */
export function toNodes(document: FlowDocument, before: StepNode[]): StepNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  let index = 0
  return stable(
    Object.keys(document.steps).map((id) => {
      const [x, y] = document.layout[id] ?? [index * (CARD_WIDTH + 72), 0]
      index += 1
      const node = known.get(id)
      if (node && node.position.x === x && node.position.y === y) return node
      if (node) return { ...node, position: { x, y } }
      return {
        id,
        type: 'step',
        position: { x, y },
        data: {},
        deletable: document.steps[id]?.kind !== 'start',
        // By reference: a new name must not make a new node.
        domAttributes: { 'aria-labelledby': stepNameId(id) },
      }
    }),
    before,
  )
}

/** The canvas edges for a document: only those of ports that exist, to steps that exist. */
export function toEdges(document: FlowDocument, before: PortEdge[]): PortEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const edges: PortEdge[] = []
  for (const [source, step] of Object.entries(document.steps)) {
    for (const port of stepPorts(step)) {
      const target = step.next[port.id]
      if (target === undefined || !Object.hasOwn(document.steps, target)) continue
      const id = edgeId(source, port.id)
      const error = port.error === true
      const edge = known.get(id)
      edges.push(
        edge && edge.target === target && edge.data?.error === error
          ? edge
          : { id, type: 'port', source, sourceHandle: port.id, target, data: { port: port.id, error } },
      )
    }
  }
  return stable(edges, before)
}

/** The id of the element that holds a step's name on its card. */
export function stepNameId(stepId: string): string {
  return `step-name-${stepId}`
}

/** An edge is named by where it leaves, since a port has at most one. */
export function edgeId(stepId: string, port: string): string {
  return `${stepId}:${port}`
}

/** The array of before when nothing in it changed, so that a comparison by identity is enough to skip a render. */
function stable<T>(next: T[], before: T[]): T[] {
  return next.length === before.length && next.every((item, index) => item === before[index]) ? before : next
}
