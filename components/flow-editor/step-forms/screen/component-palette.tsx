'use client'

import { useStepFormContext } from '../step-form-context'
import { componentIcons } from './component-icons'
import { componentGroups, componentLabels } from './components'
import { type ComponentEdits, MOST_COMPONENTS } from './use-component-edits'

/** Every component that a screen can have: pressed, it is added; dragged, it goes where it is dropped. */
export function ComponentPalette({ edits }: { edits: ComponentEdits }) {
  const { readOnly } = useStepFormContext()
  const isFull = edits.components.length >= MOST_COMPONENTS
  return (
    <div className="grid content-start gap-4">
      {componentGroups.map((group) => (
        <fieldset key={group.label} className="min-w-0">
          <legend className="mb-1 font-medium text-subtle text-xs">{group.label}</legend>
          <ul className="grid gap-0.5">
            {group.types.map((type) => {
              const Icon = componentIcons[type]
              return (
                <li key={type}>
                  <button
                    type="button"
                    aria-label={`Add ${componentLabels[type].toLowerCase()}`}
                    disabled={readOnly || isFull}
                    draggable={!readOnly && !isFull}
                    onClick={() => edits.add(type)}
                    onDragStart={(event) => {
                      event.dataTransfer.effectAllowed = 'copy'
                      edits.setDragged({ type })
                    }}
                    onDragEnd={() => {
                      edits.setDragged(null)
                      edits.setDropPlace(null)
                    }}
                    className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover disabled:opacity-50"
                  >
                    <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
                    {componentLabels[type]}
                  </button>
                </li>
              )
            })}
          </ul>
        </fieldset>
      ))}
    </div>
  )
}
