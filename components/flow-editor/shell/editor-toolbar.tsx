'use client'

import {
  AppWindow,
  ArrowLeft,
  Ellipsis,
  History,
  Keyboard,
  Network,
  Play,
  Redo2,
  Rocket,
  Search,
  Undo2,
} from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button, IconButton } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { Separator } from '@/components/ui/separator'
import { useEditor, useEditorApi } from '../store/context'
import { openOverlay, showPanel } from '../store/view-actions'
import { FlowName } from './flow-name'
import { ProblemsButton } from './problem-list'
import { SaveStatus } from './save-status'
import type { ShortcutTools } from './shortcuts'

const kindLabels = { interactive: 'Interactive', management: 'Management' } as const

export function EditorToolbar({ tools }: { tools: ShortcutTools }) {
  const editor = useEditorApi()
  const kind = useEditor((state) => state.document.kind)
  const liveVersion = useEditor((state) => state.liveVersion)
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-line border-b bg-surface px-2">
      <Button asChild variant="ghost" size="icon-sm">
        <Link href={`/p/${editor.projectId}/flows`} aria-label="Back to the flows">
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <FlowName />
      <Badge className="max-xl:hidden">{kindLabels[kind]}</Badge>
      <button
        type="button"
        title="Version history"
        className="flex min-h-6 items-center rounded-full max-lg:hidden"
        onClick={() => showPanel(editor, 'versions')}
      >
        <Badge tone={liveVersion === null ? 'neutral' : 'success'} dot={liveVersion !== null}>
          {liveVersion === null ? 'Not published' : `Version ${liveVersion} live`}
        </Badge>
      </button>
      <SaveStatus />
      <div className="flex-1 max-md:hidden" />
      <div className="flex items-center max-md:hidden">
        {readOnly ? null : <HistoryButtons />}
        <IconButton
          label="Search in the flow"
          shortcut="Ctrl F"
          tooltipSide="bottom"
          onClick={() => openOverlay(editor, { type: 'search' })}
        >
          <Search aria-hidden />
        </IconButton>
        <IconButton
          label="Keyboard shortcuts"
          shortcut="?"
          tooltipSide="bottom"
          onClick={() => openOverlay(editor, { type: 'shortcuts' })}
        >
          <Keyboard aria-hidden />
        </IconButton>
        {kind === 'interactive' && liveVersion !== null ? (
          <Button asChild variant="ghost" size="icon-sm">
            <a
              href={`/f/${editor.projectId}/${editor.flowId}`}
              target="_blank"
              rel="noreferrer"
              aria-label="Open the hosted page"
              title="Open the hosted page of the live version"
            >
              <AppWindow aria-hidden />
            </a>
          </Button>
        ) : null}
        <Separator orientation="vertical" className="mx-1 h-5" />
      </div>
      <ProblemsButton />
      <Button className="max-md:px-2" onClick={() => showPanel(editor, 'runner')}>
        <Play aria-hidden />
        <span className="max-md:sr-only">Run</span>
      </Button>
      {readOnly ? null : (
        <Button variant="primary" className="max-md:hidden" onClick={() => openOverlay(editor, { type: 'publish' })}>
          Publish
        </Button>
      )}
      <PhoneMenu tools={tools} />
    </header>
  )
}

function HistoryButtons() {
  const editor = useEditorApi()
  const undoName = useEditor((state) => state.undoName)
  const redoName = useEditor((state) => state.redoName)
  return (
    <>
      <IconButton
        label={undoName === null ? 'Nothing to undo' : `Undo: ${undoName}`}
        shortcut="Ctrl Z"
        tooltipSide="bottom"
        aria-disabled={undoName === null}
        onClick={() => editor.undo()}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label={redoName === null ? 'Nothing to redo' : `Redo: ${redoName}`}
        shortcut="Ctrl Shift Z"
        tooltipSide="bottom"
        aria-disabled={redoName === null}
        onClick={() => editor.redo()}
      >
        <Redo2 aria-hidden />
      </IconButton>
    </>
  )
}

/** What has no room in the toolbar of a phone. */
function PhoneMenu({ tools }: { tools: ShortcutTools }) {
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const undoName = useEditor((state) => state.undoName)
  const redoName = useEditor((state) => state.redoName)
  const later = (type: 'search' | 'shortcuts' | 'publish') => () => setTimeout(() => openOverlay(editor, { type }), 0)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="More" className="md:hidden">
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {readOnly ? null : (
          <>
            <DropdownMenuItem onSelect={later('publish')}>
              <Rocket aria-hidden /> Publish{'\u2026'}
            </DropdownMenuItem>
            <DropdownMenuItem disabled={undoName === null} onSelect={() => editor.undo()}>
              <Undo2 aria-hidden /> Undo
            </DropdownMenuItem>
            <DropdownMenuItem disabled={redoName === null} onSelect={() => editor.redo()}>
              <Redo2 aria-hidden /> Redo
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => tools.tidyUp()}>
              <Network aria-hidden /> Tidy up
            </DropdownMenuItem>
          </>
        )}
        <DropdownMenuItem onSelect={() => showPanel(editor, 'versions')}>
          <History aria-hidden /> Versions
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={later('search')}>
          <Search aria-hidden /> Search in the flow
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={later('shortcuts')}>
          <Keyboard aria-hidden /> Keyboard shortcuts
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
