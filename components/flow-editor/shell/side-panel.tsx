'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Segmented } from '@/components/ui/segmented'
import { Inspector } from '../inspector/inspector'
import { useEditorApi, useView } from '../store/context'
import type { EditorPanel } from '../store/types'
import { showPanel } from '../store/view-actions'
import { VersionsPanel } from '../versions/versions-panel'
import { FlowOverview } from './flow-overview'

const tabs = [
  { value: 'inspector', label: 'Step' },
  { value: 'runner', label: 'Run' },
  { value: 'versions', label: 'Versions' },
] as const satisfies readonly { value: EditorPanel; label: string }[]

/** Beside the canvas: the settings of what is selected, the runner, or the flow's history. The runner keeps going while it is hidden. */
export function SidePanel({ runner }: { runner: ReactNode }) {
  const editor = useEditorApi()
  const panel = useView((state) => state.panel)
  const stepId = useView((state) => (state.selection.length === 1 ? (state.selection[0] ?? null) : null))
  const [runnerOpened, setRunnerOpened] = useState(panel === 'runner')
  useEffect(() => {
    if (panel === 'runner') setRunnerOpened(true)
  }, [panel])

  return (
    <section aria-label="Side panel" data-editor-panel className="flex h-full min-h-0 min-w-0 flex-col bg-surface">
      <div className="flex h-10 shrink-0 items-center border-line border-b px-2 max-md:h-13">
        <Segmented
          label="Panel"
          size="sm"
          value={panel}
          onValueChange={(next) => showPanel(editor, next)}
          options={tabs}
          className="w-60"
        />
      </div>
      <div className={cn('min-h-0 flex-1 overflow-y-auto', panel !== 'inspector' && 'hidden')}>
        {stepId === null ? <FlowOverview /> : <Inspector key={stepId} stepId={stepId} />}
      </div>
      {panel === 'versions' ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <VersionsPanel />
        </div>
      ) : null}
      {runnerOpened ? (
        <div className={cn('min-h-0 flex-1 overflow-hidden', panel !== 'runner' && 'hidden')}>{runner}</div>
      ) : null}
    </section>
  )
}
