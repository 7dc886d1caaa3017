'use client'

import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import type { KnownPath } from '@/lib/flow/known-path'
import { type CompletionRange, filterPaths, findBareRange, findPlaceholderRange, insertPath } from './completion'

type TextElement = HTMLInputElement | HTMLTextAreaElement

export interface PathCompletion {
  open: boolean
  menuId: string
  options: readonly KnownPath[]
  active: number
  hint: string
  setActive(index: number): void
  close(): void
  /** Shows every path at the caret. */
  show(): void
  /** The text or the caret changed. `typed`: by typing, which also opens the list. */
  follow(typed: boolean): void
  choose(known: KnownPath): void
  onKeyDown(event: KeyboardEvent): void
}

/** Completion of context paths in an input or textarea, by keyboard and pointer. */
export function usePathCompletion(
  element: RefObject<TextElement | null>,
  paths: readonly KnownPath[] | null,
  bare: boolean,
): PathCompletion {
  const menuId = useId()
  const [range, setRange] = useState<CompletionRange | null>(null)
  const [active, setActive] = useState(0)
  const [asked, setAsked] = useState(false)
  const found = range && paths ? filterPaths(paths, range.query) : []
  // The list lies over what comes after the field, so it opens by itself only while it has something new to offer.
  const offers = found.some(({ path }) => path !== range?.query)
  const options = asked || offers ? found : []

  const findRange = (): CompletionRange | null => {
    const field = element.current
    if (!field || !paths) return null
    const caret = field.selectionStart ?? field.value.length
    return bare ? findBareRange(field.value, caret) : findPlaceholderRange(field.value, caret)
  }
  const move = (next: CompletionRange | null, byRequest = false) => {
    setRange(next)
    setActive(0)
    setAsked(byRequest)
  }
  const choose = (known: KnownPath) => {
    const field = element.current
    if (!field || !range) return
    const next = insertPath(field.value, range, known, bare)
    const inserted = next.text.slice(range.from, next.text.length - (field.value.length - range.to))
    move(null)
    replaceRange(field, range, inserted)
    field.setSelectionRange(next.caret, next.caret)
  }
  const open = range !== null && paths !== null && (asked || offers)
  return {
    open,
    menuId,
    options,
    active: Math.min(active, Math.max(0, options.length - 1)),
    hint: range ? hintFor(paths ?? [], range.query) : '',
    setActive,
    close: () => move(null),
    show() {
      const field = element.current
      if (!field) return
      field.focus()
      const caret = field.selectionStart ?? field.value.length
      move(findRange() ?? { from: caret, to: caret, query: '' }, true)
    },
    follow(typed) {
      const next = findRange()
      if (next === null ? range !== null : typed || range !== null) {
        if (typed) move(next)
        else setRange(next)
      }
    },
    choose,
    onKeyDown(event) {
      if (!open) {
        if (bare && event.key === 'ArrowDown') {
          event.preventDefault()
          move(findRange(), true)
        }
        return
      }
      if (event.key === 'Escape') {
        event.preventDefault()
        event.stopPropagation()
        move(null)
        return
      }
      const chosen = options[active] ?? options[0]
      if (!chosen) return
      if (event.key === 'ArrowDown') setActive((active + 1) % options.length)
      else if (event.key === 'ArrowUp') setActive((active + options.length - 1) % options.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) choose(chosen)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

function hintFor(paths: readonly KnownPath[], query: string): string {
  const above = paths.find((known) => known.open && query.startsWith(`${known.path}.`))
  return above
    ? `What lies below ${above.path} is known when it runs. Type the rest of the path.`
    : 'No value before this step has this path. It may be typed all the same.'
}

// insertText keeps the browser's own undo, which assigning a value would throw away.
function replaceRange(field: TextElement, range: CompletionRange, inserted: string): void {
  field.focus()
  field.setSelectionRange(range.from, range.to)
  if (document.execCommand('insertText', false, inserted)) return
  field.setRangeText(inserted, range.from, range.to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
