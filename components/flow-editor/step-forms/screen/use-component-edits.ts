import { useCallback, useEffect, useRef, useState } from 'react'
import type { ComponentType, ScreenComponent } from '@/lib/steps/screen/schema'
import { moveItem } from '../condition/group-tree'
import { useStepFormContext } from '../step-form-context'
import { componentLabels, newComponent, placeOf, summarise } from './components'

export const MOST_COMPONENTS = 100

/** What is being dragged: a component of the screen by its place, or a new one by its type. */
type Dragged = { from: number } | { type: ComponentType }

export interface ComponentEdits {
  components: readonly ScreenComponent[]
  /** The place of the one whose settings are open. */
  open: number | null
  setOpen: (place: number | null) => void
  dragged: Dragged | null
  setDragged: (dragged: Dragged | null) => void
  /** The place that a new component would be dropped at. */
  dropPlace: number | null
  setDropPlace: (place: number | null) => void
  /** What a screen reader hears of the last move. */
  spoken: string
  /** Where the focus belongs after a move: at the same control of the component, in its new place. */
  moved: { to: number; control: string } | null
  add: (type: ComponentType, place?: number) => void
  change: (place: number, component: ScreenComponent, name?: string) => void
  /** `control`: the one that was used, to keep the focus. */
  move: (from: number, to: number, control?: string) => void
  remove: (place: number) => void
}

/** Everything that can be done to the list of a screen's components, from the inspector and from the screen editor. */
export function useComponentEdits(
  components: readonly ScreenComponent[],
  onChange: (components: ScreenComponent[], name?: string) => void,
): ComponentEdits {
  const [open, setOpen] = useState<number | null>(null)
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [dropPlace, setDropPlace] = useState<number | null>(null)
  const [spoken, setSpoken] = useState('')
  const [moved, setMoved] = useState<ComponentEdits['moved']>(null)

  const add = (type: ComponentType, at?: number) => {
    if (components.length >= MOST_COMPONENTS) return
    const component = newComponent(type, components)
    const place = at ?? placeOf(component, components)
    const label = componentLabels[type]
    onChange(components.toSpliced(place, 0, component), `Add ${label.toLowerCase()}`)
    setOpen(place)
    setSpoken(`${label} added as ${place + 1} of ${components.length + 1}.`)
  }
  const move = (from: number, to: number, control?: string) => {
    const component = components[from]
    if (!component || from === to || to < 0 || to >= components.length) return
    // A drag passes over many places and is one change.
    onChange(moveItem(components, from, to), control === undefined ? undefined : 'Move component')
    // The open card goes with its component.
    if (open !== null) setOpen(moveItem([...components.keys()], from, to).indexOf(open))
    if (control === undefined) return
    setMoved({ to, control })
    const name = summarise(component) || componentLabels[component.type]
    setSpoken(`${name} is now ${to + 1} of ${components.length}.`)
  }
  const remove = (place: number) => {
    const component = components[place]
    if (!component) return
    onChange(components.toSpliced(place, 1), 'Remove component')
    setOpen(null)
    setMoved({ to: Math.min(place, components.length - 2), control: 'open' })
    setSpoken(`${componentLabels[component.type]} removed.`)
  }
  return {
    components,
    open,
    setOpen,
    dragged,
    setDragged,
    dropPlace,
    setDropPlace,
    spoken,
    moved,
    add,
    change: (place, component, name) => onChange(components.with(place, component), name),
    move,
    remove,
  }
}

/** Opens the component that a problem leads to. */
export function useWantedComponent(setOpen: (place: number) => void): void {
  const { wanted } = useStepFormContext()
  useEffect(() => {
    if (wanted?.[0] === 'components' && typeof wanted[1] === 'number') setOpen(wanted[1])
  }, [wanted, setOpen])
}

/** Keeps the focus at a component that was moved by keyboard. @returns the ref of the list */
export function useMovedFocus(moved: ComponentEdits['moved']) {
  const list = useRef<HTMLOListElement>(null)
  const focus = useCallback((place: number, control: string) => {
    const card = list.current?.querySelector(`[data-place="${place}"]`)
    const wanted = card?.querySelector<HTMLButtonElement>(`[data-control="${control}"]:not(:disabled)`)
    const target = wanted ?? card?.querySelector<HTMLButtonElement>('[data-control="open"]')
    target?.focus()
  }, [])
  useEffect(() => {
    // Two lists may show the same screen: only the one that has the focus, or has just lost it, takes it.
    const active = document.activeElement
    if (moved && (active === document.body || list.current?.contains(active))) focus(moved.to, moved.control)
  }, [moved, focus])
  return list
}
