'use client'

import { useMemo } from 'react'
import { FlowEditor } from '@/components/flow-editor/shell/flow-editor'
import type { ConnectorChoice, EditorActions, KnownValues, LoadedDraft } from '@/components/flow-editor/store/types'
import { ImportDialog } from '@/components/import/import-dialog'
import { RunnerPanel } from '@/components/runner/runner-panel'
import { ScreenThemeProvider } from '@/components/screen/screen-theme'
import { loadDraft, publishFlow, saveCopy, saveDraft } from '@/lib/flow-catalog/actions'
import * as versions from '@/lib/flow-catalog/versions/actions'
import type { Theme } from '@/lib/theme/theme'
import { loadConnectorChoices, loadKnownValues } from './actions'

export interface FlowPageProps {
  projectId: string
  flowId: string
  draft: LoadedDraft
  connectors: readonly ConnectorChoice[]
  values: KnownValues
  liveVersion: number | null
  theme: Theme
  latestVersion: number
  /** The address names this version: show it at once. */
  initialVersion: number | null
  canWrite: boolean
  canRun: boolean
  /** The address names an execution: show it at once. */
  showsExecution: boolean
}

/** Puts editor and runner together, which do not know each other. */
export function FlowPage({ projectId, flowId, canWrite, canRun, showsExecution, theme, ...flow }: FlowPageProps) {
  const actions = useMemo(() => toActions(projectId, flowId), [projectId, flowId])
  return (
    <ScreenThemeProvider theme={theme}>
      <FlowEditor
        {...flow}
        projectId={projectId}
        flowId={flowId}
        readOnly={!canWrite}
        actions={actions}
        initialPanel={showsExecution ? 'runner' : 'inspector'}
        renderImport={(slot) => (
          <ImportDialog
            projectId={projectId}
            open={slot !== null}
            onOpenChange={(open) => (open ? undefined : slot?.onClose())}
            offered={slot ? [slot.way] : []}
            onSteps={async (steps) => slot?.onSteps(steps)}
          />
        )}
        renderRunner={({ beforeRun, ...slot }) => (
          <RunnerPanel
            {...slot}
            projectId={projectId}
            flowId={flowId}
            canRun={canRun}
            beforeRun={async () =>
              (await beforeRun())
                ? { ok: true }
                : {
                    ok: false,
                    message: 'The draft could not be saved. See the message above the canvas, then run again.',
                  }
            }
          />
        )}
      />
    </ScreenThemeProvider>
  )
}

function toActions(projectId: string, flowId: string): EditorActions {
  const flow = { projectId, flowId }
  return {
    saveDraft: (input) => saveDraft({ ...flow, ...input }),
    loadDraft: () => loadDraft(flow),
    saveCopy: (document) => saveCopy({ projectId, document }),
    publish: (input) => publishFlow({ ...flow, ...input }),
    versions: {
      list: (below) => versions.listVersions({ ...flow, below }),
      load: (number) => versions.loadVersion({ ...flow, number }),
      ofDraft: () => versions.findVersionOfDraft(flow),
      setNote: (number, note) => versions.setVersionNote({ ...flow, number, note }),
      makeLive: (number) => versions.makeVersionLive({ ...flow, number }),
    },
    async listConnectors() {
      const result = await loadConnectorChoices({ projectId })
      if (!result.ok) throw new Error(result.message)
      return result.data
    },
    async loadValues({ connectorIds, flowIds }) {
      const result = await loadKnownValues({ ...flow, connectorIds: [...connectorIds], flowIds: [...flowIds] })
      if (!result.ok) throw new Error(result.message)
      return result.data
    },
  }
}
