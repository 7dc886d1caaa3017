'use client'

import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  Background,
  type EdgeProps,
  type Node,
  type NodeProps,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
} from '@xyflow/react'
import { createContext, memo, useContext, useEffect, useMemo } from 'react'
import type { FlowDocument } from '@/lib/flow/schema'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import type { PortEdge, StepNode, Trace } from '../store/types'
import { stepNameId, toEdges, toNodes } from '../store/view'
import type { ComparedFlow } from './compared-flow'
import { EdgeFace } from './port-edge'
import { StepFace } from './step-face'
import { summariseStep } from './step-look'
import { stepMarkId } from './step-mark'
import { runState } from './step-node'
import { READABLE_ZOOM, useViewport } from './use-viewport'
import { ZoomControls } from './zoom-controls'

export interface FlowCanvasStaticProps {
  document: FlowDocument
  trace?: Trace | null
  /** Marks how `document`, which is this comparison's, differs from an earlier version. */
  compared?: ComparedFlow | null
  /** Moves to a step that is selected elsewhere. */
  revealsSelected?: boolean
  selectedStepId?: string | null
  onSelectStep?: (stepId: string) => void
}

interface Shown {
  document: FlowDocument
  trace: Trace | null
  compared: ComparedFlow | null
  edges: readonly PortEdge[]
}

const ShownContext = createContext<Shown | null>(null)
const nodeTypes = { step: memo(StaticStep) }
const edgeTypes = { port: memo(StaticEdge) }
const fitViewOptions = { padding: 0.15, maxZoom: 1, minZoom: 0.1 }

/** A flow to look at: the snapshot of an execution or a version. Nothing in it can be changed. */
export function FlowCanvasStatic({
  document,
  trace = null,
  compared = null,
  revealsSelected = false,
  selectedStepId = null,
  onSelectStep,
}: FlowCanvasStaticProps) {
  const edges = useMemo(() => compared?.edges ?? toEdges(document, []), [document, compared])
  const nodes = useMemo(
    () =>
      toNodes(document, []).map((node) => ({
        ...node,
        selected: node.id === selectedStepId,
        ...(compared?.stepMarks.has(node.id)
          ? { domAttributes: { 'aria-labelledby': `${stepNameId(node.id)} ${stepMarkId(node.id)}` } }
          : {}),
      })),
    [document, compared, selectedStepId],
  )
  const shown = useMemo(() => ({ document, trace, compared, edges }), [document, trace, compared, edges])
  return (
    <div className="flow-canvas relative h-full w-full">
      <ReactFlowProvider>
        <ShownContext value={shown}>
          <ReactFlow
            aria-label="Flow canvas, read only"
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            deleteKeyCode={null}
            onNodeClick={(_: unknown, node: Node) => onSelectStep?.(node.id)}
            onNodesChange={(changes) => {
              const selected = changes.find((change) => change.type === 'select' && change.selected)
              if (selected?.type === 'select') onSelectStep?.(selected.id)
            }}
            minZoom={0.1}
            maxZoom={2}
            fitView
            fitViewOptions={fitViewOptions}
          >
            <Background gap={24} size={1.5} />
            <ZoomControls />
            {revealsSelected ? <RevealStep stepId={selectedStepId} /> : null}
          </ReactFlow>
        </ShownContext>
      </ReactFlowProvider>
    </div>
  )
}

function RevealStep({ stepId }: { stepId: string | null }) {
  const { show } = useViewport()
  const measured = useNodesInitialized()
  useEffect(() => {
    if (stepId !== null && measured) show(stepId, READABLE_ZOOM)
  }, [stepId, measured, show])
  return null
}

function StaticStep({ id, selected }: NodeProps<StepNode>) {
  const shown = useContext(ShownContext)
  const step = shown?.document.steps[id]
  if (!shown || !step) return null
  return (
    <StepFace
      id={id}
      kind={step.kind}
      name={stepName(step)}
      summary={summariseStep(step)}
      ports={[...stepPorts(step), ...(shown.compared?.formerPorts.get(id) ?? [])]}
      mark={shown.compared?.stepMarks.get(id)}
      selected={selected}
      run={runState(id, shown.trace, shown.edges)}
      connectable={false}
    />
  )
}

function StaticEdge(props: EdgeProps<PortEdge>) {
  const shown = useContext(ShownContext)
  const trace = shown?.trace
  return (
    <EdgeFace
      {...props}
      taken={trace ? (trace.takenEdges[props.id] ?? 0) : null}
      mark={shown?.compared?.edgeMarks.get(props.id)}
    />
  )
}
