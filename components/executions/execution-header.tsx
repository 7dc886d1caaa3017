'use client'

import { Pencil, Square } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { asApiError } from '@/components/api/fetch-json'
import { AsyncBadge } from '@/components/messages/async-badge'
import { cancelExecution } from '@/components/messages/execution-api'
import { formatCount, formatDuration } from '@/components/messages/format'
import { StatusBadge } from '@/components/messages/status-badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AsyncCallSummary, ExecutionListItem, ExecutionStatus } from '@/lib/runner/types'
import { triggerLabels } from './trigger-labels'

export interface ExecutionHeaderProps {
  projectId: string
  execution: ExecutionListItem
  status: ExecutionStatus
  durationMs: number | null
  messageCount: number
  live: boolean
  asyncCalls: AsyncCallSummary
  canRun: boolean
}

/** What ran, when, by whom, for how long, and where it stands. */
export function ExecutionHeader(props: ExecutionHeaderProps) {
  const { projectId, execution, status, durationMs, messageCount, live, asyncCalls, canRun } = props
  const { id, flowId, flowName, versionNumber, trigger, startedBy, startedAt } = execution
  const [cancelling, setCancelling] = useState(false)

  async function cancel() {
    setCancelling(true)
    try {
      await cancelExecution(projectId, id)
    } catch (error) {
      toast.error(asApiError(error).message)
    } finally {
      setCancelling(false)
    }
  }

  const continued = status === 'waiting' && trigger === 'console' && canRun
  return (
    <div className="border-line border-b bg-surface px-4 py-3 sm:px-6">
      <PageHeader
        className="mb-1"
        back={{ href: `/p/${projectId}/executions`, label: 'Executions' }}
        title={flowName}
        meta={
          <>
            <StatusBadge status={status} />
            <AsyncBadge calls={asyncCalls} />
            {versionNumber === null ? (
              <span className="text-muted text-sm">Draft</span>
            ) : (
              <Link
                href={`/p/${projectId}/flows/${flowId}?version=${versionNumber}`}
                className="text-accent-fg text-sm underline-offset-2 hover:underline"
              >
                Version {versionNumber}
              </Link>
            )}
          </>
        }
        actions={
          <>
            {(live || asyncCalls.pending > 0) && canRun ? (
              <Button loading={cancelling} onClick={() => void cancel()}>
                <Square aria-hidden /> {live ? 'Cancel' : 'Cancel pending calls'}
              </Button>
            ) : null}
            <Button asChild variant={continued ? 'primary' : 'secondary'}>
              <Link href={`/p/${projectId}/flows/${flowId}${continued ? `?execution=${id}` : ''}`}>
                <Pencil aria-hidden /> {continued ? 'Fill in the screen' : 'Open the flow'}
              </Link>
            </Button>
          </>
        }
      />
      <dl className="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        <Fact label="Started">
          <RelativeTime value={startedAt} />
        </Fact>
        <Fact label="Took">{durationMs === null ? '…' : formatDuration(durationMs)}</Fact>
        <Fact label="By">{startedBy ? `${triggerLabels[trigger]}, ${startedBy}` : triggerLabels[trigger]}</Fact>
        <Fact label="Flow">
          <code className="font-mono text-xs">{flowId}</code>
        </Fact>
        <Fact label="Logged">{formatCount(messageCount, 'message')}</Fact>
        <Fact label="Id">
          <code className="font-mono text-xs">{id}</code>
          <CopyButton value={id} label="Copy the execution's id" size="icon-xs" />
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt className="text-subtle">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1 break-all">{children}</dd>
    </div>
  )
}
