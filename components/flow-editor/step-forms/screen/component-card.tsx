'use client'

import { ArrowDown, ArrowUp, ChevronRight, CircleAlert, GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useId } from 'react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { isButton, isInput } from '@/lib/steps/screen/component'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { useStepFormContext } from '../step-form-context'
import { componentIcons } from './component-icons'
import { ComponentSettings } from './component-settings'
import { componentLabels, summarise } from './components'
import type { ComponentEdits } from './use-component-edits'

export interface ComponentCardProps {
  edits: ComponentEdits
  component: ScreenComponent
  index: number
}

/** One component: a line that opens to its settings. Alt and an arrow key move it. */
export function ComponentCard({ edits, component, index }: ComponentCardProps) {
  const { components, dragged } = edits
  const { errors, readOnly } = useStepFormContext()
  const id = useId()
  const open = edits.open === index
  const Icon = componentIcons[component.type]
  const label = componentLabels[component.type]
  const problem = Object.entries(errors).find(([path]) => path.startsWith(`components.${index}.`))?.[1]
  const hasSettings = component.type !== 'error'
  const key = isInput(component) ? `form.${component.name}` : isButton(component) ? component.id : null
  const moveByKey = (event: KeyboardEvent) => {
    if (!event.altKey || readOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    edits.move(index, index + (event.key === 'ArrowUp' ? -1 : 1), 'open')
  }
  return (
    <div
      data-field={`components.${index}`}
      className={cn(
        'rounded-lg border border-line bg-surface',
        open ? 'border-line-strong' : problem && 'border-danger-line',
        dragged && 'from' in dragged && dragged.from === index && 'opacity-50',
      )}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a shortcut; the buttons move it by keyboard */}
      <div
        className="group flex items-center gap-1 p-1"
        draggable={!readOnly && !open}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          edits.setDragged({ from: index })
        }}
        onDragEnd={() => edits.setDragged(null)}
        onKeyDown={moveByKey}
      >
        <GripVertical
          aria-hidden
          className={cn('size-3.5 shrink-0 cursor-grab text-line-strong', open && 'invisible')}
        />
        <button
          type="button"
          aria-expanded={hasSettings ? open : undefined}
          aria-controls={open ? id : undefined}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          data-control="open"
          onClick={() => hasSettings && edits.setOpen(open ? null : index)}
          className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-left text-sm"
        >
          <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
          <span className="min-w-0 flex-1 truncate">
            <span className="sr-only">{label}: </span>
            {summarise(component) || <span className="text-subtle">{label}</span>}
          </span>
          {key ? <span className="max-w-28 shrink-0 truncate font-mono text-subtle text-xs">{key}</span> : null}
          {hasSettings ? (
            <ChevronRight
              aria-hidden
              className={cn('size-3.5 shrink-0 text-subtle transition-transform', open && 'rotate-90')}
            />
          ) : null}
        </button>
        <IconButton
          label={`Move ${label.toLowerCase()} up`}
          size="icon-xs"
          disabled={index === 0}
          data-control="up"
          onClick={() => edits.move(index, index - 1, 'up')}
        >
          <ArrowUp aria-hidden />
        </IconButton>
        <IconButton
          label={`Move ${label.toLowerCase()} down`}
          size="icon-xs"
          disabled={index === components.length - 1}
          data-control="down"
          onClick={() => edits.move(index, index + 1, 'down')}
        >
          <ArrowDown aria-hidden />
        </IconButton>
        <IconButton label={`Remove ${label.toLowerCase()}`} size="icon-xs" onClick={() => edits.remove(index)}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {problem && !open ? (
        <p className="flex items-start gap-1.5 px-2.5 pb-2 text-danger text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span className="sr-only">Problem: </span>
          {problem}
        </p>
      ) : null}
      {open && hasSettings ? (
        <div id={id} className="grid grid-cols-1 gap-3 border-line border-t p-2.5">
          <ComponentSettings
            component={component}
            index={index}
            others={components.filter((_, at) => at !== index)}
            onChange={(next, name) => edits.change(index, next, name)}
          />
        </div>
      ) : null}
    </div>
  )
}
