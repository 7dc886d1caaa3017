'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { FormSection } from '../form-section'
import { useStepFormContext } from '../step-form-context'
import { ComponentCard } from './component-card'
import { componentIcons } from './component-icons'
import { componentGroups, componentLabels } from './components'
import { type ComponentEdits, MOST_COMPONENTS, useMovedFocus } from './use-component-edits'

/** What is on the screen, in order; one component is open at a time. */
export function ComponentList({ edits, className }: { edits: ComponentEdits; className?: string }) {
  const { components, dragged, dropPlace } = edits
  const { errors } = useStepFormContext()
  const list = useMovedFocus(edits.moved)
  return (
    <FormSection
      title="Components"
      fieldPath="components"
      error={errors.components}
      {...(className === undefined ? {} : { className })}
      action={
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" variant="ghost" disabled={components.length >= MOST_COMPONENTS}>
              <Plus aria-hidden />
              Add component
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {componentGroups.map((group) => (
              <DropdownMenuGroup key={group.label} aria-label={group.label}>
                <DropdownMenuLabel>{group.label}</DropdownMenuLabel>
                {group.types.map((type) => {
                  const Icon = componentIcons[type]
                  return (
                    <DropdownMenuItem key={type} onSelect={() => edits.add(type)}>
                      <Icon aria-hidden />
                      {componentLabels[type]}
                    </DropdownMenuItem>
                  )
                })}
              </DropdownMenuGroup>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      }
    >
      <p role="status" className="sr-only">
        {edits.spoken}
      </p>
      <ol ref={list} className="grid grid-cols-1 gap-1.5">
        {components.map((component, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: components have no ids; a name that is typed would remount its field
            key={index}
            data-place={index}
            className={cn(dropPlace === index && 'border-accent border-t-2 pt-1')}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              if ('type' in dragged) return edits.setDropPlace(index)
              if (dragged.from === index) return
              edits.move(dragged.from, index)
              edits.setDragged({ from: index })
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged && 'type' in dragged) edits.add(dragged.type, index)
            }}
          >
            <ComponentCard edits={edits} component={component} index={index} />
          </li>
        ))}
        {dragged && 'type' in dragged ? (
          <li
            className={cn(
              'rounded-lg border border-line-strong border-dashed p-2 text-center text-subtle text-xs',
              dropPlace === components.length && 'border-accent',
            )}
            onDragOver={(event) => {
              event.preventDefault()
              edits.setDropPlace(components.length)
            }}
            onDrop={(event) => {
              event.preventDefault()
              edits.add(dragged.type, components.length)
            }}
          >
            Drop it here to put it last
          </li>
        ) : null}
      </ol>
    </FormSection>
  )
}
