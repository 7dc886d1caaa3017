import type { RunnerMessage } from '@/lib/engine/message'
import { actionLabel } from './action-label'
import { pathOf, readConnectorRecord } from './connector-record'
import { describeWait } from './describe-wait'
import { formatCount, formatDuration } from './format'
import { describeAnswer } from './server-call'
import { summarizeExchange } from './summarize-exchange'

export type MessageTone = 'neutral' | 'success' | 'warning' | 'danger'

export interface MessageSummary {
  text: string
  tone: MessageTone
}

/** One line about a message: `GET /customers → 200 in 34 ms`. */
export function summarize(message: RunnerMessage): MessageSummary {
  switch (message.type) {
    case 'started':
      return neutral(`Started ${message.version === null ? 'the draft' : `version ${message.version}`}`)
    case 'passed':
      return neutral('Begins')
    case 'screen':
      return summarizeScreen(message)
    case 'submitted':
      return neutral(`Submitted with ${message.interactionId}`)
    case 'connector':
      return summarizeConnector(message)
    case 'action':
      return summarizeAction(message)
    case 'exchange': {
      const { text, ok } = summarizeExchange(message.purpose, message.record)
      return { text, tone: ok ? 'neutral' : 'warning' }
    }
    case 'queued':
      return neutral(`${message.action} ${message.endpoint ?? ''} queued: runs asynchronously`.replace('  ', ' '))
    case 'asyncCall':
      return summarizeAsyncCall(message)
    case 'condition':
      return neutral(`Condition → ${branchName(message)}`)
    case 'warning':
      return { text: message.text, tone: 'warning' }
    case 'completed':
      return summarizeCompleted(message)
    case 'failed':
      return { text: `Failed: ${message.error.message || message.error.description}`, tone: 'danger' }
    case 'cancelled':
      return { text: message.text || 'Cancelled', tone: 'warning' }
  }
}

/** The name of the branch that decided. */
export function branchName(message: Extract<RunnerMessage, { type: 'condition' }>): string {
  const branch = message.branches.find(({ id }) => id === message.decided)
  return branch ? branch.name || branch.id : 'Else'
}

function summarizeAction({ action, failure }: Extract<RunnerMessage, { type: 'action' }>): MessageSummary {
  const label = actionLabel(action)
  return failure ? { text: `${label} failed: ${failure.message}`, tone: 'warning' } : neutral(label)
}

function summarizeScreen(message: Extract<RunnerMessage, { type: 'screen' }>): MessageSummary {
  const fields = Object.keys(message.fieldErrors ?? {})
  if (fields.length > 0)
    return { text: `Not accepted: ${formatCount(fields.length, 'field')} to correct`, tone: 'warning' }
  if (message.error) return { text: `Screen shown with the error “${message.error}”`, tone: 'warning' }
  return neutral('Screen shown')
}

function summarizeConnector(message: Extract<RunnerMessage, { type: 'connector' }>): MessageSummary {
  const record = readConnectorRecord(message.record)
  const { request, response, error, timings, action, connector, sql, smtp } = record
  const call = request
    ? `${request.method} ${pathOf(request.url)}`
    : [sql ? 'Query' : smtp ? 'Mail' : action, connector?.name].filter(Boolean).join(' ')
  const time =
    timings?.total == null ? '' : `${response || !message.failure ? ' in' : ' after'} ${formatDuration(timings.total)}`
  const wait = describeWait(record)
  const took = wait ? `${time}, ${wait}` : time
  const cause = message.failure?.message ?? error?.message ?? ''
  if (!message.failure)
    return {
      text: `${call || 'Call'} → ${response ? response.status : (describeAnswer(record) ?? 'done')}${took}`,
      tone: 'success',
    }
  const tone = message.handling === null || message.move === null ? 'danger' : 'warning'
  if (response && message.failure.event === 'httpError') return { text: `${call} → ${response.status}${took}`, tone }
  return { text: `${call || 'Call'} failed${took}: ${cause}`, tone }
}

function summarizeAsyncCall(message: Extract<RunnerMessage, { type: 'asyncCall' }>): MessageSummary {
  const { outcome, attempt, failure, record, nextAttemptAt } = message
  const { request, response, timings, action } = readConnectorRecord(record)
  const call = request ? `${request.method} ${pathOf(request.url)}` : (action ?? 'Asynchronous call')
  const took = timings?.total == null ? '' : ` in ${formatDuration(timings.total)}`
  const answer = response ? ` → ${response.status}${took}` : ''
  const which = `attempt ${attempt}`
  if (outcome === 'succeeded') return { text: `${call}${answer}, ${which}`, tone: 'success' }
  if (outcome === 'cancelled') {
    const text =
      attempt === 0
        ? 'Asynchronous call cancelled before it was sent again'
        : `${call}${answer}, ${which}; cancelled, so not tried again`
    return { text, tone: 'warning' }
  }
  const cause = response && failure?.event === 'httpError' ? '' : `: ${failure?.message ?? ''}`
  if (outcome === 'failed') return { text: `${call}${answer} failed for good, ${which}${cause}`, tone: 'danger' }
  const next = nextAttemptAt ? `, again in ${formatDuration(Date.parse(nextAttemptAt) - Date.parse(message.at))}` : ''
  return { text: `${call}${answer} failed, ${which}${next}${cause}`, tone: 'warning' }
}

function summarizeCompleted(message: Extract<RunnerMessage, { type: 'completed' }>): MessageSummary {
  const outputs = formatCount(Object.keys(message.outputs).length, 'output')
  if (message.result === 'failure') return { text: `Ended with the result failure, ${outputs}`, tone: 'danger' }
  return { text: `Completed with ${outputs}`, tone: 'success' }
}

function neutral(text: string): MessageSummary {
  return { text, tone: 'neutral' }
}
