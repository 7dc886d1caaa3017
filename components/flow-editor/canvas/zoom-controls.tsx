import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'
import { glide } from './glide'

export interface ZoomControlsProps {
  /** Only where the shortcut works. */
  fitShortcut?: string
  /** Further buttons below these. */
  children?: ReactNode
}

/** The card in a corner of every canvas, with zoom and overview. */
export function ZoomControls({ fitShortcut, children }: ZoomControlsProps) {
  const flow = useReactFlow()
  return (
    <Panel position="bottom-left">
      <div className="flex flex-col rounded-lg border border-line bg-surface p-0.5 shadow-xs">
        <IconButton
          label="Zoom in"
          size="icon-sm"
          tooltipSide="right"
          onClick={() => void flow.zoomIn({ duration: glide(150) })}
        >
          <Plus aria-hidden />
        </IconButton>
        <IconButton
          label="Zoom out"
          size="icon-sm"
          tooltipSide="right"
          onClick={() => void flow.zoomOut({ duration: glide(150) })}
        >
          <Minus aria-hidden />
        </IconButton>
        <IconButton
          label="Fit the flow to the window"
          shortcut={fitShortcut}
          size="icon-sm"
          tooltipSide="right"
          onClick={() => void flow.fitView({ padding: 0.2, maxZoom: 1, duration: glide(200) })}
        >
          <Maximize aria-hidden />
        </IconButton>
        {children}
      </div>
    </Panel>
  )
}
