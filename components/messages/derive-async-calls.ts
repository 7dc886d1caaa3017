import type { RunnerMessage } from '@/lib/engine/message'
import type { AsyncCallSummary } from '@/lib/runner/types'

/** Where an execution's asynchronous calls stand, as its messages tell. */
export function deriveAsyncCalls(messages: readonly RunnerMessage[]): AsyncCallSummary {
  const open = new Set<number>()
  const failures = new Map<number, { stepName: string; message: string }>()
  for (const message of messages) if (message.type === 'queued') open.add(message.number)
  for (const message of messages) {
    if (message.type !== 'asyncCall' || message.outcome === 'retrying') continue
    open.delete(message.call)
    if (message.outcome === 'failed')
      failures.set(message.call, { stepName: message.stepName ?? '', message: message.failure?.message ?? '' })
  }
  const [first] = [...failures].sort(([a], [b]) => a - b)
  return { pending: open.size, failed: failures.size, firstFailure: first?.[1] ?? null }
}
