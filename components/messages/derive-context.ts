import { type ContextChange, isOfAsyncCall, type RunnerMessage } from '@/lib/engine/message'
import type { JsonObject } from '@/lib/language/json'
import { setPath } from '@/lib/language/path'

/**
 * The context after the message with this number: the initial one with every change up to there. Within a subflow it is
 * that of the subflow, which has one of its own.
 */
export function deriveContext(messages: readonly RunnerMessage[], upTo: number): JsonObject {
  const outer: JsonObject[] = []
  let context: JsonObject = {}
  for (const message of messages) {
    // It stands among the others by its time, not by its number, and changes nothing.
    if (isOfAsyncCall(message)) continue
    if (message.number > upTo) break
    if (message.type === 'started') context = message.context
    if (message.type === 'subflowStarted') {
      outer.push(context)
      context = message.context
    }
    if (message.type === 'subflowEnded') context = leave(outer, message, context)
    for (const change of changesOf(message)) context = setPath(context, change.path, change.value)
  }
  return context
}

/** One that could not be begun has nothing to leave. */
function leave(outer: JsonObject[], message: RunnerMessage, context: JsonObject): JsonObject {
  const depth = message.within?.depth ?? 0
  return outer.length > depth ? (outer.splice(depth)[0] ?? context) : context
}

/** What a message put into the context. */
export function changesOf(message: RunnerMessage): readonly ContextChange[] {
  return 'changes' in message ? message.changes : []
}
