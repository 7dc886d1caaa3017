import { ASYNC_LANE, isOfAsyncCall, type RunnerMessage } from '@/lib/engine/message'
import { advanceCursor, type MessageCursor } from '@/lib/runner/types'

/**
 * Messages in the order in which they are read: the execution's own by number, and each of an asynchronous call at the
 * time when it came. Each number once.
 */
export function orderMessages(messages: readonly RunnerMessage[]): readonly RunnerMessage[] {
  const byNumber = new Map(messages.map((message) => [message.number, message]))
  const sorted = [...byNumber.values()].sort((a, b) => a.number - b.number)
  const border = sorted.findIndex(({ number }) => number > ASYNC_LANE)
  if (border < 0) return sorted
  const ordered: RunnerMessage[] = []
  const calls = sorted.slice(border)
  for (const message of sorted.slice(0, border)) {
    while (calls[0] && calls[0].at < message.at) ordered.push(...calls.splice(0, 1))
    ordered.push(message)
  }
  return [...ordered, ...calls]
}

/** Known and new messages in order. The same array when nothing is new. */
export function mergeMessages(
  known: readonly RunnerMessage[],
  incoming: readonly RunnerMessage[],
): readonly RunnerMessage[] {
  if (incoming.length === 0) return known
  const last = known.at(-1)
  const all = [...known, ...incoming]
  const follows = incoming.every((message, index) => isAfter(message, incoming[index - 1] ?? last))
  return follows ? all : orderMessages(all)
}

/** The usual case: one more message of the execution itself. */
function isAfter(message: RunnerMessage, previous: RunnerMessage | undefined): boolean {
  return message.number < ASYNC_LANE && (previous?.number ?? 0) < message.number
}

/** How far some messages go. */
export function cursorOf(messages: readonly RunnerMessage[]): MessageCursor {
  return messages.reduce((cursor, { number }) => advanceCursor(cursor, number), { after: 0, afterAsync: 0 })
}

/** The last message of the execution itself: those of its asynchronous calls may come long after its end. */
export function lastOwn(messages: readonly RunnerMessage[]): RunnerMessage | undefined {
  return messages.findLast((message) => !isOfAsyncCall(message))
}
