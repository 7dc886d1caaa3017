'use client'

import { type NodeProps, useUpdateNodeInternals } from '@xyflow/react'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { Port } from '@/lib/steps/definition'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import { useEditor, useEditorApi, useView } from '../store/context'
import type { EditorState, Overlay, StepNode as StepNodeType } from '../store/types'
import { openOverlay } from '../store/view-actions'
import { countRender } from './render-count'
import { StepFace } from './step-face'
import { summariseStep } from './step-look'
import { StepMenu } from './step-menu'

/** A step on the editor's canvas. It subscribes to primitives of its own step, so that no other step renders with it. */
export const StepNode = memo(function StepNode({ id, selected }: NodeProps<StepNodeType>) {
  countRender('step', id)
  const editor = useEditorApi()
  const kind = useEditor((state) => state.document.steps[id]?.kind)
  const name = useEditor(({ document: { steps } }) => (steps[id] ? stepName(steps[id]) : ''))
  const summary = useEditor(({ document: { steps } }) => (steps[id] ? summariseStep(steps[id]) : ''))
  const portsKey = useEditor((state) => portsText(state, id))
  const freeKey = useEditor((state) => freePortsText(state, id))
  const errors = useEditor((state) => countProblems(state, id, 'error'))
  const warnings = useEditor((state) => countProblems(state, id, 'warning'))
  const readOnly = useEditor((state) => state.readOnly)
  const run = useView(({ trace, edges }) => runState(id, trace, edges))
  const hasMenu = useView(({ selection, overlay }) => showsMenu(id, selection, overlay))
  const ports = useMemo<Port[]>(() => JSON.parse(portsKey), [portsKey])
  const freePorts = useMemo(() => new Set<string>(JSON.parse(freeKey)), [freeKey])

  usePortPlaces(id, portsKey)

  if (!kind) return null
  return (
    <StepFace
      id={id}
      kind={kind}
      name={name}
      summary={summary}
      ports={ports}
      selected={selected}
      run={run}
      errors={errors}
      warnings={warnings}
      connectable={!readOnly}
      freePorts={readOnly ? new Set() : freePorts}
      onAddAfter={(port) => openOverlay(editor, { type: 'add', from: { stepId: id, port }, at: null })}
    >
      {hasMenu ? <StepMenu stepId={id} isStart={kind === 'start'} /> : null}
    </StepFace>
  )
})

/**
 * React Flow measures the places of the ports when the card changes its size; here when ports change without that. Not
 * on mounting: to measure every card once more for each card is what makes a large flow slow to open.
 */
function usePortPlaces(id: string, portsKey: string): void {
  const updateInternals = useUpdateNodeInternals()
  const measured = useRef(portsKey)
  useEffect(() => {
    if (measured.current === portsKey) return
    measured.current = portsKey
    updateInternals(id)
  }, [id, portsKey, updateInternals])
}

/** One menu, on the only selected card or where it was asked for: hundreds of selected cards need no hundreds of menus. */
function showsMenu(id: string, selection: readonly string[], overlay: Overlay | null): boolean {
  if (overlay?.type === 'menu') return overlay.stepId === id
  return selection.length === 1 && selection[0] === id
}

function portsText({ document }: EditorState, id: string): string {
  const step = document.steps[id]
  return JSON.stringify(step ? stepPorts(step) : [])
}

function freePortsText({ document }: EditorState, id: string): string {
  const step = document.steps[id]
  if (!step) return '[]'
  const free = stepPorts(step).filter((port) => !Object.hasOwn(document.steps, step.next[port.id] ?? ''))
  return JSON.stringify(free.map((port) => port.id))
}

function countProblems({ problems }: EditorState, id: string, severity: 'error' | 'warning'): number {
  return problems.filter((problem) => problem.stepId === id && problem.severity === severity).length
}

/** How a step stands in an execution: the failed step wins over the active one, both over a step passed through. */
export function runState(
  id: string,
  trace: {
    activeStepId: string | null
    failedStepId: string | null
    takenEdges: Readonly<Record<string, number>>
  } | null,
  edges: readonly { id: string; source: string; target: string }[],
): 'active' | 'failed' | 'visited' | null {
  if (!trace) return null
  if (trace.failedStepId === id) return 'failed'
  if (trace.activeStepId === id) return 'active'
  return edges.some((edge) => (edge.source === id || edge.target === id) && (trace.takenEdges[edge.id] ?? 0) > 0)
    ? 'visited'
    : null
}
