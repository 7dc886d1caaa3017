'use client'

import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { findStartId } from '@/lib/flow/schema'
import { useEditor, useEditorApi, useView } from '../store/context'
import { setConnection } from '../store/editing'
import type { Editor } from '../store/editor-store'
import { connectionError, connectPort, disconnectPort, moveSteps } from '../store/steps'
import type { PortEdge as PortEdgeType, StepNode as StepNodeType } from '../store/types'
import { openOverlay, selectSteps, showPanel } from '../store/view-actions'
import { CanvasControls } from './canvas-controls'
import { PortEdge } from './port-edge'
import { countRender } from './render-count'
import { StepNode } from './step-node'
import { useFollowRun } from './use-follow-run'

// At module level: new objects on every render would make React Flow mount every card again.
const nodeTypes = { step: StepNode }
const edgeTypes = { port: PortEdge }
/** Below this a card's text cannot be read. */
const SMALLEST_READABLE_ZOOM = 0.55
const snapGrid: [number, number] = [8, 8]

/** The canvas of the open flow. Must be inside a `ReactFlowProvider`. */
export function FlowCanvas() {
  countRender('canvas')
  const editor = useEditorApi()
  const nodes = useView((state) => state.nodes)
  const edges = useView((state) => state.edges)
  const readOnly = useEditor((state) => state.readOnly)
  const { onNodesChange, onEdgesChange } = useChanges(editor)
  const connecting = useConnecting(editor)

  return (
    <div className="flow-canvas relative h-full w-full">
      <ReactFlow
        aria-label="Flow canvas"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        {...connecting}
        onNodeClick={(_, node) => {
          if (editor.view.getState().selection.includes(node.id)) showPanel(editor, 'inspector')
        }}
        onNodeContextMenu={(event, node) => {
          event.preventDefault()
          if (!editor.view.getState().selection.includes(node.id)) selectSteps(editor, [node.id])
          openOverlay(editor, { type: 'menu', stepId: node.id })
        }}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        // Deleting goes through the editor's own shortcut, which asks the document and not the view.
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        selectionMode={SelectionMode.Partial}
        connectionRadius={32}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.1}
        maxZoom={2}
        zoomOnDoubleClick={false}
        elevateEdgesOnSelect
      >
        <Background gap={24} size={1.5} />
        <MiniMap pannable zoomable ariaLabel="Overview of the flow" className="max-md:hidden" />
        <CanvasControls />
        <FitOnce />
        <FollowRun />
      </ReactFlow>
    </div>
  )
}

/**
 * Shows the whole flow when it opens, or where it begins when the whole would be too small to read. React Flow's own
 * `fitView` measures before the panels have their widths.
 */
function FitOnce() {
  const flow = useReactFlow()
  const { document } = useEditorApi()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const measured = useNodesInitialized()
  const done = useRef(false)
  useEffect(() => {
    if (!measured || height === 0 || done.current) return
    const frame = requestAnimationFrame(async () => {
      done.current = true
      await flow.fitView({ padding: 0.12, maxZoom: 1, minZoom: 0.1 })
      const start = document.getState().document.layout[findStartId(document.getState().document) ?? '']
      if (flow.getZoom() >= SMALLEST_READABLE_ZOOM || !start) return
      const zoom = 0.75
      await flow.setViewport({
        zoom,
        x: Math.min(72, width * 0.06) - start[0] * zoom,
        y: height * 0.4 - start[1] * zoom,
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [measured, flow, width, height, document])
  return null
}

/** By itself, so that a run does not render the canvas. */
function FollowRun() {
  useFollowRun()
  return null
}

function useChanges(editor: Editor) {
  const dragging = useRef(false)
  const onNodesChange = useCallback(
    (changes: NodeChange<StepNodeType>[]) => {
      const selecting = changes.some((change) => change.type === 'select')
      editor.view.setState((state) => {
        const nodes = applyNodeChanges(changes, state.nodes)
        if (!selecting) return { nodes }
        return { nodes, selection: nodes.filter((node) => node.selected).map((node) => node.id) }
      })
      commitMoves(editor, changes, dragging)
    },
    [editor],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<PortEdgeType>[]) =>
      editor.view.setState((state) => ({ edges: applyEdgeChanges(changes, state.edges) })),
    [editor],
  )
  return { onNodesChange, onEdgesChange }
}

/** Positions reach the document when a drag stops: one undo entry, one save. Arrow keys are a burst. */
function commitMoves(editor: Editor, changes: NodeChange<StepNodeType>[], dragging: { current: boolean }): void {
  const moves = changes.filter((change) => change.type === 'position')
  if (moves.length === 0) return
  if (moves.some((move) => move.dragging)) {
    dragging.current = true
    return
  }
  const moved = new Set(moves.map((move) => move.id))
  const nodes = editor.view.getState().nodes.filter((node) => moved.has(node.id))
  const positions = Object.fromEntries(nodes.map((node) => [node.id, node.position]))
  const undo = dragging.current ? 'record' : 'merge'
  dragging.current = false
  editor.command('Move steps', (draft) => moveSteps(draft, positions), { undo })
}

function useConnecting(editor: Editor) {
  const { screenToFlowPosition } = useReactFlow()
  const isValidConnection = useCallback(
    ({ source, sourceHandle, target }: Connection | PortEdgeType) =>
      connectionError(editor.document.getState().document, { stepId: source, port: sourceHandle ?? '' }, target) ===
      null,
    [editor],
  )
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) =>
      setConnection(editor, { stepId: source, port: sourceHandle ?? '' }, target),
    [editor],
  )
  const onReconnect = useCallback(
    (edge: PortEdgeType, { source, sourceHandle, target }: Connection) =>
      editor.command(
        'Reconnect steps',
        (draft) => {
          disconnectPort(draft, { stepId: edge.source, port: edge.data?.port ?? '' })
          connectPort(draft, { stepId: source, port: sourceHandle ?? '' }, target)
        },
        { undo: 'record' },
      ),
    [editor],
  )
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { isValid, fromHandle, fromNode, toHandle }: FinalConnectionState) => {
      if (isValid || toHandle || !fromNode || fromHandle?.type !== 'source' || !fromHandle.id) return
      const from = { stepId: fromNode.id, port: fromHandle.id }
      const { clientX, clientY } =
        'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
      const target = document.elementFromPoint(clientX, clientY)?.closest('.react-flow__node')?.getAttribute('data-id')
      // A whole card is easier to hit than its port; letting go over nothing asks what should come there.
      if (target) setConnection(editor, from, target)
      else openOverlay(editor, { type: 'add', from, at: screenToFlowPosition({ x: clientX, y: clientY }) })
    },
    [editor, screenToFlowPosition],
  )
  return { isValidConnection, onConnect, onReconnect, onConnectEnd }
}
