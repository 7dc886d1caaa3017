import { type ApiError, asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { isOfAsyncCall, type RunnerMessage } from '@/lib/engine/message'
import { canonicalJson } from '@/lib/language/canonical-json'
import { advanceCursor, type ExecutionStatus, type FlowReply, isLive, type MessagePage } from '@/lib/runner/types'
import { followExecution, type StreamState } from './follow-execution'
import { cursorOf, mergeMessages, orderMessages } from './order-messages'

export interface FeedSnapshot {
  messages: readonly RunnerMessage[]
  /** The newest reply; null when none has come. */
  reply: FlowReply | null
  /** `idle`: not following. */
  connection: StreamState | 'idle' | 'ended'
  /** Why following or loading stopped. */
  error: ApiError | null
}

/** The messages of one execution as they come, outside React: for `useSyncExternalStore`. */
export interface ExecutionFeed {
  readonly executionId: string
  subscribe(listener: () => void): () => void
  read(): FeedSnapshot
  /** Follows the live events. Resolves when the stream is open, at the latest after `withinMs`. */
  open(withinMs?: number): Promise<void>
  /** Loads the messages that are stored and not here yet. */
  load(): Promise<void>
  setReply(reply: FlowReply): void
  close(): void
}

export interface FeedOptions {
  projectId: string
  executionId: string
  messages?: readonly RunnerMessage[]
  reply?: FlowReply | null
}

const PAGE_SIZE = 500
/** A burst of messages is drawn at once. */
const FLUSH_MS = 40

export function createExecutionFeed({
  projectId,
  executionId,
  messages = [],
  reply = null,
}: FeedOptions): ExecutionFeed {
  const listeners = new Set<() => void>()
  const pending: RunnerMessage[] = []
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let snapshot: FeedSnapshot = { messages: orderMessages(messages), reply, connection: 'idle', error: null }
  let cursor = cursorOf(messages)

  function set(change: Partial<FeedSnapshot>): void {
    snapshot = { ...snapshot, ...change }
    for (const listener of listeners) listener()
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (pending.length > 0) set({ messages: mergeMessages(snapshot.messages, pending.splice(0)) })
  }

  function setReply(next: FlowReply): void {
    const newest = newerReply(snapshot.reply, next)
    if (newest !== snapshot.reply) set({ reply: newest })
  }

  return {
    executionId,
    read: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setReply,
    open(withinMs = 1500) {
      abort.abort()
      abort = new AbortController()
      const { signal } = abort
      return new Promise((resolve) => {
        setTimeout(resolve, withinMs)
        void followExecution({
          url: projectPath(projectId, 'executions', executionId, 'events'),
          cursor,
          signal,
          onState(state) {
            if (signal.aborted) return
            set({ connection: state, error: null })
            if (state === 'open') resolve()
          },
          onMessage(message) {
            if (signal.aborted) return
            cursor = advanceCursor(cursor, message.number)
            pending.push(message)
            timer ??= setTimeout(flush, FLUSH_MS)
          },
          onReply(next) {
            if (!signal.aborted) setReply(next)
          },
        }).then((end) => {
          if (signal.aborted) return
          flush()
          set({ connection: 'ended', error: end.type === 'refused' ? end.error : null })
          resolve()
        })
      })
    },
    async load() {
      if (abort.signal.aborted) abort = new AbortController()
      const { signal } = abort
      try {
        for (;;) {
          const page = await fetchJson<MessagePage>(projectPath(projectId, 'executions', executionId, 'messages'), {
            query: { ...cursor, limit: PAGE_SIZE },
            signal,
          })
          for (const { number } of page.messages) cursor = advanceCursor(cursor, number)
          set({ messages: mergeMessages(snapshot.messages, page.messages), error: null })
          if (page.messages.length < PAGE_SIZE) return
        }
      } catch (error) {
        if (!signal.aborted) set({ error: asApiError(error) })
      }
    },
    close() {
      abort.abort()
      flush()
    },
  }
}

/**
 * The newer of two replies. The same state is told twice, by the answer of a call and by the stream, and a late one may
 * come after its successor.
 */
export function newerReply(known: FlowReply | null, next: FlowReply): FlowReply {
  if (!known) return next
  if (!isLive(known.status)) return known
  if (isLive(next.status) && visitOf(next) < visitOf(known)) return known
  // The same object again keeps a half-filled form as it is.
  return canonicalJson(known) === canonicalJson(next) ? known : next
}

/** An execution's status as its messages tell it: they come before its reply. */
export function deriveStatus(messages: readonly RunnerMessage[], reply: FlowReply | null): ExecutionStatus {
  if (reply && !isLive(reply.status)) return reply.status
  const last = messages.findLast((message) => message.type !== 'warning' && !isOfAsyncCall(message))
  if (last?.type === 'completed') return last.result === 'success' ? 'completed' : 'failed'
  if (last?.type === 'failed' || last?.type === 'cancelled') return last.type
  if (last?.type === 'screen' || last?.type === 'connecting') return 'waiting'
  return last ? 'running' : (reply?.status ?? 'running')
}

function visitOf({ stepId }: FlowReply): number {
  const visit = /-(\d+)$/.exec(stepId)?.[1]
  return visit === undefined ? 0 : Number(visit)
}
