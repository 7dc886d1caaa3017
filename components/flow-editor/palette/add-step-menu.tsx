'use client'

import { ExternalLink, FileJson, Plus, Terminal } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { cn } from '@/components/ui/cn'
import { CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command'
import { connectorTypes } from '@/lib/connectors/schemas'
import { actionTypes, listActions } from '@/lib/steps/action/types/registry'
import { actionGroups } from '@/lib/steps/action/types/type'
import { stepDefinitions, stepName, stepPorts } from '@/lib/steps/definitions'
import type { StepKind } from '@/lib/steps/kind'
import { stepLooks } from '../canvas/step-look'
import { useViewport } from '../canvas/use-viewport'
import { useEditor, useEditorApi, useView } from '../store/context'
import { findPortToAddAfter, insertStep } from '../store/editing'
import type { NewStep, PortRef } from '../store/steps'
import type { ConnectorChoice, EditorState, ImportedFrom } from '../store/types'
import { openOverlay } from '../store/view-actions'
import { MenuDialog } from './menu-dialog'

const stepKinds = ['screen', 'condition', 'scriptlet', 'subflow', 'end'] as const

/** The `+` menu: kinds of steps, the project's connectors, and connector types with what they can do. */
export function AddStepMenu() {
  const editor = useEditorApi()
  const overlay = useView((state) => (state.overlay?.type === 'add' ? state.overlay : null))
  const connectors = useEditor((state) => state.connectors)
  const isManagement = useEditor((state) => state.document.kind === 'management')
  const after = useEditor((state) => (overlay?.from ? describePort(state, overlay.from) : null))
  const { centre, reveal } = useViewport()
  const open = overlay !== null

  // A connector may have been made in another tab since.
  useEffect(() => {
    if (open) void editor.refreshConnectors()
  }, [open, editor])

  const add = (wanted: NewStep) => {
    if (!overlay) return
    const id = insertStep(editor, wanted, { from: overlay.from, at: overlay.at, centre: centre() })
    openOverlay(editor, null)
    // The closing dialog gives the focus back first; the canvas measures the new card meanwhile.
    setTimeout(() => reveal(id), 80)
  }

  const importFrom = (way: ImportedFrom) => {
    if (overlay) openOverlay(editor, { type: 'import', way, from: findPortToAddAfter(editor, overlay) })
  }

  return (
    <MenuDialog open={open} onOpenChange={(next) => (next ? null : openOverlay(editor, null))} title="Add a step">
      {after ? (
        <p className="border-line border-b bg-sunken px-3 py-1.5 pr-10 text-muted text-xs">After {after}</p>
      ) : null}
      <CommandInput placeholder="Search steps, connectors and actions" />
      <CommandList className="max-h-96">
        <CommandEmpty>Nothing here has that name. Try another word.</CommandEmpty>
        <CommandGroup heading="Steps">
          {stepKinds
            .filter((kind) => kind !== 'screen' || !isManagement)
            .map((kind) => (
              <MenuItem
                key={kind}
                value={`step ${kind}`}
                kind={kind}
                title={stepDefinitions[kind].label}
                detail={stepDefinitions[kind].description}
                onSelect={() => add({ kind })}
              />
            ))}
        </CommandGroup>
        <CommandGroup heading="Connectors of this project">
          {connectors.map((connector) => (
            <MenuItem
              key={connector.id}
              value={`connector ${connector.name} ${connector.id}`}
              kind="connector"
              title={connector.name}
              detail={connector.detail ?? connector.type}
              onSelect={() => add(callOf(connector))}
            />
          ))}
          <CommandItem
            value="new connector create"
            onSelect={() => {
              openOverlay(editor, null)
              window.open(`/p/${editor.projectId}/connectors/new`, '_blank', 'noopener')
            }}
          >
            <Tile className="bg-sunken text-subtle">
              <Plus aria-hidden />
            </Tile>
            New connector{'\u2026'}
            <ExternalLink aria-hidden className="ml-auto text-subtle" />
            <span className="sr-only">opens a new tab</span>
          </CommandItem>
        </CommandGroup>
        {actionGroups.map((group) => (
          <CommandGroup key={group} heading={`Actions: ${group}`}>
            {listActions()
              .filter((action) => actionTypes[action].group === group)
              .map((action) => (
                <MenuItem
                  key={action}
                  value={`action ${action}`}
                  kind="action"
                  title={actionTypes[action].label}
                  detail={actionTypes[action].description}
                  onSelect={() => add({ kind: 'action', action })}
                />
              ))}
          </CommandGroup>
        ))}
        <CommandGroup heading="Import">
          <CommandItem value="import from a curl command" onSelect={() => importFrom('curl')}>
            <Tile className="bg-sunken text-subtle">
              <Terminal aria-hidden />
            </Tile>
            From a curl command{'\u2026'}
          </CommandItem>
          <CommandItem value="import from an openapi document" onSelect={() => importFrom('openapi')}>
            <Tile className="bg-sunken text-subtle">
              <FileJson aria-hidden />
            </Tile>
            From an OpenAPI document{'\u2026'}
          </CommandItem>
        </CommandGroup>
        {Object.entries(connectorTypes).map(([type, definition]) => (
          <CommandGroup key={type} heading={definition.label}>
            {definition.actions.map((action) => (
              <MenuItem
                key={action.id}
                value={`type ${definition.label} ${action.label}`}
                kind="connector"
                title={`${definition.label}: ${action.label}`}
                detail="Choose the connector in the step"
                onSelect={() => add(callByType(type, action, connectors))}
              />
            ))}
          </CommandGroup>
        ))}
      </CommandList>
    </MenuDialog>
  )
}

interface MenuItemProps {
  value: string
  kind: StepKind
  title: string
  detail: string
  onSelect: () => void
}

function MenuItem({ value, kind, title, detail, onSelect }: MenuItemProps) {
  const { icon: Icon, tile } = stepLooks[kind]
  return (
    <CommandItem value={value} keywords={[title, detail]} onSelect={onSelect}>
      <Tile className={tile}>
        <Icon aria-hidden />
      </Tile>
      <span className="shrink-0">{title}</span>
      <span className="min-w-0 truncate text-muted text-xs">{detail}</span>
    </CommandItem>
  )
}

function Tile({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span className={cn('grid size-6 shrink-0 place-items-center rounded-md [&_svg]:size-3.5', className)}>
      {children}
    </span>
  )
}

function callOf({ id, name, type }: ConnectorChoice): NewStep {
  const actions = Object.entries(connectorTypes).find(([known]) => known === type)?.[1].actions
  return { kind: 'connector', name, connector: id, action: actions?.[0]?.id ?? 'GET' }
}

/** A call by type takes the connector when there is only one to take. */
function callByType(
  type: string,
  action: { id: string; label: string },
  connectors: readonly ConnectorChoice[],
): NewStep {
  const [only, ...others] = connectors.filter((connector) => connector.type === type)
  return {
    kind: 'connector',
    name: action.label,
    connector: only && others.length === 0 ? only.id : '',
    action: action.id,
  }
}

function describePort({ document }: EditorState, { stepId, port }: PortRef): string | null {
  const step = document.steps[stepId]
  if (!step) return null
  const ports = stepPorts(step)
  const label = ports.find((each) => each.id === port)?.label
  return ports.length === 1 ? `\u201c${stepName(step)}\u201d` : `\u201c${stepName(step)}\u201d \u2192 ${label ?? port}`
}
