'use client'

import { ArrowDown, ArrowUp, ChevronRight, GripVertical, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { isInput } from '@/lib/steps/screen/component'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { useStepFormContext } from '../step-form-context'
import { componentIcons } from './component-icons'
import { ComponentSettings } from './component-settings'
import { componentLabels, summarise } from './components'

export interface ComponentCardProps {
  component: ScreenComponent
  components: readonly ScreenComponent[]
  index: number
  open: boolean
  dragged: boolean
  onOpenChange: (open: boolean) => void
  onChange: (component: ScreenComponent, name?: string) => void
  onMove: (to: number) => void
  onRemove: () => void
  onDragStart: () => void
  onDragEnd: () => void
}

/** One component: a line that opens to its settings. */
export function ComponentCard(props: ComponentCardProps) {
  const { component, components, index, open, onOpenChange } = props
  const { errors, readOnly } = useStepFormContext()
  const id = useId()
  const Icon = componentIcons[component.type]
  const label = componentLabels[component.type]
  const hasError = Object.keys(errors).some((path) => path.startsWith(`components.${index}.`))
  const hasSettings = component.type !== 'error'
  const key = isInput(component) ? `form.${component.name}` : component.type === 'button' ? component.id : null
  return (
    <div
      data-field={`components.${index}`}
      className={cn(
        'rounded-lg border border-line bg-surface',
        open && 'border-line-strong',
        props.dragged && 'opacity-50',
      )}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a shortcut; the buttons move it by keyboard */}
      <div
        className="group flex items-center gap-1 p-1"
        draggable={!readOnly && !open}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          props.onDragStart()
        }}
        onDragEnd={props.onDragEnd}
      >
        <GripVertical
          aria-hidden
          className={cn('size-3.5 shrink-0 cursor-grab text-line-strong', open && 'invisible')}
        />
        <button
          type="button"
          aria-expanded={hasSettings ? open : undefined}
          aria-controls={open ? id : undefined}
          disabled={!hasSettings}
          onClick={() => onOpenChange(!open)}
          className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-left text-sm disabled:cursor-default"
        >
          <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
          <span className="min-w-0 flex-1 truncate">
            <span className="sr-only">{label}: </span>
            {summarise(component) || <span className="text-subtle">{label}</span>}
          </span>
          {hasError ? (
            <span className="size-1.5 shrink-0 rounded-full bg-danger-solid">
              <span className="sr-only">has an error</span>
            </span>
          ) : null}
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
          onClick={() => props.onMove(index - 1)}
        >
          <ArrowUp aria-hidden />
        </IconButton>
        <IconButton
          label={`Move ${label.toLowerCase()} down`}
          size="icon-xs"
          disabled={index === components.length - 1}
          onClick={() => props.onMove(index + 1)}
        >
          <ArrowDown aria-hidden />
        </IconButton>
        <IconButton label={`Remove ${label.toLowerCase()}`} size="icon-xs" onClick={props.onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {open && hasSettings ? (
        <div id={id} className="grid grid-cols-1 gap-3 border-line border-t p-2.5">
          <ComponentSettings
            component={component}
            index={index}
            others={components.filter((_, at) => at !== index)}
            onChange={props.onChange}
          />
        </div>
      ) : null}
    </div>
  )
}
