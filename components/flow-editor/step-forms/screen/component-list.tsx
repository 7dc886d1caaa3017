'use client'

import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { ComponentType, ScreenComponent } from '@/lib/steps/screen/schema'
import { moveItem } from '../condition/group-tree'
import { FormSection } from '../form-section'
import { useStepFormContext } from '../step-form-context'
import { ComponentCard } from './component-card'
import { componentIcons } from './component-icons'
import { componentGroups, componentLabels, newComponent, placeOf } from './components'

export interface ComponentListProps {
  components: readonly ScreenComponent[]
  /** `name`: a whole change, to be undone by itself; absent while typing. */
  onChange: (components: ScreenComponent[], name?: string) => void
}

/** What is on the screen, in order; one component is open at a time. */
export function ComponentList({ components, onChange }: ComponentListProps) {
  const { errors, wanted } = useStepFormContext()
  const [open, setOpen] = useState<number | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  useEffect(() => {
    if (wanted?.[0] === 'components' && typeof wanted[1] === 'number') setOpen(wanted[1])
  }, [wanted])

  const add = (type: ComponentType) => {
    const component = newComponent(type, components)
    const place = placeOf(component, components)
    onChange(components.toSpliced(place, 0, component), `Add ${componentLabels[type].toLowerCase()}`)
    setOpen(place)
  }
  const move = (from: number, to: number, name?: string) => {
    if (from === to || to < 0 || to >= components.length) return
    onChange(moveItem(components, from, to), name)
    // The open card goes with its component.
    if (open !== null) setOpen(moveItem([...components.keys()], from, to).indexOf(open))
  }
  return (
    <FormSection
      title="Components"
      fieldPath="components"
      error={errors.components}
      action={
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" variant="ghost" disabled={components.length >= 100}>
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
                    <DropdownMenuItem key={type} onSelect={() => add(type)}>
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
      <ol className="grid grid-cols-1 gap-1.5">
        {components.map((component, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: components have no ids; a name that is typed would remount its field
            key={index}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              if (dragged === index) return
              move(dragged, index)
              setDragged(index)
            }}
            onDrop={(event) => event.preventDefault()}
          >
            <ComponentCard
              component={component}
              components={components}
              index={index}
              open={open === index}
              dragged={dragged === index}
              onOpenChange={(next) => setOpen(next ? index : null)}
              onChange={(next, name) => onChange(components.with(index, next), name)}
              onMove={(to) => move(index, to, 'Move component')}
              onRemove={() => {
                onChange(components.toSpliced(index, 1), 'Remove component')
                setOpen(null)
              }}
              onDragStart={() => setDragged(index)}
              onDragEnd={() => setDragged(null)}
            />
          </li>
        ))}
      </ol>
    </FormSection>
  )
}
