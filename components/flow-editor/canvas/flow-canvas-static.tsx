'use client'

import '@xyflow/react/dist/base.css'
import './canvas.css'
import { Background, type EdgeProps, type Node, type NodeProps, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { createContext, memo, useContext, useMemo } from 'react'
import type { FlowDocument } from '@/lib/flow/schema'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import type { PortEdge, StepNode, Trace } from '../store/types'
import { toEdges, toNodes } from '../store/view'
import { EdgeFace } from './port-edge'
import { StepFace } from './step-face'
import { summariseStep } from './step-look'
import { runState } from './step-node'
import { ZoomControls } from './zoom-controls'

export interface FlowCanvasStaticProps {
  document: FlowDocument
  trace?: Trace | null
  selectedStepId?: string | null
  onSelectStep?: (stepId: string) => void
}

interface Shown {
  document: FlowDocument
  trace: Trace | null
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
  selectedStepId = null,
  onSelectStep,
}: FlowCanvasStaticProps) {
  const edges = useMemo(() => toEdges(document, []), [document])
  const nodes = useMemo(
    () => toNodes(document, []).map((node) => ({ ...node, selected: node.id === selectedStepId })),
    [document, selectedStepId],
  )
  const shown = useMemo(() => ({ document, trace, edges }), [document, trace, edges])
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
          </ReactFlow>
        </ShownContext>
      </ReactFlowProvider>
    </div>
  )
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
      ports={stepPorts(step)}
      selected={selected}
      run={runState(id, shown.trace, shown.edges)}
      connectable={false}
    />
  )
}

function StaticEdge(props: EdgeProps<PortEdge>) {
  const trace = useContext(ShownContext)?.trace
  return <EdgeFace {...props} taken={trace ? (trace.takenEdges[props.id] ?? 0) : null} />
}
