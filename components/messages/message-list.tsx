'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { SearchInput } from '@/components/ui/search-input'
import { Segmented } from '@/components/ui/segmented'
import type { RunnerMessage } from '@/lib/engine/message'
import { DownloadMenu } from './download-menu'
import { filterMessages, type MessageFilter } from './filter-messages'
import { formatCount } from './format'
import { MessageRow } from './message-row'

const ROW_PX = 53
/** Nearer to the end than this, the list follows new messages. */
const FOLLOW_PX = 80

export interface MessageListProps {
  messages: readonly RunnerMessage[]
  /** Names the downloaded file. */
  executionId: string
  /** New messages may come: the list follows them. */
  live: boolean
  selectedStepId?: string | null | undefined
  onSelectStep?: ((stepId: string) => void) | undefined
  /** Shown instead of the list while there are no messages. */
  empty?: ReactNode
  className?: string
}

/** The messages of an execution: searched, filtered, opened for their details, saved to a file. Copes with thousands. */
export function MessageList({
  messages,
  executionId,
  live,
  selectedStepId,
  onSelectStep,
  empty,
  className,
}: MessageListProps) {
  const [filter, setFilter] = useState<MessageFilter>('all')
  const [query, setQuery] = useState('')
  const deferredQuery = useDeferredValue(query)
  const shown = useMemo(() => filterMessages(messages, filter, deferredQuery), [messages, filter, deferredQuery])
  if (messages.length === 0 && empty) return empty
  return (
    <div className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
        <Segmented
          label="Which messages"
          size="sm"
          value={filter}
          onValueChange={setFilter}
          options={[
            { value: 'all', label: 'All' },
            { value: 'connectors', label: 'Connector calls' },
            { value: 'problems', label: 'Warnings & errors' },
          ]}
        />
        <div className="flex min-w-40 flex-1 items-center gap-1">
          <SearchInput
            label="Search messages"
            placeholder="Search"
            value={query}
            onValueChange={setQuery}
            className="max-w-none [&_input]:h-7 [&_input]:text-xs [&>button]:top-0.5 [&>svg]:top-1.5"
          />
          <DownloadMenu executionId={executionId} messages={messages} />
        </div>
      </div>
      {shown.length === 0 ? (
        <p className="px-3 py-6 text-center text-muted text-sm">
          {messages.length === 0 ? 'No messages yet.' : 'No message matches. Clear the search or choose All.'}
        </p>
      ) : (
        <Rows
          shown={shown}
          messages={messages}
          live={live && filter === 'all' && query === ''}
          selectedStepId={selectedStepId}
          onSelectStep={onSelectStep}
        />
      )}
      <p aria-live="polite" className="sr-only">
        {filter === 'all' && query === '' ? '' : formatCount(shown.length, 'message')}
      </p>
    </div>
  )
}

interface RowsProps extends Pick<MessageListProps, 'messages' | 'live' | 'selectedStepId' | 'onSelectStep'> {
  shown: readonly RunnerMessage[]
}

function Rows({ shown, messages, live, selectedStepId, onSelectStep }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [openNumbers, setOpenNumbers] = useState<ReadonlySet<number>>(new Set())
  const following = useRef(true)
  const lastTop = useRef(0)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => shown[index]?.number ?? index,
    overscan: 10,
    initialRect: { width: 400, height: 600 },
  })
  const onToggle = useCallback(
    (message: RunnerMessage) => {
      setOpenNumbers((before) => {
        const next = new Set(before)
        if (!next.delete(message.number)) next.add(message.number)
        return next
      })
      // Opening a message means reading it: it must not move away, and its details must be in view.
      following.current = false
      setTimeout(() =>
        scroller.current?.querySelector(`[data-number="${message.number}"]`)?.scrollIntoView({ block: 'nearest' }),
      )
      const stepId = ownStepId(message)
      if (stepId !== null) onSelectStep?.(stepId)
    },
    [onSelectStep],
  )
  const total = virtualizer.getTotalSize()
  const room = virtualizer.scrollRect?.height
  // Also when rows turn out higher than estimated, or a screen above takes room: the end would slip out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: their change is the reason to scroll
  useEffect(() => {
    if (live && following.current && shown.length > 0) virtualizer.scrollToIndex(shown.length - 1, { align: 'end' })
  }, [live, shown.length, total, room, virtualizer])
  const items = virtualizer.getVirtualItems()
  const startedAt = messages[0]?.at ?? ''
  return (
    <div
      ref={scroller}
      onScroll={({ currentTarget }) => {
        const { scrollHeight, scrollTop, clientHeight } = currentTarget
        // Only who scrolls up stops following: a list that grew or shrank has its end elsewhere too.
        const isNearEnd = scrollHeight - scrollTop - clientHeight < FOLLOW_PX
        if (isNearEnd || scrollTop < lastTop.current) following.current = isNearEnd
        lastTop.current = scrollTop
      }}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none] [scrollbar-width:thin]"
    >
      <ol aria-label="Runner messages" className="relative" style={{ height: total }}>
        {items.map((item) => {
          const message = shown[item.index]
          return message ? (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-number={message.number}
              aria-setsize={shown.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 min-w-0 border-line border-b bg-surface"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <MessageRow
                message={message}
                messages={messages}
                startedAt={startedAt}
                open={openNumbers.has(message.number)}
                marked={selectedStepId != null && ownStepId(message) === selectedStepId}
                onToggle={onToggle}
              />
            </li>
          ) : null
        })}
      </ol>
    </div>
  )
}

/** The step of the flow that the execution is of: the canvas knows no other. */
function ownStepId({ stepId, within }: RunnerMessage): string | null {
  return within ? within.rootStepId : stepId
}
