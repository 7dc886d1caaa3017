'use client'

import { ReactFlowProvider } from '@xyflow/react'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import type { CopiedSteps } from '@/lib/flow/copied-steps'
import type { FlowDocument } from '@/lib/flow/schema'
import { isInput, isSecretInput } from '@/lib/steps/screen/component'
import { FlowCanvas } from '../canvas/flow-canvas'
import { useViewport } from '../canvas/use-viewport'
import { AddStepMenu } from '../palette/add-step-menu'
import { ConnectMenu } from '../palette/connect-menu'
import { FindStepMenu } from '../palette/find-step-menu'
import { EditorProvider, useEditor, useEditorApi, useView } from '../store/context'
import { addImported } from '../store/editing'
import { createEditorStore, type EditorStoreOptions } from '../store/editor-store'
import type { EditorPanel, ImportedFrom, Trace } from '../store/types'
import { openOverlay, selectSteps, setTrace, showVersion } from '../store/view-actions'
import { ShownVersionProvider, useShownVersion } from '../versions/shown-version'
import { VersionCanvas } from '../versions/version-canvas'
import { EditorToolbar } from './editor-toolbar'
import { PublishDialog } from './publish-dialog'
import { SaveBanners } from './save-banners'
import { CommandPalette, ShortcutList } from './shortcut-dialogs'
import { SidePanel } from './side-panel'
import { UnsavedBanner } from './unsaved-banner'
import { useIsNarrow } from './use-is-narrow'
import { useKnownValues } from './use-known-values'
import { isTyped, useShortcuts, useShortcutTools } from './use-shortcuts'

/** What the editor gives to a runner beside its canvas. */
export interface RunnerSlot {
  /** Saves what is unsaved; true once the server has it. */
  beforeRun: () => Promise<boolean>
  onTrace: (trace: Trace | null) => void
  selectedStepId: string | null
  onSelectStep: (stepId: string) => void
  liveVersion: number | null
  /** Names of the secret inputs on the flow's screens. */
  secretFields: readonly string[]
}

/** What the editor gives to the dialog that imports steps. */
export interface ImportSlot {
  way: ImportedFrom
  onSteps: (steps: CopiedSteps) => Promise<void>
  onClose: () => void
}

export interface FlowEditorProps extends EditorStoreOptions {
  initialPanel?: EditorPanel
  /** A version to look at when the editor opens. */
  initialVersion?: number | null
  renderRunner: (slot: RunnerSlot) => ReactNode
  /** Null while nothing is imported: what was typed there stays. */
  renderImport: (slot: ImportSlot | null) => ReactNode
}

/** The flow editor: toolbar, canvas, and a panel with the selected step or the runner. Fills its container. */
export function FlowEditor(props: FlowEditorProps) {
  const { initialPanel = 'inspector', initialVersion = null, renderRunner, renderImport, ...options } = props
  const [editor] = useState(() => {
    const made = createEditorStore(options)
    made.view.setState({ panel: initialPanel, sheetOpen: initialPanel === 'runner' })
    if (initialVersion !== null) showVersion(made, { number: initialVersion, against: null, stepId: null })
    return made
  })
  useEffect(() => editor.mount(), [editor])
  // A page in the background may never come back: what is unsaved goes now.
  useEffect(() => {
    const onHide = () => {
      if (document.visibilityState === 'hidden' && editor.document.getState().save.status === 'dirty')
        void editor.flush()
    }
    document.addEventListener('visibilitychange', onHide)
    return () => document.removeEventListener('visibilitychange', onHide)
  }, [editor])
  return (
    <EditorProvider editor={editor}>
      <ReactFlowProvider>
        <ShownVersionProvider>
          <Layout renderRunner={renderRunner} renderImport={renderImport} />
        </ShownVersionProvider>
      </ReactFlowProvider>
    </EditorProvider>
  )
}

/** By itself, so that what it follows does not render the editor. */
function FreshValues() {
  useKnownValues()
  return null
}

function Layout({ renderRunner, renderImport }: Pick<FlowEditorProps, 'renderRunner' | 'renderImport'>) {
  const tools = useShortcutTools()
  useShortcuts(tools)
  const isNarrow = useIsNarrow()
  const panel = <SidePanel runner={<Runner renderRunner={renderRunner} />} />
  return (
    <div className="relative flex h-full min-h-0 flex-col overflow-clip">
      <EditorToolbar tools={tools} />
      <SaveBanners />
      <UnsavedBanner />
      <FreshValues />
      <div className="min-h-0 flex-1">
        {isNarrow === null ? null : isNarrow ? (
          <>
            <CanvasArea />
            <PanelSheet>{panel}</PanelSheet>
          </>
        ) : (
          <Group orientation="horizontal" className="h-full">
            <Panel id="canvas" minSize="320px">
              <CanvasArea />
            </Panel>
            <Separator
              aria-label="Width of the side panel"
              className="w-px bg-line outline-offset-0 transition-colors data-[separator=active]:bg-accent data-[separator=hover]:bg-accent"
            />
            <Panel id="side" defaultSize="400px" minSize="320px" maxSize="65%">
              {panel}
            </Panel>
          </Group>
        )}
      </div>
      <AddStepMenu />
      <ImportSteps renderImport={renderImport} />
      <ConnectMenu />
      <FindStepMenu />
      <PublishDialog />
      <ShortcutList />
      <CommandPalette tools={tools} />
    </div>
  )
}

function CanvasArea() {
  const documents = useShownVersion()
  return documents ? <VersionCanvas documents={documents} /> : <FlowCanvas />
}

/** On a phone the panel comes over the canvas when it is asked for. */
function PanelSheet({ children }: { children: ReactNode }) {
  const { view } = useEditorApi()
  const open = useView((state) => state.sheetOpen)
  return (
    <Sheet open={open} onOpenChange={(sheetOpen) => view.setState({ sheetOpen })}>
      <SheetContent
        title="Step, runner and versions"
        className="w-full max-w-[94vw]"
        // Whoever presses it while typing means the field, or the completion below it.
        onEscapeKeyDown={(event) => (isTyped(event.target) ? event.preventDefault() : undefined)}
      >
        {children}
      </SheetContent>
    </Sheet>
  )
}

function ImportSteps({ renderImport }: Pick<FlowEditorProps, 'renderImport'>) {
  const editor = useEditorApi()
  const overlay = useView((state) => (state.overlay?.type === 'import' ? state.overlay : null))
  const { centre, reveal } = useViewport()
  if (!overlay) return renderImport(null)
  return renderImport({
    way: overlay.way,
    onClose: () => openOverlay(editor, null),
    onSteps: async (steps) => {
      // Their connector may be a new one.
      await editor.refreshConnectors()
      const [first] = addImported(editor, steps, { from: overlay.from, centre: centre() })
      // The closing dialog gives the focus back first; the canvas measures the new cards meanwhile.
      if (first !== undefined) setTimeout(() => reveal(first), 80)
    },
  })
}

function Runner({ renderRunner }: Pick<FlowEditorProps, 'renderRunner'>) {
  const editor = useEditorApi()
  const { reveal } = useViewport()
  const liveVersion = useEditor((state) => state.liveVersion)
  const selectedStepId = useView((state) => (state.selection.length === 1 ? (state.selection[0] ?? null) : null))
  const secretNames = useEditor((state) => listSecretFields(state.document))
  const secretFields = useMemo(() => secretNames.split(' ').filter((name) => name !== ''), [secretNames])
  const onTrace = useCallback((trace: Trace | null) => setTrace(editor, trace), [editor])
  const onSelectStep = useCallback(
    (stepId: string) => {
      selectSteps(editor, [stepId])
      reveal(stepId)
    },
    [editor, reveal],
  )
  return renderRunner({ beforeRun: editor.flush, onTrace, selectedStepId, onSelectStep, liveVersion, secretFields })
}

/** As one text, which keeps its identity; a field's name holds no space. */
function listSecretFields(document: FlowDocument): string {
  const screens = Object.values(document.steps).flatMap((step) => (step.kind === 'screen' ? step.components : []))
  return screens
    .flatMap((component) => (isInput(component) && isSecretInput(component) ? [component.name] : []))
    .join(' ')
}
