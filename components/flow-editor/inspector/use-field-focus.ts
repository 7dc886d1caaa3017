'use client'

import { type RefObject, useEffect } from 'react'
import { useView } from '../store/context'

/** A form may need a moment to open what hides a field, and the JSON editor to load. */
const MOST_FRAMES = 60
const FIELDS = 'input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [contenteditable="true"]'

/** Moves to the field that a problem leads to: the field itself, else the nearest part of the form around it. */
export function useFieldFocus(container: RefObject<HTMLElement | null>, stepId: string): void {
  const focus = useView((state) => (state.fieldFocus?.stepId === stepId ? state.fieldFocus : null))
  useEffect(() => {
    if (!focus) return
    let frame = 0
    let handle = requestAnimationFrame(function attempt() {
      frame += 1
      const last = frame >= MOST_FRAMES
      const target = container.current && findTarget(container.current, focus.path, frame > 20)
      if (target) {
        target.scrollIntoView({ block: 'center' })
        target.focus({ preventScroll: true })
      } else if (!last) handle = requestAnimationFrame(attempt)
    })
    return () => cancelAnimationFrame(handle)
  }, [container, focus])
}

/** `loose`: what is around the field will do, when the field does not come. */
function findTarget(root: HTMLElement, path: readonly (string | number)[], loose: boolean): HTMLElement | null {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.')
    const field = root.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
    const control =
      field?.querySelector<HTMLElement>(FIELDS) ?? field?.querySelector<HTMLElement>('button:not(:disabled)')
    if (control) return control
    if (!loose && length < path.length - 2) return null
  }
  return loose ? (root.querySelector<HTMLElement>(FIELDS) ?? null) : null
}
