'use client'

import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Network, Plus, SquarePlus } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { useEditor, useEditorApi } from '../store/context'
import { openOverlay } from '../store/view-actions'
import { useTidyUp } from './use-tidy-up'

/** Zoom, overview, tidy up and add, in a corner of the canvas. */
export function CanvasControls() {
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const flow = useReactFlow()
  const tidyUp = useTidyUp()
  return (
    <>
      {readOnly ? null : (
        <Panel position="top-left">
          <IconButton
            label="Add step"
            shortcut="/"
            variant="primary"
            tooltipSide="right"
            onClick={() => openOverlay(editor, { type: 'add', from: null, at: null })}
          >
            <SquarePlus aria-hidden />
          </IconButton>
        </Panel>
      )}
      <Panel position="bottom-left">
        <div className="flex flex-col rounded-lg border border-line bg-surface p-0.5 shadow-xs">
          <IconButton
            label="Zoom in"
            size="icon-sm"
            tooltipSide="right"
            onClick={() => void flow.zoomIn({ duration: 150 })}
          >
            <Plus aria-hidden />
          </IconButton>
          <IconButton
            label="Zoom out"
            size="icon-sm"
            tooltipSide="right"
            onClick={() => void flow.zoomOut({ duration: 150 })}
          >
            <Minus aria-hidden />
          </IconButton>
          <IconButton
            label="Fit the flow to the window"
            shortcut="Shift 1"
            size="icon-sm"
            tooltipSide="right"
            onClick={() => void flow.fitView({ padding: 0.2, maxZoom: 1, duration: 200 })}
          >
            <Maximize aria-hidden />
          </IconButton>
          {readOnly ? null : (
            <IconButton
              label="Tidy up"
              shortcut="Shift T"
              size="icon-sm"
              tooltipSide="right"
              onClick={() => void tidyUp()}
            >
              <Network aria-hidden />
            </IconButton>
          )}
        </div>
      </Panel>
    </>
  )
}
