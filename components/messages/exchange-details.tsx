import { Callout } from '@/components/ui/callout'
import type { Json } from '@/lib/language/json'
import { CallDetails } from './call-details'
import { readConnectorRecord } from './connector-record'

/** An exchange of a call before its last: what was sent, what came back, and why it was not the last. */
export function ExchangeDetails({ record }: { record: Json }) {
  const { error } = readConnectorRecord(record)
  const head = error ? (
    <Callout tone="warning" title={error.message}>
      {error.hint}
    </Callout>
  ) : null
  return <CallDetails record={record} head={head} />
}
