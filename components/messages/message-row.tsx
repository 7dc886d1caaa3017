'use client'

import {
  AppWindow,
  ArrowRight,
  Ban,
  CalendarSync,
  ChevronRight,
  CircleCheck,
  CircleX,
  Clock,
  Code,
  KeyRound,
  Link2,
  type LucideIcon,
  MousePointerClick,
  Play,
  Plug,
  RotateCw,
  Split,
  TriangleAlert,
  Workflow,
  Zap,
} from 'lucide-react'
import { memo } from 'react'
import { cn } from '@/components/ui/cn'
import type { MessageType, RunnerMessage } from '@/lib/engine/message'
import { readConnectorRecord } from './connector-record'
import { formatOffset } from './format'
import { MessageDetails } from './message-details'
import { type MessageTone, summarize } from './summarize'

const icons: Readonly<Record<MessageType, LucideIcon>> = {
  started: Play,
  passed: ArrowRight,
  screen: AppWindow,
  connecting: Link2,
  submitted: MousePointerClick,
  connector: Plug,
  action: Zap,
  script: Code,
  subflowStarted: Workflow,
  subflowEnded: Workflow,
  exchange: RotateCw,
  queued: Clock,
  asyncCall: CalendarSync,
  condition: Split,
  warning: TriangleAlert,
  completed: CircleCheck,
  failed: CircleX,
  cancelled: Ban,
}

const iconTones: Readonly<Record<MessageTone, string>> = {
  neutral: 'text-subtle',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
}

const textTones: Readonly<Record<MessageTone, string>> = { ...iconTones, neutral: 'text-muted', success: 'text-muted' }

export interface MessageRowProps {
  message: RunnerMessage
  messages: readonly RunnerMessage[]
  startedAt: string
  open: boolean
  /** The step of this message is the selected one. */
  marked: boolean
  onToggle: (message: RunnerMessage) => void
}

/** One line of the message list, with its details when it is open. */
export const MessageRow = memo(function MessageRow({
  message,
  messages,
  startedAt,
  open,
  marked,
  onToggle,
}: MessageRowProps) {
  const { text, tone } = summarize(message)
  const Icon = message.type === 'exchange' && message.purpose === 'token' ? KeyRound : icons[message.type]
  // The exchanges of a call are told together when it has ended; each stands at the time that it began.
  const at = (message.type === 'exchange' && readConnectorRecord(message.record).startedAt) || message.at
  const detailsId = `message-${message.number}`
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? detailsId : undefined}
        onClick={() => onToggle(message)}
        className={cn(
          'flex w-full min-w-0 items-start gap-2 px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2',
          marked && 'bg-selected hover:bg-selected',
        )}
      >
        <ChevronRight
          aria-hidden
          className={cn('mt-0.5 size-4 shrink-0 text-subtle transition-transform', open && 'rotate-90')}
        />
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', iconTones[tone])} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-sm">
            {message.within ? <span className="text-subtle">{message.within.flowName} › </span> : null}
            {message.stepName ?? 'Execution'}
          </span>
          <span className={cn('block break-words text-xs', textTones[tone], open ? '' : 'line-clamp-2')}>{text}</span>
        </span>
        <time dateTime={at} className="mt-0.5 shrink-0 text-subtle text-xs tabular-nums">
          {formatOffset(startedAt, at)}
        </time>
      </button>
      {open ? (
        <section
          id={detailsId}
          aria-label={`Details of message ${message.number}`}
          className="min-w-0 border-line border-t bg-canvas px-3 py-3"
        >
          <MessageDetails message={message} messages={messages} />
        </section>
      ) : null}
    </>
  )
}, isSameRow)

// The list grows with every message; a row must not be drawn again for the ones behind it.
function isSameRow(a: MessageRowProps, b: MessageRowProps): boolean {
  return (
    a.message === b.message &&
    a.startedAt === b.startedAt &&
    a.open === b.open &&
    a.marked === b.marked &&
    a.onToggle === b.onToggle &&
    // What has become of a queued call is told by later messages.
    (b.message.type !== 'queued' || !b.open || a.messages === b.messages)
  )
}
