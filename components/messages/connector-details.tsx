'use client'

import { Callout } from '@/components/ui/callout'
import type { RunnerMessage } from '@/lib/engine/message'
import { CallDetails } from './call-details'
import { readConnectorRecord, statusHint } from './connector-record'
import { ContextDetails } from './context-details'
import { handlingText } from './handling-text'

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
