'use client'

import { Panel } from '@xyflow/react'
import { Network, SquarePlus } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { useEditor, useEditorApi, useView } from '../store/context'
import { openOverlay } from '../store/view-actions'
import { useTidyUp } from './use-tidy-up'
import { ZoomControls } from './zoom-controls'

/** Zoom, overview, tidy up and add, in a corner of the canvas. */
export function CanvasControls() {
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const tidying = useView((state) => state.tidying)
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
      <ZoomControls fitShortcut="Shift 1">
        {readOnly ? null : (
          <IconButton
            label="Tidy up"
            shortcut="Shift T"
            size="icon-sm"
            tooltipSide="right"
            loading={tidying}
            onClick={() => void tidyUp()}
          >
            <Network aria-hidden />
          </IconButton>
        )}
      </ZoomControls>
    </>
  )
}
