'use client'

import { useEffect, useId, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { flowNameSchema } from '@/lib/flow/schema'
import { useCommand, useEditor } from '../store/context'

/** The flow's name, edited in place; one that cannot be saved is said so and never enters the document. */
export function FlowName() {
  const command = useCommand()
  const name = useEditor((state) => state.document.name)
  const readOnly = useEditor((state) => state.readOnly)
  const [text, setText] = useState(name)
  const errorId = useId()
  const checked = flowNameSchema.safeParse(text)
  const error = checked.success ? null : (checked.error.issues[0]?.message ?? 'Choose another name.')

  // Undo and a reloaded draft change the name from outside.
  useEffect(() => setText(name), [name])

  if (readOnly) return <h1 className="min-w-0 truncate font-semibold text-base">{name}</h1>
  const commit = () => {
    if (!checked.success) setText(name)
    else if (checked.data !== name) {
      command('Rename flow', (draft) => void Object.assign(draft, { name: checked.data }), { undo: 'record' })
    }
  }
  return (
    <h1 className="relative min-w-0 flex-1 md:max-w-72 md:flex-none">
      <span
        aria-hidden
        className="invisible block max-w-full overflow-hidden whitespace-pre px-1.5 font-semibold text-base"
      >
        {text || ' '}
      </span>
      <input
        aria-label="Flow name"
        aria-invalid={error !== null}
        aria-describedby={error ? errorId : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setText(name)
        }}
        className={cn(
          'absolute inset-0 w-full truncate rounded-md bg-transparent px-1.5 font-semibold text-base hover:bg-hover focus:bg-surface',
          error && 'text-danger',
        )}
      />
      {error ? (
        <span
          id={errorId}
          role="alert"
          className="absolute top-full left-0 z-20 mt-1 rounded-md bg-raised px-2 py-1 font-normal text-danger text-xs shadow-lg"
        >
          {error}
        </span>
      ) : null}
    </h1>
  )
}
