import type { ElkNode } from 'elkjs'
import { type FlowDocument, findStartId } from '@/lib/flow/schema'
import { stepPorts } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import type { Editor } from '../store/editor-store'
import { moveSteps } from '../store/steps'
import { CARD_HEADER_HEIGHT, CARD_WIDTH, cardHeight, PORT_HEIGHT } from '../store/view'

/** The placement with the straightest edges takes half a minute for 200 steps, the simple one less than a second. */
const MOST_STEPS_PLACED_WELL = 40

/** Arranges the steps in columns from Start to End. False when the layout worker cannot run. */
export async function tidyUp(editor: Editor): Promise<boolean> {
  const { document } = editor.document.getState()
  const laidOut = await layout(toElkGraph(document)).catch(() => null)
  if (!laidOut) return false
  editor.command('Tidy up', (draft) => moveSteps(draft, readPositions(laidOut)), { undo: 'record' })
  return true
}

// elkjs is 1.5 MB and slow on large flows: loaded when first needed, and kept off the main thread.
async function layout(graph: ElkNode): Promise<ElkNode> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js')
  const elk = new Elk({ workerFactory: () => new Worker(new URL('./layout-worker.ts', import.meta.url)) })
  try {
    return await elk.layout(graph)
  } finally {
    elk.terminateWorker()
  }
}

/** The flow as a graph for elk: ports in their order, so that edges cross as little as they must. */
export function toElkGraph(document: FlowDocument): ElkNode {
  const steps = fromStart(document)
  const placement = steps.length > MOST_STEPS_PLACED_WELL ? 'SIMPLE' : 'NETWORK_SIMPLEX'
  return {
    id: 'flow',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '88',
      'elk.spacing.nodeNode': '40',
      'elk.layered.nodePlacement.strategy': placement,
      // Steps come in the order of the flow, so that it is the edges back that count as such.
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.separateConnectedComponents': 'true',
      'elk.spacing.componentComponent': '80',
    },
    children: steps.map(([id, step]) => {
      const ports = stepPorts(step)
      return {
        id,
        width: CARD_WIDTH,
        height: cardHeight(ports.length),
        layoutOptions: {
          'elk.portConstraints': 'FIXED_POS',
          ...(step.kind === 'start' ? { 'elk.layered.layering.layerConstraint': 'FIRST' } : {}),
        },
        ports: [
          {
            id: `${id}:in`,
            x: 0,
            y: CARD_HEADER_HEIGHT / 2,
            width: 1,
            height: 1,
            layoutOptions: { 'elk.port.side': 'WEST' },
          },
          ...ports.map((port, index) => ({
            id: `${id}:out:${port.id}`,
            x: CARD_WIDTH,
            y: CARD_HEADER_HEIGHT + 4 + (index + 0.5) * PORT_HEIGHT,
            width: 1,
            height: 1,
            layoutOptions: { 'elk.port.side': 'EAST' },
          })),
        ],
      }
    }),
    edges: steps.flatMap(([id, step]) =>
      stepPorts(step).flatMap((port) => {
        const target = step.next[port.id]
        if (target === undefined || !Object.hasOwn(document.steps, target)) return []
        return [{ id: `${id}:${port.id}`, sources: [`${id}:out:${port.id}`], targets: [`${target}:in`] }]
      }),
    ),
  }
}

/**
 * The steps so that every edge but those back leads to a later one (the reverse postorder of a depth-first walk), first
 * ports first; what cannot be reached comes last.
 */
function fromStart(document: FlowDocument): [string, Step][] {
  const seen = new Set<string>()
  const order: string[] = []
  const visit = (id: string) => {
    const step = document.steps[id]
    if (!step || seen.has(id)) return
    seen.add(id)
    for (const port of stepPorts(step).toReversed()) visit(step.next[port.id] ?? '')
    order.unshift(id)
  }
  const startId = findStartId(document)
  if (startId !== null) visit(startId)
  const unreached = Object.keys(document.steps).filter((id) => !seen.has(id))
  return [...order, ...unreached].flatMap((id): [string, Step][] => {
    const step = document.steps[id]
    return step ? [[id, step]] : []
  })
}

function readPositions(graph: ElkNode): Record<string, { x: number; y: number }> {
  return Object.fromEntries((graph.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x: snap(x), y: snap(y) }]))
}

const snap = (value: number) => Math.round(value / 8) * 8
