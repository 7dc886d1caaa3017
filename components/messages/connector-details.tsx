'use client'

import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { RunnerMessage } from '@/lib/engine/message'
import type { Json } from '@/lib/language/json'
import { BodyView, HeaderList, headersText, Nothing, Section } from './call-parts'
import { CallTimes } from './call-times'
import { type CallRequest, type CallResponse, readConnectorRecord, statusHint } from './connector-record'
import { ContextDetails } from './context-details'
import { CurlButton } from './curl-button'
import { formatBytes } from './format'
import { handlingText } from './handling-text'
import { ServerAnswer, ServerRequest } from './server-call'

type ConnectorMessage = Extract<RunnerMessage, { type: 'connector' }>

/** A connector call: what was sent, what came back, where the time went, what it changed, and how a failure was handled. */
export function ConnectorDetails({
  message,
  messages,
}: {
  message: ConnectorMessage
  messages: readonly RunnerMessage[]
}) {
  return (
    <CallDetails
      record={message.record}
      head={message.failure ? <FailureCallout message={message} /> : null}
      contextTab={<ContextDetails message={message} messages={messages} />}
    />
  )
}

interface CallDetailsProps {
  record: Json
  /** Above the call: how a failure was handled. */
  head: ReactNode
  /** Absent for a call whose answer the flow never sees. */
  contextTab?: ReactNode
}

/** The sent request and its answer, where the time went, and what to know of both. */
export function CallDetails({ record, head, contextTab }: CallDetailsProps) {
  const call = readConnectorRecord(record)
  const { request, response, warnings, redirects } = call
  const isServer = Boolean(call.sql ?? call.smtp)
  const masked = JSON.stringify(record ?? null).includes('••••')
  return (
    <div className="grid min-w-0 gap-3">
      {head}
      {warnings?.map((warning) => (
        <Callout key={warning.code} tone="warning">
          {warning.message}
        </Callout>
      ))}
      <CallTimes record={call} />
      <Tabs defaultValue={response || (isServer && !call.error) ? 'response' : 'request'}>
        <TabsList aria-label="Parts of the call">
          <TabsTrigger value="request">Request</TabsTrigger>
          <TabsTrigger value="response">
            Response
            {response ? <StatusCode status={response.status} /> : null}
          </TabsTrigger>
          {contextTab ? <TabsTrigger value="context">Context</TabsTrigger> : null}
        </TabsList>
        <TabsContent value="request" className="pt-3">
          {request ? <RequestView request={request} warnings={warnings} /> : null}
          <ServerRequest record={call} />
          {request || isServer ? null : <Nothing>Nothing was sent.</Nothing>}
        </TabsContent>
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
        {contextTab ? (
          <TabsContent value="context" className="pt-3">
            {contextTab}
          </TabsContent>
        ) : null}
      </Tabs>
      {masked ? (
        <p className="flex items-center gap-1.5 text-subtle text-xs">
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          •••• stands for a secret. It was sent as it is, but is never stored or shown.
        </p>
      ) : null}
    </div>
  )
}

function FailureCallout({ message }: { message: ConnectorMessage }) {
  const { response, error } = readConnectorRecord(message.record)
  const { failure } = message
  if (!failure) return null
  // An answer that has its own port was expected: there is nothing to do about it.
  const expected = message.handling === 'custom' && failure.event === 'httpError'
  const hint = expected ? null : (error?.hint ?? (response ? statusHint(response.status) : null))
  const ended = message.move === null
  return (
    <Callout tone={ended ? 'danger' : 'warning'} title={failure.message}>
      {hint ? <p>{hint}</p> : null}
      <p className="mt-1 text-xs">
        {failure.event === 'httpError' ? 'Generic HTTP Error' : 'Connector Execution'} ·{' '}
        <code className="font-mono">{failure.code}</code> · {handlingText(message)}
      </p>
    </Callout>
  )
}

export interface RequestViewProps {
  request: CallRequest
  /** Of the call: a command that repeats it has to trust any certificate as well. */
  warnings: readonly { code: string }[] | null | undefined
}

export function RequestView({ request, warnings }: RequestViewProps) {
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex min-w-0 items-start gap-2 rounded-lg border border-line bg-surface p-2">
        <Badge tone="accent" className="mt-px font-mono">
          {request.method}
        </Badge>
        <code className="min-w-0 flex-1 break-all font-mono text-xs leading-5">{request.url}</code>
        <CopyButton value={request.url} label="Copy URL" size="icon-xs" />
      </div>
      <Section
        title="Request headers"
        actions={<CopyButton value={() => headersText(request.headers)} label="Copy request headers" size="icon-xs" />}
      >
        <HeaderList headers={request.headers} label="Request headers" />
      </Section>
      <Section title="Request body" note={sizeNote(request)}>
        <BodyView body={request.body} label="request body" truncated={request.bodyTruncated} size={request.bodySize} />
      </Section>
      <CurlButton request={request} insecure={warnings?.some(({ code }) => code === 'anyCertificate') ?? false} />
    </div>
  )
}

export function ResponseView({ response }: { response: CallResponse }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Section title="Response body" note={sizeNote(response)}>
        <BodyView
          body={response.body}
          label="response body"
          truncated={response.bodyTruncated}
          size={response.bodySize}
        />
      </Section>
      <Section
        title="Response headers"
        actions={
          <CopyButton value={() => headersText(response.headers)} label="Copy response headers" size="icon-xs" />
        }
      >
        <HeaderList headers={response.headers} label="Response headers" />
      </Section>
    </div>
  )
}

export function StatusCode({ status }: { status: number }) {
  const tone = status < 300 ? 'success' : status < 400 ? 'warning' : 'danger'
  return <Badge tone={tone}>{status}</Badge>
}

function sizeNote({ bodySize }: { bodySize: number | null }): string | null {
  return bodySize ? formatBytes(bodySize) : null
}
