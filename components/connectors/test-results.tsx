'use client'

import { EyeOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { RequestError } from '@/components/api/request-error'
import { Nothing } from '@/components/messages/call-parts'
import { CallTimes } from '@/components/messages/call-times'
import { RequestView, ResponseView, StatusCode } from '@/components/messages/connector-details'
import { readConnectorRecord } from '@/components/messages/connector-record'
import { formatDuration } from '@/components/messages/format'
import { describeAnswer, ServerAnswer, ServerRequest } from '@/components/messages/server-call'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { Spinner } from '@/components/ui/spinner'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
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
  const record = asJson(outcome.record)
  const call = readConnectorRecord(record)
  const { request, response, redirects } = call
  const isServer = Boolean(call.sql ?? call.smtp)
  const { error, warnings } = outcome.record
  const masked = JSON.stringify(record).includes('••••')
  return (
    <section aria-label="Test Results" className="grid min-w-0 gap-3 border-line border-t pt-4">
      <div role="status" className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold text-sm">Test Results</h3>
        <Badge tone={outcome.ok ? 'success' : 'danger'} dot>
          {resultText(outcome)}
        </Badge>
        <RelativeTime value={at} className="ml-auto text-subtle text-xs" />
      </div>
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
      {warnings
        .filter((warning) => warning.code !== 'missingValue')
        .map((warning) => (
          <Callout key={warning.code + warning.message} tone="warning">
            {warning.message}
          </Callout>
        ))}
      <EarlierExchanges earlier={outcome.earlier ?? []} />
      <CallTimes record={call} />
      {children}
      <Tabs defaultValue={response || !request ? 'response' : 'request'}>
        <TabsList aria-label="Parts of the call">
          <TabsTrigger value="response">
            Response
            {response ? <StatusCode status={response.status} /> : null}
          </TabsTrigger>
          <TabsTrigger value="request">Request</TabsTrigger>
          <TabsTrigger value="context">Context</TabsTrigger>
        </TabsList>
        <TabsContent value="response" className="pt-3">
          {redirects && redirects.length > 0 ? (
            <p className="mb-2 text-muted text-xs">
              Followed {redirects.length} {redirects.length === 1 ? 'redirect' : 'redirects'} to get here.
            </p>
          ) : null}
          {response ? <ResponseView response={response} /> : null}
          <ServerAnswer record={call} />
          {response || isServer ? null : <Nothing>No answer came.</Nothing>}
        </TabsContent>
        <TabsContent value="request" className="pt-3">
          {request ? <RequestView request={request} warnings={warnings} /> : null}
          <ServerRequest record={call} />
          {request || isServer ? null : <Nothing>Nothing was sent.</Nothing>}
        </TabsContent>
        <TabsContent value="context" className="pt-3">
          <p className="mb-2 text-muted text-xs">
            What a flow finds under <code className="font-mono">connectors.&lt;context key&gt;</code>:
          </p>
          <JsonView value={outcome.value} label="Context value" maxHeight={320} />
        </TabsContent>
      </Tabs>
      {masked ? (
        <p className="flex items-center gap-1.5 text-subtle text-xs">
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          •••• stands for a secret. It was sent as it is, but is never stored or shown.
        </p>
      ) : null}
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
