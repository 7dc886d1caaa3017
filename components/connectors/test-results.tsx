'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { RequestError } from '@/components/api/request-error'
import { CallDetails } from '@/components/messages/call-details'
import { readConnectorRecord } from '@/components/messages/connector-record'
import { formatDuration } from '@/components/messages/format'
import { describeAnswer } from '@/components/messages/server-call'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import { asJson } from '@/lib/language/json'
import { EarlierExchanges } from './earlier-exchanges'
import type { TestOutcome, TestRun } from './use-connector-test'

/** What became of the last test: sending, the answer with its parts, or the error and what to do about it. `children`: what can be done with an answer. */
export function TestResults({ run, children }: { run: TestRun; children?: ReactNode }) {
  switch (run.status) {
    case 'idle':
      return null
    case 'sending':
      return (
        <p className="flex items-center gap-2 border-line border-t pt-4 text-muted text-sm">
          <Spinner label="Sending" /> Waiting for the third party <Elapsed since={run.startedAt} />
        </p>
      )
    case 'cancelled':
      return (
        <p role="status" className="border-line border-t pt-4 text-muted text-sm">
          Cancelled. The third party may have received the request all the same.
        </p>
      )
    case 'failed':
      return <RequestError error={run.error} title="The test could not be sent" />
    case 'done':
      return (
        <Outcome key={run.at} outcome={run.outcome} at={run.at}>
          {children}
        </Outcome>
      )
  }
}

function Outcome({ outcome, at, children }: { outcome: TestOutcome; at: number; children: ReactNode }) {
  const { error } = outcome.record
  const head = (
    <>
      {error ? (
        <Callout tone="danger" title={error.message}>
          <p>{error.hint}</p>
          <p className="mt-1 text-xs">
            {outcome.event === 'httpError' ? 'Generic HTTP Error' : 'Connector Execution'} ·{' '}
            <code className="font-mono">{error.code}</code>
          </p>
        </Callout>
      ) : null}
      {outcome.missing.length > 0 ? (
        <Callout tone="warning" title="Some dynamic values were empty">
          No value for <code className="break-all font-mono text-xs">{outcome.missing.join(', ')}</code>. In a flow this
          leaves a warning too.
        </Callout>
      ) : null}
      <EarlierExchanges earlier={outcome.earlier ?? []} />
    </>
  )
  const context = (
    <>
      <p className="mb-2 text-muted text-xs">
        What a flow finds under <code className="font-mono">connectors.&lt;context key&gt;</code>:
      </p>
      <JsonView value={outcome.value} label="Context value" maxHeight={320} />
    </>
  )
  return (
    <section aria-label="Test Results" className="grid min-w-0 gap-3 border-line border-t pt-4">
      <div role="status" className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold text-sm">Test Results</h3>
        <Badge tone={outcome.ok ? 'success' : 'danger'} dot>
          {resultText(outcome)}
        </Badge>
        <RelativeTime value={at} className="ml-auto text-subtle text-xs" />
      </div>
      <CallDetails record={asJson(outcome.record)} head={head} contextTab={context}>
        {children}
      </CallDetails>
    </section>
  )
}

function resultText({ ok, record }: TestOutcome): string {
  // Of a call in several exchanges the whole, as whoever waits for it feels it.
  const ms = record.wholeMs ?? record.timings?.total
  const time = ms === undefined ? '' : ` in ${formatDuration(ms)}`
  if (record.response) return `${record.response.status} ${record.response.statusText}`.trim() + time
  if (!ok) return record.sql || record.smtp ? `Failed${time}` : `No answer${time}`
  const answer = describeAnswer(readConnectorRecord(asJson(record)))
  return `${answer ?? 'Done'}${time}`
}

const TICK_MS = 100

function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span aria-hidden className="tabular-nums">
      {((now - since) / 1000).toFixed(1)} s
    </span>
  )
}
