'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { SearchInput } from '@/components/ui/search-input'
import type { DocumentOperation } from '@/lib/connectors/import/openapi/read-openapi'

const ROW_HEIGHT = 44

export interface OperationListProps {
  operations: readonly DocumentOperation[]
  /** Keys of operations. */
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
  /** Beside the count. */
  children: ReactNode
}

/** The operations of a document, to be searched and ticked. Only the rows in view are drawn. */
export function OperationList({ operations, chosen, onChange, children }: OperationListProps) {
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const found = useMemo(() => filter(operations, wanted), [operations, wanted])
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  const all = found.length > 0 && found.every(({ key }) => chosen.has(key))

  function tick(keys: readonly string[], on: boolean) {
    const next = new Set(chosen)
    for (const key of keys) {
      if (on) next.add(key)
      else next.delete(key)
    }
    onChange(next)
  }

  return (
    <section aria-label="Operations" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium text-sm">
          Operations{' '}
          <span role="status" className="font-normal text-subtle">
            {chosen.size} of {operations.length} chosen
          </span>
        </h3>
        {children}
      </div>
      <div className="flex items-center gap-2">
        <SearchInput
          label="Search operations"
          placeholder="Path, name or tag"
          value={search}
          onValueChange={setSearch}
          maxLength={100}
          onKeyDown={(event) => {
            // The form around it is sent by its button.
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
        <Button
          size="sm"
          disabled={found.length === 0}
          onClick={() =>
            tick(
              found.map(({ key }) => key),
              !all,
            )
          }
        >
          {all ? 'Choose none' : `Choose all ${found.length}`}
        </Button>
      </div>
      {found.length === 0 ? (
        <p className="text-muted text-sm">No operation has this path, name or tag.</p>
      ) : (
        <div ref={scroller} className="max-h-72 overflow-y-auto rounded-md border border-line">
          <ul aria-label="Operations found" className="relative" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, key, start }) => {
              const operation = found[index]
              return operation ? (
                <li
                  key={key}
                  aria-setsize={found.length}
                  aria-posinset={index + 1}
                  className="absolute inset-x-0 border-line border-b"
                  style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
                >
                  <OperationRow
                    operation={operation}
                    checked={chosen.has(operation.key)}
                    onTick={(on) => tick([operation.key], on)}
                  />
                </li>
              ) : null
            })}
          </ul>
        </div>
      )}
    </section>
  )
}

interface OperationRowProps {
  operation: DocumentOperation
  checked: boolean
  onTick: (on: boolean) => void
}

function OperationRow({ operation, checked, onTick }: OperationRowProps) {
  const { action, path, summary, operationId, deprecated } = operation
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is the control, drawn as a button
    <label className="flex h-full cursor-pointer items-center gap-3 px-3 text-sm hover:bg-hover">
      <Checkbox aria-label={`${action} ${path}`} checked={checked} onCheckedChange={(next) => onTick(next === true)} />
      <span className="w-16 shrink-0">
        <Badge>{action}</Badge>
      </span>
      <span className="min-w-0 flex-1">
        <code className="block truncate font-mono text-xs">{path}</code>
        <span className="block truncate text-subtle text-xs">{summary || operationId}</span>
      </span>
      {deprecated ? <Badge tone="warning">Deprecated</Badge> : null}
    </label>
  )
}

function filter(operations: readonly DocumentOperation[], search: string): readonly DocumentOperation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return operations
  return operations.filter(({ key, summary, operationId, tags }) => {
    const text = `${key} ${summary} ${operationId ?? ''} ${tags.join(' ')}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
