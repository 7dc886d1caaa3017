'use client'

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react'
import { X } from 'lucide-react'
import { memo } from 'react'
import { cn } from '@/components/ui/cn'
import { useEditor, useEditorApi, useView } from '../store/context'
import { setConnection } from '../store/editing'
import type { PortEdge as PortEdgeType } from '../store/types'
import type { EdgeMark } from './compared-flow'
import { countRender } from './render-count'

/** An edge on the editor's canvas. */
export const PortEdge = memo(function PortEdge(props: EdgeProps<PortEdgeType>) {
  countRender('edge', props.id)
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const taken = useView((state) => (state.trace ? (state.trace.takenEdges[props.id] ?? 0) : null))
  const remove = () => setConnection(editor, { stepId: props.source, port: props.data?.port ?? '' }, null)
  return <EdgeFace {...props} taken={taken} onRemove={readOnly ? undefined : remove} />
})

export interface EdgeFaceProps extends EdgeProps<PortEdgeType> {
  /** How often the execution took the edge; null when none is shown. */
  taken: number | null
  onRemove?: (() => void) | undefined
  /** How it differs from an earlier version. */
  mark?: EdgeMark | undefined
}

/** The line of an edge, with the count of the execution that is shown. */
export function EdgeFace({ taken, onRemove, mark, selected, data, ...edge }: EdgeFaceProps) {
  const forward = edge.targetX > edge.sourceX
  // A curve back to the left would run through the cards: right angles go around them.
  const [path, labelX, labelY] = forward
    ? getBezierPath(edge)
    : getSmoothStepPath({ ...edge, borderRadius: 16, offset: 28, centerY: Math.max(edge.sourceY, edge.targetY) + 72 })
  return (
    <>
      <BaseEdge
        id={edge.id}
        path={path}
        interactionWidth={20}
        className={cn(
          'edge-line',
          data?.error && 'edge-error',
          taken === 0 && 'edge-untaken',
          (taken ?? 0) > 0 && 'edge-taken',
          selected && 'edge-selected',
          mark === 'added' && 'edge-added',
          mark === 'removed' && 'edge-removed',
        )}
      />
      <EdgeLabelRenderer>
        {(taken ?? 0) > 0 ? (
          <span
            className="absolute rounded-full border border-accent-line bg-accent-soft px-1.5 font-medium text-2xs text-accent-fg"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            <span className="sr-only">taken </span>
            {taken}
            {'\u00d7'}
          </span>
        ) : null}
        {mark ? (
          <span
            className={cn(
              'absolute grid size-4 place-items-center rounded-full border bg-surface font-medium text-2xs leading-none',
              mark === 'added' ? 'border-success text-success' : 'border-danger-solid text-danger',
            )}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            <span className="sr-only">{mark} edge </span>
            <span aria-hidden>{mark === 'added' ? '+' : '\u2212'}</span>
          </span>
        ) : null}
        {selected && onRemove ? (
          <button
            type="button"
            aria-label="Delete edge"
            onClick={onRemove}
            className="nodrag nopan pointer-events-auto absolute grid size-5 place-items-center rounded-full border border-line-strong bg-surface text-muted hover:border-danger-solid hover:text-danger"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY + (taken ? 20 : 0)}px)` }}
          >
            <X aria-hidden className="size-3" />
          </button>
        ) : null}
      </EdgeLabelRenderer>
    </>
  )
}
