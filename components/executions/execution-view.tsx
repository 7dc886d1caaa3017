'use client'

import { type ReactNode, useMemo, useState } from 'react'
import { RequestError } from '@/components/api/request-error'
import { AsyncFailureCallout } from '@/components/messages/async-badge'
import { deriveTrace, type FlowTrace } from '@/components/messages/derive-trace'
import { MessageList } from '@/components/messages/message-list'
import { Callout } from '@/components/ui/callout'
import { Skeleton } from '@/components/ui/skeleton'
import type { RunnerMessage } from '@/lib/engine/message'
import type { FlowDocument } from '@/lib/flow/schema'
import type { ExecutionListItem } from '@/lib/runner/types'
import { ExecutionHeader } from './execution-header'
import { useExecution } from './use-execution'

/** What the page's canvas needs to know. */
export interface ExecutionCanvas {
  document: FlowDocument
  trace: FlowTrace
  selectedStepId: string | null
  onSelectStep: (stepId: string) => void
}

export interface ExecutionViewProps {
  projectId: string
  execution: ExecutionListItem
  /** The snapshot that it ran. */
  document: FlowDocument
  /** The first messages; the rest is loaded or followed from here. */
  messages: readonly RunnerMessage[]
  canRun: boolean
  /** Draws the flow: the canvas is another feature's. */
  canvas: (canvas: ExecutionCanvas) => ReactNode
}

/** One execution on the flow that it ran: the way it took, and every message. Goes on live while it lives. */
export function ExecutionView({ projectId, execution, document, messages: first, canRun, canvas }: ExecutionViewProps) {
  const { messages, status, live, durationMs, asyncCalls, loading, error, retry } = useExecution(
    projectId,
    execution,
    first,
  )
  const [selectedStepId, setSelectedStepId] = useState<string | null>(null)
  const trace = useMemo(() => deriveTrace(messages), [messages])
  const failure = messages.findLast(({ type }) => type === 'failed')
  return (
    <div className="flex min-h-full flex-col lg:h-full">
      <ExecutionHeader
        projectId={projectId}
        execution={execution}
        status={status}
        durationMs={durationMs}
        messageCount={messages.length}
        live={live}
        asyncCalls={asyncCalls}
        canRun={canRun}
      />
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <section
          aria-label="Flow as it ran"
          className="h-72 min-w-0 shrink-0 border-line border-b bg-canvas lg:h-auto lg:flex-1 lg:border-b-0"
        >
          {canvas({ document, trace, selectedStepId, onSelectStep: setSelectedStepId })}
        </section>
        <section
          aria-label="Messages"
          className="flex h-[80dvh] min-w-0 flex-col border-line bg-surface lg:h-auto lg:w-[min(44%,560px)] lg:border-l"
        >
          {failure?.type === 'failed' ? (
            <Callout tone="danger" title={failure.error.description} className="m-3 mb-0">
              {failure.error.message}
            </Callout>
          ) : null}
          <AsyncFailureCallout calls={asyncCalls} />
          {error ? (
            <div className="p-3 pb-0">
              <RequestError title="Not all messages could be loaded" error={error} onRetry={retry} />
            </div>
          ) : null}
          <MessageList
            messages={messages}
            executionId={execution.id}
            live={live || asyncCalls.pending > 0}
            selectedStepId={selectedStepId}
            onSelectStep={setSelectedStepId}
            empty={
              <p className="px-3 py-8 text-center text-muted text-sm">
                {live ? 'Waiting for the first message…' : 'The messages of this execution were deleted.'}
              </p>
            }
            className="flex-1"
          />
          {loading ? <Skeleton className="m-3 h-8 shrink-0" /> : null}
        </section>
      </div>
    </div>
  )
}
