'use client'

import { DifferenceLine } from '@/components/messages/difference-line'
import { labelPath } from '@/lib/flow/diff-labels'
import type { ValueChange } from '@/lib/flow/diff-values'
import { asJson, type Json } from '@/lib/language/json'
import { useEditor } from '../store/context'

/** The most of a value that is shown; the canvas and the step's form have the rest. */
const SHOWN_CHARACTERS = 600

export interface FieldChangesProps {
  changes: readonly ValueChange[]
  /** What the paths of the changes begin at. */
  before: object
  after: object
}

/** The fields that differ, each with what it was and what it is. */
export function FieldChanges({ changes, before, after }: FieldChangesProps) {
  const show = useShowValue()
  return (
    <ul>
      {changes.map((change) => (
        <li key={keyOf(change)} className="border-line border-t">
          <p className="break-words px-2.5 py-1 text-muted text-xs">
            {labelPath(asJson('to' in change ? after : before), 'to' in change ? change.to : change.from) ||
              'All of it'}
            {change.type === 'moved' ? ` moved from place ${placeOf(change.from)} to ${placeOf(change.to)}` : null}
          </p>
          {'before' in change ? <DifferenceLine sign="-" text={show(change.before)} /> : null}
          {'after' in change ? <DifferenceLine sign="+" text={show(change.after)} /> : null}
        </li>
      ))}
    </ul>
  )
}

function keyOf(change: ValueChange): string {
  return JSON.stringify([change.type, 'from' in change ? change.from : null, 'to' in change ? change.to : null])
}

function placeOf(path: readonly (string | number)[]): number {
  return Number(path.at(-1)) + 1
}

/** A value as people know it: connectors by name, text as it is, anything else as JSON. */
export function useShowValue(): (value: Json) => string {
  const connectors = useEditor((state) => state.connectors)
  return (value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
    const name = connectors.find(({ id }) => id === text)?.name
    if (name !== undefined) return name
    if (text === '') return '(empty)'
    return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\u2026` : text
  }
}
