'use client'

import { Copy, CopyPlus, MoreHorizontal, Scissors, Spline, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { Kbd } from '@/components/ui/kbd'
import { useEditor, useEditorApi, useView } from '../store/context'
import { copySelection, deleteSelection, duplicateSelection } from '../store/editing'
import { openOverlay } from '../store/view-actions'

/** What can be done with the selected steps, on the card of one of them. */
export function StepMenu({ stepId, isStart }: { stepId: string; isStart: boolean }) {
  const editor = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const open = useView(({ overlay }) => overlay?.type === 'menu' && overlay.stepId === stepId)
  const copy = async () => {
    const text = copySelection(editor)
    if (text !== null) await navigator.clipboard?.writeText(text)
  }
  return (
    <DropdownMenu open={open} onOpenChange={(next) => openOverlay(editor, next ? { type: 'menu', stepId } : null)}>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-xs" aria-label="Step menu" className="nodrag -mr-1">
          <MoreHorizontal aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="nodrag w-56">
        {readOnly ? null : (
          <DropdownMenuItem
            onSelect={() => openLater(() => openOverlay(editor, { type: 'connect', stepId, port: null }))}
          >
            <Spline aria-hidden /> Connect{'\u2026'} <Kbd className="ml-auto">C</Kbd>
          </DropdownMenuItem>
        )}
        {isStart ? null : (
          <>
            <DropdownMenuItem onSelect={() => void copy()}>
              <Copy aria-hidden /> Copy <Kbd className="ml-auto">Ctrl C</Kbd>
            </DropdownMenuItem>
            {readOnly ? null : (
              <>
                <DropdownMenuItem onSelect={() => void copy().then(() => deleteSelection(editor))}>
                  <Scissors aria-hidden /> Cut <Kbd className="ml-auto">Ctrl X</Kbd>
                </DropdownMenuItem>
                <DropdownMenuItem onSelect={() => duplicateSelection(editor)}>
                  <CopyPlus aria-hidden /> Duplicate <Kbd className="ml-auto">Ctrl D</Kbd>
                </DropdownMenuItem>
                <DropdownMenuSeparator />
                <DropdownMenuItem destructive onSelect={() => deleteSelection(editor)}>
                  <Trash2 aria-hidden /> Delete <Kbd className="ml-auto">Del</Kbd>
                </DropdownMenuItem>
              </>
            )}
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

// The menu closes after its choice and would close what the choice opened.
function openLater(open: () => void): void {
  setTimeout(open, 0)
}
