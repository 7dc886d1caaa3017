'use client'

import { Lock } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import { PopoverContent } from '@/components/ui/popover'
import type { KnownPath } from '@/lib/flow/known-path'

export interface PathMenuProps {
  id: string
  options: readonly KnownPath[]
  active: number
  /** Shown when nothing fits. */
  hint: string
  onActive: (index: number) => void
  onChoose: (known: KnownPath) => void
}

/** The list of paths under a field. The field keeps the focus and tells the active row by aria-activedescendant. */
export function PathMenu({ id, options, active, hint, onActive, onChoose }: PathMenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <PopoverContent
      role="presentation"
      align="start"
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className="w-(--radix-popover-trigger-width) min-w-72 max-w-[calc(100vw-1rem)] p-1"
    >
      {options.length > 0 ? (
        <div id={id} ref={list} role="listbox" aria-label="Dynamic values" className="max-h-64 overflow-y-auto">
          {options.map((known, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text; the row is told by aria-activedescendant
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keys
            <div
              key={known.path}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={cn(
                'flex cursor-default select-none items-center gap-x-3 rounded-md px-2 py-1.5',
                known.origin && 'flex-col items-stretch',
                index === active && 'bg-hover',
              )}
              onMouseMove={() => onActive(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(known)}
            >
              <span className="flex min-w-0 flex-1 items-center gap-1.5 font-mono text-xs">
                <span className="truncate">
                  {known.path}
                  {known.open ? <span className="text-subtle">.…</span> : null}
                </span>
                {known.secret ? (
                  <span className="inline-flex items-center gap-0.5 font-sans text-2xs text-warning">
                    <Lock aria-hidden className="size-3" />
                    secret
                  </span>
                ) : null}
              </span>
              {known.origin ? (
                <span className="flex w-full min-w-0 gap-2 text-subtle text-xs">
                  <span className="truncate">{originText(known)}</span>
                  {known.sample === undefined ? null : (
                    <span className="ml-auto max-w-[60%] shrink-0 truncate font-mono text-muted">{known.sample}</span>
                  )}
                </span>
              ) : (
                <span className="max-w-[45%] shrink-0 truncate text-subtle text-xs">{known.from}</span>
              )}
            </div>
          ))}
        </div>
      ) : (
        <p className="px-2 py-1.5 text-pretty text-subtle text-xs">{hint}</p>
      )}
    </PopoverContent>
  )
}

/** Where a path is known from, in a few words: `example · Find customer`. */
export function originText({ origin, from }: KnownPath): string {
  if (origin === undefined) return from
  return `${origin === 'example' ? 'example' : 'past run'} \u00b7 ${from}`
}
