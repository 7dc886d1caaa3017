'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight, ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import { IconButton } from './button'
import { cn } from './cn'
import { CopyButton, copyText } from './copy-button'
import { type JsonRow, leafText, leafType, toJsonRows } from './json-rows'
import { SearchInput } from './search-input'

const ROW_PX = 22
const LEAF_SHOWN = 400
const OPEN_ALL_DEPTH = 100

export interface JsonViewProps {
  value: unknown
  /** The accessible name: “Response body”. */
  label: string
  /** Levels open to begin with. */
  defaultDepth?: number
  /** The height, in px, from which it scrolls. */
  maxHeight?: number
  /** Without search and buttons, for small values in tight places. */
  bare?: boolean
  className?: string
}

/** JSON as a tree: foldable, searchable, copyable, by keyboard; only the lines in view are in the document. */
export function JsonView({ value, label, defaultDepth = 2, maxHeight = 360, bare, className }: JsonViewProps) {
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [depth, setDepth] = useState(defaultDepth)
  const [query, setQuery] = useState('')
  const deferredQuery = useDeferredValue(query)
  const rows = useMemo(() => toJsonRows(value, folds, depth, deferredQuery), [value, folds, depth, deferredQuery])
  const foldable = typeof value === 'object' && value !== null

  function foldAll(nextDepth: number) {
    setFolds(new Map())
    setDepth(nextDepth)
  }

  return (
    <div className={cn('min-w-0 overflow-hidden rounded-lg border border-line bg-surface', className)}>
      {bare ? null : (
        <div className="flex items-center gap-1 border-line border-b bg-canvas p-1">
          {foldable ? (
            <>
              <SearchInput
                label={`Search in ${label}`}
                placeholder="Search"
                value={query}
                onValueChange={setQuery}
                className="max-w-52 [&_input]:h-7 [&_input]:text-xs [&>button]:top-0.5 [&>svg]:top-1.5"
              />
              <span className="ml-auto" />
              <IconButton label="Unfold all" size="icon-sm" onClick={() => foldAll(OPEN_ALL_DEPTH)}>
                <ChevronsUpDown aria-hidden />
              </IconButton>
              <IconButton label="Fold all" size="icon-sm" onClick={() => foldAll(1)}>
                <ChevronsDownUp aria-hidden />
              </IconButton>
            </>
          ) : (
            <span className="mr-auto" />
          )}
          <CopyButton label={`Copy ${label}`} value={() => toCopyText(value)} />
        </div>
      )}
      {rows.length === 0 ? (
        <p className="px-3 py-4 text-muted text-sm">
          Nothing in {label} matches “{query}”.
        </p>
      ) : (
        <JsonTree
          rows={rows}
          label={label}
          maxHeight={maxHeight}
          onToggle={(row) => setFolds((before) => new Map(before).set(row.id, !row.open))}
        />
      )}
    </div>
  )
}

interface JsonTreeProps {
  rows: JsonRow[]
  label: string
  maxHeight: number
  onToggle: (row: JsonRow) => void
}

function JsonTree({ rows, label, maxHeight, onToggle }: JsonTreeProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [activeId, setActiveId] = useState<string>()
  const prefix = useId()
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  )
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    paddingStart: 6,
    paddingEnd: 6,
    initialRect: { width: 600, height: maxHeight },
  })
  const items = virtualizer.getVirtualItems()

  function go(index: number) {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (!next) return
    setActiveId(next.id)
    virtualizer.scrollToIndex(rows.indexOf(next))
  }

  function parentIndex(): number {
    const depth = rows[activeIndex]?.depth ?? 0
    for (let index = activeIndex - 1; index >= 0; index--) if ((rows[index]?.depth ?? 0) < depth) return index
    return activeIndex
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[activeIndex]
    if (!row) return
    const copies = (event.metaKey || event.ctrlKey) && event.key === 'c'
    if (copies && document.getSelection()?.isCollapsed !== false) return void copyText(toCopyText(row.value))
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'ArrowDown') go(activeIndex + 1)
    else if (event.key === 'ArrowUp') go(activeIndex - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'ArrowRight') row.size && !row.open ? onToggle(row) : go(activeIndex + 1)
    else if (event.key === 'ArrowLeft') row.open && row.size ? onToggle(row) : go(parentIndex())
    else if ((event.key === 'Enter' || event.key === ' ') && row.size) onToggle(row)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-activedescendant={items.some((item) => item.index === activeIndex) ? `${prefix}-${activeIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/tree overflow-auto font-mono text-xs focus-visible:-outline-offset-2"
      style={{ maxHeight }}
    >
      <div role="presentation" className="relative min-w-fit" style={{ height: virtualizer.getTotalSize() }}>
        {/* The lines in view, moved to their place together, so that the widest of them sets the width. */}
        <div role="presentation" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map((item) => {
            const row = rows[item.index]
            return row ? (
              <JsonLine
                key={row.id}
                id={`${prefix}-${item.index}`}
                row={row}
                active={item.index === activeIndex}
                onPress={() => {
                  setActiveId(row.id)
                  if (row.size) onToggle(row)
                }}
              />
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}

const leafColours = {
  string: 'text-hue-green',
  number: 'text-hue-blue',
  boolean: 'text-hue-violet',
  null: 'text-subtle',
}

function JsonLine({ id, row, active, onPress }: { id: string; row: JsonRow; active: boolean; onPress: () => void }) {
  const isBranch = row.size !== undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its active item
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={isBranch && row.size ? row.open : undefined}
      aria-selected={active}
      onClick={onPress}
      className={cn(
        'group/line flex w-full items-center whitespace-pre pr-2 hover:bg-hover',
        active && 'group-focus-visible/tree:bg-selected',
        isBranch && 'cursor-pointer',
      )}
      style={{ height: ROW_PX, paddingLeft: 6 + row.depth * 16 }}
    >
      <ChevronRight
        aria-hidden
        className={cn('mr-1 size-3 shrink-0 text-subtle', row.open && 'rotate-90', !row.size && 'invisible')}
      />
      {row.name === undefined ? null : (
        <span className={typeof row.name === 'number' ? 'text-subtle' : 'text-fg'}>
          {row.name}
          <span className="text-subtle">: </span>
        </span>
      )}
      {isBranch ? <BranchSummary row={row} /> : <Leaf value={row.value} />}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation()
          void copyText(toCopyText(row.value))
        }}
        className="invisible ml-3 rounded px-1 font-sans text-2xs text-accent-fg hover:underline group-hover/line:visible"
      >
        Copy
      </button>
    </div>
  )
}

function BranchSummary({ row }: { row: JsonRow }) {
  const isArray = Array.isArray(row.value)
  if (!row.size) return <span className="text-subtle">{isArray ? '[]' : '{}'}</span>
  const noun = isArray ? 'item' : 'key'
  return (
    <span className="text-subtle">{`${isArray ? '[…]' : '{…}'} ${row.size} ${row.size === 1 ? noun : `${noun}s`}`}</span>
  )
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  const text = leafText(value)
  const long = text.length > LEAF_SHOWN
  return (
    <span className={leafColours[leafType(value)]}>
      {long && !whole ? `${text.slice(0, LEAF_SHOWN)}…` : text}
      {long ? (
        <button
          type="button"
          tabIndex={-1}
          className="ml-2 rounded px-1 font-sans text-2xs text-accent-fg underline"
          onClick={(event) => {
            event.stopPropagation()
            setWhole(!whole)
          }}
        >
          {whole ? 'Less' : `All ${text.length.toLocaleString('en')} characters`}
        </button>
      ) : null}
    </span>
  )
}

function toCopyText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'undefined')
}
