import type { MessageType, RunnerMessage } from '@/lib/engine/message'
import { summarize } from './summarize'

export const messageFilters = ['all', 'connectors', 'problems'] as const
export type MessageFilter = (typeof messageFilters)[number]

/** The messages of a kind that hold a text anywhere: in the step's name, the summary, a URL, a body. */
export function filterMessages(
  messages: readonly RunnerMessage[],
  filter: MessageFilter,
  query: string,
): readonly RunnerMessage[] {
  const needle = query.trim().toLowerCase()
  if (filter === 'all' && needle === '') return messages
  return messages.filter(
    (message) => matchesFilter(message, filter) && (needle === '' || textOf(message).includes(needle)),
  )
}

const connectorTypes: ReadonlySet<MessageType> = new Set<MessageType>(['connector', 'exchange', 'queued', 'asyncCall'])

function matchesFilter(message: RunnerMessage, filter: MessageFilter): boolean {
  if (filter === 'connectors') return connectorTypes.has(message.type)
  if (filter === 'problems') {
    const { tone } = summarize(message)
    return tone === 'warning' || tone === 'danger'
  }
  return true
}

// Searching thousands of messages at every keystroke must not write them out as text each time.
const texts = new WeakMap<RunnerMessage, string>()

function textOf(message: RunnerMessage): string {
  const known = texts.get(message)
  if (known !== undefined) return known
  const text = `${message.stepName ?? ''}\n${summarize(message).text}\n${JSON.stringify(message)}`.toLowerCase()
  texts.set(message, text)
  return text
}
