'use client'

import { useSyncExternalStore } from 'react'
import { CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { Dialog, DialogBody, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { MenuDialog } from '../palette/menu-dialog'
import { useEditorApi, useView } from '../store/context'
import { openOverlay } from '../store/view-actions'
import { isOffered, keyCaps, type ShortcutTools, shortcuts } from './shortcuts'

const groups = ['Steps', 'Edit', 'Canvas', 'Flow'] as const

/** The list of shortcuts behind `?`. */
export function ShortcutList() {
  const editor = useEditorApi()
  const open = useView((state) => state.overlay?.type === 'shortcuts')
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? null : openOverlay(editor, null))}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Keyboard shortcuts</DialogTitle>
          <DialogDescription>They rest while you type in a field.</DialogDescription>
        </DialogHeader>
        <DialogBody className="grid gap-x-8 gap-y-4 pb-5 sm:grid-cols-2">
          {groups.map((group) => (
            <section key={group}>
              <h3 className="mb-1 font-medium text-subtle text-xs">{group}</h3>
              <dl>
                {shortcuts
                  .filter((shortcut) => shortcut.group === group)
                  .map((shortcut) => (
                    <div key={shortcut.does} className="flex items-center justify-between gap-3 py-1 text-sm">
                      <dt>{shortcut.does}</dt>
                      <dd className="flex shrink-0 items-center gap-1.5">
                        {shortcut.keys.map((keys) => (
                          <Keys key={keys} keys={keys} />
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </DialogBody>
      </DialogContent>
    </Dialog>
  )
}

/** The command palette: whatever a shortcut does, by its name. */
export function CommandPalette({ tools }: { tools: ShortcutTools }) {
  const editor = useEditorApi()
  const open = useView((state) => state.overlay?.type === 'commands')
  const offered = shortcuts.filter((shortcut) => shortcut.run && !shortcut.keyOnly && isOffered(shortcut, tools))
  return (
    <MenuDialog open={open} onOpenChange={(next) => (next ? null : openOverlay(editor, null))} title="Commands">
      <CommandInput placeholder="What do you want to do?" />
      <CommandList className="max-h-96">
        <CommandEmpty>No command has that name. Try another word.</CommandEmpty>
        {groups.map((group) => (
          <CommandGroup key={group} heading={group}>
            {offered
              .filter((shortcut) => shortcut.group === group)
              .map((shortcut) => (
                <CommandItem
                  key={shortcut.does}
                  value={shortcut.does}
                  onSelect={() => {
                    openOverlay(editor, null)
                    shortcut.run?.(tools)
                  }}
                >
                  {shortcut.does}
                  <span className="ml-auto">
                    <Keys keys={shortcut.keys[0] ?? ''} />
                  </span>
                </CommandItem>
              ))}
          </CommandGroup>
        ))}
      </CommandList>
    </MenuDialog>
  )
}

function Keys({ keys }: { keys: string }) {
  const isMac = useIsMac()
  return (
    <span className="flex gap-0.5">
      {keyCaps(keys, isMac).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  )
}

const never = () => () => {}

function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  )
}
