'use client'

import { Plus, Unplug } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import { stepLooks, summariseStep } from '../canvas/step-look'
import { useEditor, useEditorApi, useView } from '../store/context'
import { setConnection } from '../store/editing'
import { connectionError } from '../store/steps'
import { openOverlay } from '../store/view-actions'
import { MenuDialog } from './menu-dialog'

/** Connects a step's ports by keyboard: choose the port, then where it leads. */
export function ConnectMenu() {
  const editor = useEditorApi()
  const overlay = useView((state) => (state.overlay?.type === 'connect' ? state.overlay : null))
  const close = () => openOverlay(editor, null)
  return (
    <MenuDialog
      open={overlay !== null}
      onOpenChange={(next) => (next ? null : close())}
      title="Connect a port"
      list={overlay?.port ?? undefined}
    >
      {overlay ? <Choices stepId={overlay.stepId} chosen={overlay.port} /> : null}
    </MenuDialog>
  )
}

function Choices({ stepId, chosen }: { stepId: string; chosen: string | null }) {
  const editor = useEditorApi()
  const document = useEditor((state) => state.document)
  const step = document.steps[stepId]
  if (!step) return null
  const ports = stepPorts(step)
  const port = chosen === null && ports.length === 1 ? ports[0] : ports.find((each) => each.id === chosen)
  const leadsTo = (id: string) => {
    const target = document.steps[step.next[id] ?? '']
    return target ? stepName(target) : 'nothing yet'
  }

  if (!port) {
    return (
      <>
        <CommandInput placeholder={`Which port of \u201c${stepName(step)}\u201d?`} />
        <CommandList>
          <CommandEmpty>
            {ports.length === 0 ? 'This step has no ports: an execution ends here.' : 'No port has that name.'}
          </CommandEmpty>
          <CommandGroup heading="Ports">
            {ports.map((each) => (
              <CommandItem
                key={each.id}
                value={each.id}
                keywords={[each.label]}
                onSelect={() => openOverlay(editor, { type: 'connect', stepId, port: each.id })}
              >
                {each.label}
                {each.error ? <Badge tone="danger">Error</Badge> : null}
                <span className="ml-auto truncate text-muted text-xs">leads to {leadsTo(each.id)}</span>
              </CommandItem>
            ))}
          </CommandGroup>
        </CommandList>
      </>
    )
  }

  const from = { stepId, port: port.id }
  const current = step.next[port.id]
  const choose = (target: string | null) => {
    setConnection(editor, from, target)
    openOverlay(editor, null)
  }
  return (
    <>
      {/* The dialog focuses its first list by itself, and gives the focus back only when nobody else took it. */}
      <CommandInput
        autoFocus={chosen !== null}
        placeholder={`\u201c${stepName(step)}\u201d \u2192 ${port.label} leads to\u2026`}
      />
      <CommandList>
        <CommandEmpty>No step has that name.</CommandEmpty>
        <CommandGroup heading="Steps">
          {Object.entries(document.steps)
            .filter(([id]) => connectionError(document, from, id) === null)
            .map(([id, target]) => {
              const { icon: Icon } = stepLooks[target.kind]
              return (
                <CommandItem key={id} value={id} keywords={[stepName(target)]} onSelect={() => choose(id)}>
                  <Icon aria-hidden className="text-subtle" />
                  <span className="shrink-0">{stepName(target)}</span>
                  <span className="min-w-0 truncate text-muted text-xs">{summariseStep(target)}</span>
                  {id === current ? <Badge className="ml-auto">Now</Badge> : null}
                </CommandItem>
              )
            })}
        </CommandGroup>
        <CommandGroup heading="Other">
          <CommandItem value="new step" onSelect={() => openOverlay(editor, { type: 'add', from, at: null })}>
            <Plus aria-hidden className="text-subtle" /> A new step{'\u2026'}
          </CommandItem>
          {current === undefined ? null : (
            <CommandItem value="nothing disconnect" onSelect={() => choose(null)}>
              <Unplug aria-hidden className="text-subtle" /> Nothing: remove the edge
            </CommandItem>
          )}
        </CommandGroup>
      </CommandList>
    </>
  )
}
