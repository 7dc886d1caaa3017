import type { RunnerMessage } from '@/lib/engine/message'
import { typeOfAction } from '@/lib/steps/connector/types/registry'
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
    case 'connecting':
      return neutral(`Waits for ${message.app.name} to be connected`)
    case 'submitted':
      return neutral(`Submitted with ${message.interactionId}`)
    case 'connector':
      return summarizeConnector(message)
    case 'action':
      return summarizeAction(message)
    case 'script':
      return summarizeScript(message)
    case 'subflowStarted':
      return neutral(`Runs ${message.flowName}`)
    case 'subflowEnded':
      return summarizeSubflow(message)
    case 'exchange': {
      const { text, ok } = summarizeExchange(message.purpose, message.record)
      return { text, tone: ok ? 'neutral' : 'warning' }
    }
    case 'queued':
      return neutral(
        `${callWord(message.action)} ${message.endpoint ?? ''} queued: runs asynchronously`.replace('  ', ' '),
      )
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

/** With what it was done to, which is the first text that it was given. */
function summarizeAction({ action, inputs, failure }: Extract<RunnerMessage, { type: 'action' }>): MessageSummary {
  const label = actionLabel(action)
  if (failure) return { text: `${label} failed: ${failure.message}`, tone: 'warning' }
  const given = Object.values(inputs).find((value) => typeof value === 'string' && value !== '' && value !== '••••')
  return neutral(typeof given === 'string' ? `${label} · ${given}` : label)
}

function summarizeScript({ failure, run }: Extract<RunnerMessage, { type: 'script' }>): MessageSummary {
  if (failure) return { text: `Script failed: ${failure.message}`, tone: 'warning' }
  const lines = run.console.length === 0 ? '' : `, ${formatCount(run.console.length, 'console line')}`
  return neutral(`Script ran in ${formatDuration(run.durationMs)}${lines}`)
}

function summarizeSubflow(message: Extract<RunnerMessage, { type: 'subflowEnded' }>): MessageSummary {
  const { flowName, exit, failure } = message
  if (failure) return { text: `${flowName} failed: ${failure.message}`, tone: 'warning' }
  return {
    text: `${flowName} ended at ${exit?.name ?? 'its end'}`,
    tone: exit?.result === 'failure' ? 'warning' : 'success',
  }
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
  const { response, error, timings } = record
  const call = describeCall(record)
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
  const call = readConnectorRecord(record)
  const { response, timings } = call
  const took = timings?.total == null ? '' : ` in ${formatDuration(timings.total)}`
  const came = response?.status ?? (failure ? null : describeAnswer(call))
  const answer = `${describeCall(call) || 'Asynchronous call'}${came === null ? '' : ` → ${came}${took}`}`
  const which = `attempt ${attempt}`
  if (outcome === 'succeeded') return { text: `${answer}, ${which}`, tone: 'success' }
  if (outcome === 'cancelled') {
    const text =
      attempt === 0
        ? 'Asynchronous call cancelled before it was sent again'
        : `${answer}, ${which}; cancelled, so not tried again`
    return { text, tone: 'warning' }
  }
  const cause = response && failure?.event === 'httpError' ? '' : `: ${failure?.message ?? ''}`
  if (outcome === 'failed') return { text: `${answer} failed for good, ${which}${cause}`, tone: 'danger' }
  const next = nextAttemptAt ? `, again in ${formatDuration(Date.parse(nextAttemptAt) - Date.parse(message.at))}` : ''
  return { text: `${answer} failed, ${which}${next}${cause}`, tone: 'warning' }
}

/** `GET /customers`, `Query Customer database`. */
function describeCall({ request, action, connector }: ReturnType<typeof readConnectorRecord>): string {
  if (request) return `${request.method} ${pathOf(request.url)}`
  return [action ? callWord(action) : null, connector?.name].filter(Boolean).join(' ')
}

/** An action in one word. */
function callWord(action: string): string {
  const type = typeOfAction(action)
  return type === 'sql' ? 'Query' : type === 'smtp' ? 'Mail' : action
}

function summarizeCompleted(message: Extract<RunnerMessage, { type: 'completed' }>): MessageSummary {
  const outputs = formatCount(Object.keys(message.outputs).length, 'output')
  if (message.result === 'failure') return { text: `Ended with the result failure, ${outputs}`, tone: 'danger' }
  return { text: `Completed with ${outputs}`, tone: 'success' }
}

function neutral(text: string): MessageSummary {
  return { text, tone: 'neutral' }
}
