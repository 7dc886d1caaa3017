'use client'

import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Callout } from '@/components/ui/callout'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { Json } from '@/lib/language/json'
import { Nothing } from './call-parts'
import { CallTimes } from './call-times'
import { readConnectorRecord } from './connector-record'
import { RequestView, ResponseView, StatusCode } from './exchange-views'
import { ServerAnswer, ServerRequest } from './server-call'

export interface CallDetailsProps {
  record: Json
  /** Above the call: how a failure was handled. */
  head: ReactNode
  /** Between its times and its parts. */
  children?: ReactNode
  /** Absent for an exchange whose answer the flow never sees. */
  contextTab?: ReactNode
}

/** The sent request and its answer, where the time went, and what to know of both: of a call or one exchange of it. */
export function CallDetails({ record, head, children, contextTab }: CallDetailsProps) {
  const call = readConnectorRecord(record)
  const { request, response, warnings, redirects } = call
  const isServer = Boolean(call.sql ?? call.smtp)
  const masked = JSON.stringify(record ?? null).includes('••••')
  return (
    <div className="grid min-w-0 gap-3">
      {head}
      {warnings?.map((warning) => (
        <Callout key={warning.code + warning.message} tone="warning">
          {warning.message}
        </Callout>
      ))}
      <CallTimes record={call} />
      {children}
      <Tabs defaultValue={response || (isServer && !call.error) || !request ? 'response' : 'request'}>
        <TabsList aria-label="Parts of the call">
          <TabsTrigger value="request">Request</TabsTrigger>
          <TabsTrigger value="response">
            Response
            {response ? <StatusCode status={response.status} /> : null}
          </TabsTrigger>
          {contextTab ? <TabsTrigger value="context">Context</TabsTrigger> : null}
        </TabsList>
        <TabsContent value="request" className="pt-3">
          {request ? <RequestView request={request} record={call} /> : null}
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
