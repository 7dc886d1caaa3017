'use client'

import { CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { stepName } from '@/lib/steps/definitions'
import { stepLooks, summariseStep } from '../canvas/step-look'
import { useViewport } from '../canvas/use-viewport'
import { useEditor, useEditorApi, useView } from '../store/context'
import { openOverlay, selectSteps, showPanel } from '../store/view-actions'
import { MenuDialog } from './menu-dialog'

/** Search in the flow: jumps to a step by name, id or anything in its settings. */
export function FindStepMenu() {
  const editor = useEditorApi()
  const open = useView((state) => state.overlay?.type === 'search')
  const close = () => openOverlay(editor, null)
  return (
    <MenuDialog open={open} onOpenChange={(next) => (next ? null : close())} title="Search in this flow">
      {open ? <Steps onDone={close} /> : null}
    </MenuDialog>
  )
}

function Steps({ onDone }: { onDone: () => void }) {
  const editor = useEditorApi()
  const steps = useEditor((state) => state.document.steps)
  const { reveal } = useViewport()
  const jump = (id: string) => {
    onDone()
    selectSteps(editor, [id])
    showPanel(editor, 'inspector')
    // The dialog gives the focus back to where it was when it closes; the step takes it after that.
    setTimeout(() => reveal(id), 50)
  }
  return (
    <>
      <CommandInput placeholder="Search steps, endpoints, fields and values" />
      <CommandList className="max-h-96">
        <CommandEmpty>No step holds that text.</CommandEmpty>
        <CommandGroup heading="Steps">
          {Object.entries(steps).map(([id, step]) => {
            const { icon: Icon } = stepLooks[step.kind]
            return (
              <CommandItem key={id} value={id} keywords={[stepName(step), ...textsOf(step)]} onSelect={() => jump(id)}>
                <Icon aria-hidden className="text-subtle" />
                <span className="shrink-0">{stepName(step)}</span>
                <span className="min-w-0 truncate text-muted text-xs">{summariseStep(step)}</span>
                <span className="ml-auto shrink-0 font-mono text-2xs text-subtle">{id}</span>
              </CommandItem>
            )
          })}
        </CommandGroup>
      </CommandList>
    </>
  )
}

/** Every text in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}
