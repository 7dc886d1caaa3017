'use client'

import { EyeOff } from 'lucide-react'
import { Callout } from '@/components/ui/callout'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { Json } from '@/lib/language/json'
import { Nothing } from './call-parts'
import { CallTimes } from './call-times'
import { RequestView, ResponseView, StatusCode } from './connector-details'
import { readConnectorRecord } from './connector-record'

/** An exchange of a call before its last: what was sent, what came back, and why it was not the last. */
export function ExchangeDetails({ record }: { record: Json }) {
  const call = readConnectorRecord(record)
  const { request, response, warnings, error } = call
  const masked = JSON.stringify(record ?? null).includes('••••')
  return (
    <div className="grid min-w-0 gap-3">
      {error ? (
        <Callout tone="warning" title={error.message}>
          {error.hint}
        </Callout>
      ) : null}
      <CallTimes record={call} />
      <Tabs defaultValue={response ? 'response' : 'request'}>
        <TabsList aria-label="Parts of the exchange">
          <TabsTrigger value="request">Request</TabsTrigger>
          <TabsTrigger value="response">
            Response
            {response ? <StatusCode status={response.status} /> : null}
          </TabsTrigger>
        </TabsList>
        <TabsContent value="request" className="pt-3">
          {request ? <RequestView request={request} warnings={warnings} /> : <Nothing>Nothing was sent.</Nothing>}
        </TabsContent>
        <TabsContent value="response" className="pt-3">
          {response ? <ResponseView response={response} /> : <Nothing>No answer came.</Nothing>}
        </TabsContent>
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
