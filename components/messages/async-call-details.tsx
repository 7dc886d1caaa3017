import { Callout } from '@/components/ui/callout'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RunnerMessage } from '@/lib/engine/message'
import { CallDetails } from './call-details'
import { Nothing } from './call-parts'
import { readConnectorRecord, statusHint } from './connector-record'

type AsyncCallMessage = Extract<RunnerMessage, { type: 'asyncCall' }>
type QueuedMessage = Extract<RunnerMessage, { type: 'queued' }>

/** One attempt of an asynchronous call. */
export function AsyncCallDetails({ message }: { message: AsyncCallMessage }) {
  const head = <Outcome message={message} />
  if (message.record === null) return head
  return <CallDetails record={message.record} head={head} />
}

function Outcome({ message }: { message: AsyncCallMessage }) {
  const { outcome, failure, attempt, nextAttemptAt } = message
  if (outcome === 'succeeded')
    return <Nothing>Attempt {attempt} succeeded. The flow had gone on before: its answer is in no context.</Nothing>
  if (outcome === 'cancelled') {
    return (
      <Callout tone="warning" title={attempt === 0 ? 'Cancelled while it waited' : 'Cancelled: not tried again'}>
        {failure?.message ?? 'It was called off with its execution or its flow, and is not sent any more.'}
      </Callout>
    )
  }
  const { response, error } = readConnectorRecord(message.record)
  const hint = error?.hint ?? (response ? statusHint(response.status) : null)
  return (
    <Callout tone={outcome === 'failed' ? 'danger' : 'warning'} title={failure?.message ?? 'The call failed.'}>
      {hint ? <p>{hint}</p> : null}
      <p className="mt-1 text-xs">
        Attempt {attempt} · <code className="font-mono">{failure?.code}</code> ·{' '}
        {nextAttemptAt ? (
          <>
            tried again <RelativeTime value={nextAttemptAt} />
          </>
        ) : (
          'not tried again: run the flow again when the cause is mended'
        )}
      </p>
    </Callout>
  )
}

/** Where an asynchronous call stands; its attempts are messages of their own. */
export function QueuedDetails({ message, messages }: { message: QueuedMessage; messages: readonly RunnerMessage[] }) {
  const last = messages.findLast((other) => other.type === 'asyncCall' && other.call === message.number)
  const state = last?.type === 'asyncCall' ? stateTexts[last.outcome] : 'It waits in the queue for its first attempt.'
  return (
    <Nothing>
      The flow went on at once. The call is a job that survives restarts and is tried up to 10 times; its attempts
      follow as messages of their own. {state}
    </Nothing>
  )
}

const stateTexts: Readonly<Record<AsyncCallMessage['outcome'], string>> = {
  succeeded: 'It has succeeded.',
  retrying: 'Its last attempt failed, and it is tried again.',
  failed: 'It has failed for good.',
  cancelled: 'It was cancelled.',
}
