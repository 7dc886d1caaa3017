'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { AsyncBadge } from '@/components/messages/async-badge'
import { formatDuration } from '@/components/messages/format'
import { StatusBadge } from '@/components/messages/status-badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import type { ExecutionListItem } from '@/lib/runner/types'
import { triggerLabels } from './trigger-labels'

const ROW_PX = 57
/** The next page is asked for when so many rows are left below. */
const AHEAD = 15
const COLUMNS = 6

export interface ExecutionTableProps {
  projectId: string
  executions: readonly ExecutionListItem[]
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
}

/** Executions as a table; only the rows in view are in the document. Asks for more as its end comes near. */
export function ExecutionTable({ projectId, executions, hasMore, loadingMore, onMore }: ExecutionTableProps) {
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: executions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => executions[index]?.id ?? index,
    overscan: 12,
    initialRect: { width: 1000, height: 900 },
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const nearEnd = (last?.index ?? 0) >= executions.length - AHEAD
  useEffect(() => {
    if (hasMore && nearEnd && !loadingMore) onMore()
  }, [hasMore, nearEnd, loadingMore, onMore])

  return (
    <section
      ref={scroller}
      aria-label="Executions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative min-h-40 overflow-auto overscroll-contain rounded-xl border border-line bg-surface shadow-xs [overflow-anchor:none] [scrollbar-width:thin]"
    >
      <table
        aria-label="Executions"
        aria-rowcount={hasMore ? -1 : executions.length + 1}
        className="w-full border-collapse text-sm"
      >
        <thead className="sticky top-0 z-10 bg-surface shadow-[0_1px_0_var(--line)]">
          <tr aria-rowindex={1}>
            <Head>Status</Head>
            <Head>Flow</Head>
            <Head className="max-md:hidden">Trigger</Head>
            <Head className="text-right max-sm:hidden">Duration</Head>
            <Head className="text-right max-lg:hidden">Messages</Head>
            <Head className="text-right max-sm:hidden">Started</Head>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          <Space height={first?.start ?? 0} />
          {items.map((item) => {
            const execution = executions[item.index]
            return execution ? (
              <Row key={item.key} projectId={projectId} execution={execution} index={item.index} />
            ) : null
          })}
          <Space height={virtualizer.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
      {loadingMore ? (
        <p className="flex items-center justify-center gap-2 border-line border-t py-3 text-muted text-sm">
          <Spinner label="Loading more executions" /> Loading more…
        </p>
      ) : null}
    </section>
  )
}

function Row({ projectId, execution, index }: { projectId: string; execution: ExecutionListItem; index: number }) {
  const {
    id,
    flowName,
    versionNumber,
    status,
    error,
    asyncCalls,
    trigger,
    startedBy,
    durationMs,
    messageCount,
    startedAt,
  } = execution
  return (
    <tr aria-rowindex={index + 2} className="relative h-14 hover:bg-hover" style={{ height: ROW_PX }}>
      <td className="px-4 py-2 max-sm:px-3">
        <StatusBadge status={status} />
      </td>
      <td className="w-full max-w-0 px-4 py-2 max-sm:px-2">
        <div className="flex min-w-0 items-baseline gap-2">
          <Link
            href={`/p/${projectId}/executions/${id}`}
            prefetch={false}
            className="truncate font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
          >
            {flowName}
          </Link>
          <span className="shrink-0 text-subtle text-xs">{versionText(versionNumber)}</span>
          <AsyncBadge calls={asyncCalls} />
        </div>
        <p className="truncate text-xs">
          <RelativeTime value={startedAt} className="mr-1.5 text-muted sm:hidden" />
          {error ? (
            <span className="text-danger">{error.message}</span>
          ) : asyncCalls.firstFailure ? (
            <span className="text-danger">
              {asyncCalls.firstFailure.stepName}: {asyncCalls.firstFailure.message}
            </span>
          ) : (
            <code className="font-mono text-subtle">{id}</code>
          )}
        </p>
      </td>
      <td className="whitespace-nowrap px-4 py-2 max-md:hidden">
        {triggerLabels[trigger]}
        {startedBy ? <span className="block max-w-40 truncate text-subtle text-xs">{startedBy}</span> : null}
      </td>
      <td className="whitespace-nowrap px-4 py-2 text-right tabular-nums max-sm:hidden">
        {durationMs === null ? <span className="text-subtle">…</span> : formatDuration(durationMs)}
      </td>
      <td className="px-4 py-2 text-right tabular-nums max-lg:hidden">{messageCount.toLocaleString('en')}</td>
      <td className="whitespace-nowrap px-4 py-2 text-right text-muted max-sm:hidden">
        <RelativeTime value={startedAt} />
      </td>
    </tr>
  )
}

function versionText(versionNumber: number | null): string {
  return versionNumber === null ? 'Draft' : `v${versionNumber}`
}

function Head({ className = '', children }: { className?: string; children: string }) {
  return (
    <th scope="col" className={`h-9 whitespace-nowrap px-4 text-left font-medium text-subtle text-xs ${className}`}>
      {children}
    </th>
  )
}

// Rows out of view stand as one empty row of their height.
function Space({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={COLUMNS} style={{ height, padding: 0 }} />
    </tr>
  )
}
