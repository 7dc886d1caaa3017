'use client'

import { GripVertical } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useStepFormContext } from './step-form-context'

export interface Sorting {
  dragged: number | null
  setDragged: (place: number | null) => void
  move: (from: number, to: number, byKey: boolean) => void
  /** The list, to find the handle again after a move. */
  list: string
  count: number
}

/**
 * A list whose items are moved by handles.
 * @param list a name that no other list of the form has
 * @param onMove `byKey` tells a whole move from the many of a drag
 */
export function useSorting(list: string, count: number, onMove: (from: number, to: number, byKey: boolean) => void) {
  const [dragged, setDragged] = useState<number | null>(null)
  const sorting: Sorting = { dragged, setDragged, move: onMove, list, count }
  /** What an item of the list needs to be a place to drop at. */
  const dropAt = (index: number) => ({
    onDragOver: (event: DragEvent) => {
      if (dragged === null) return
      event.preventDefault()
      event.stopPropagation()
      if (dragged === index) return
      onMove(dragged, index, false)
      setDragged(index)
    },
    onDrop: (event: DragEvent) => event.preventDefault(),
  })
  return { sorting, dropAt }
}

/** Moves its item: dragged with a mouse, or by the arrow keys. The focus goes with it. */
export function MoveHandle({ sorting, index, label }: { sorting: Sorting; index: number; label: string }) {
  const { readOnly } = useStepFormContext()
  const { list, count } = sorting
  const moveByKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const to = index + (event.key === 'ArrowUp' ? -1 : 1)
    if (to < 0 || to >= count) return
    sorting.move(index, to, true)
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[data-handle="${CSS.escape(`${list}.${to}`)}"]`)?.focus()
    })
  }
  return (
    <button
      type="button"
      aria-label={`${label}, ${index + 1} of ${count}. Arrow keys move it.`}
      title="Drag, or press the arrow keys"
      data-handle={`${list}.${index}`}
      disabled={readOnly || count < 2}
      draggable={!readOnly && count > 1}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        const item = event.currentTarget.closest('fieldset')
        if (item) event.dataTransfer.setDragImage(item, 8, 16)
        sorting.setDragged(index)
      }}
      onDragEnd={() => sorting.setDragged(null)}
      onKeyDown={moveByKey}
      className="grid h-8 w-5 shrink-0 cursor-grab place-items-center rounded text-subtle hover:bg-hover disabled:invisible"
    >
      <GripVertical aria-hidden className="size-3.5" />
    </button>
  )
}
