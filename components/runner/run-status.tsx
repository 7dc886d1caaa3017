'use client'

import { ExternalLink, Unplug } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { AsyncBadge } from '@/components/messages/async-badge'
import { deriveAsyncCalls } from '@/components/messages/derive-async-calls'
import type { FeedSnapshot } from '@/components/messages/execution-feed'
import { formatDuration } from '@/components/messages/format'
import { lastOwn } from '@/components/messages/order-messages'
import { StatusBadge } from '@/components/messages/status-badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { JsonView } from '@/components/ui/json-view'
import { Spinner } from '@/components/ui/spinner'
import type { RunnerMessage } from '@/lib/engine/message'
import type { ExecutionStatus } from '@/lib/runner/types'

export interface RunStatusProps {
  projectId: string
  executionId: string
  status: ExecutionStatus
  messages: readonly RunnerMessage[]
  connection: FeedSnapshot['connection']
}

/** Where the execution is: its state, its time so far, its id and its own page. */
export function RunStatus({ projectId, executionId, status, messages, connection }: RunStatusProps) {
  const first = messages[0]
  const last = lastOwn(messages)
  const ms = first && last ? Date.parse(last.at) - Date.parse(first.at) : null
  const asyncCalls = useMemo(() => deriveAsyncCalls(messages), [messages])
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-3 py-2 text-xs">
      <StatusBadge status={status} />
      <AsyncBadge calls={asyncCalls} />
      {ms === null ? null : <span className="text-muted tabular-nums">{formatDuration(ms)}</span>}
      {connection === 'retrying' ? (
        <span role="status" className="inline-flex items-center gap-1 text-warning">
          <Unplug aria-hidden className="size-3.5" /> Connection lost, trying again…
        </span>
      ) : null}
      {connection === 'connecting' && status === 'running' ? <Spinner label="Connecting" className="size-3.5" /> : null}
      <span className="ml-auto inline-flex min-w-0 items-center">
        <code className="truncate font-mono text-subtle">{executionId}</code>
        <CopyButton value={executionId} label="Copy the execution's id" size="icon-xs" />
        <Button asChild variant="ghost" size="icon-xs">
          <Link href={`/p/${projectId}/executions/${executionId}`} aria-label="Open the execution's page">
            <ExternalLink aria-hidden />
          </Link>
        </Button>
      </span>
    </div>
  )
}

/** How the execution ended, in a few words and its outputs. */
export function RunResult({ messages }: { messages: readonly RunnerMessage[] }) {
  const last = lastOwn(messages)
  if (last?.type === 'failed') {
    return (
      <Callout tone="danger" title={last.error.description} className="m-3">
        {last.error.message}
      </Callout>
    )
  }
  if (last?.type !== 'completed' || Object.keys(last.outputs).length === 0) return null
  return (
    <section aria-label="Outputs" className="border-line border-b px-3 py-2">
      <h3 className="mb-1 font-medium text-muted text-xs">Outputs</h3>
      <JsonView value={last.outputs} label="outputs" maxHeight={160} bare />
    </section>
  )
}
