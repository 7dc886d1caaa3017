import type { SSEStreamingApi } from 'hono/streaming'
import { hasEnded } from '@/lib/engine/state'
import { stopSignal } from '@/lib/lifecycle'
import { RunnerError } from '@/lib/runner/errors'
import { type ExecutionPlace, findExecutionState } from '@/lib/runner/journal-read'
import { onExecutionMoved } from '@/lib/runner/live'
import { currentReply } from '@/lib/runner/next'
import { listMessages } from '@/lib/runner/queries'
import { advanceCursor, type MessageCursor } from '@/lib/runner/types'

const HEARTBEAT_MS = 15_000
/** A notification is only a hint; and executions that nobody watched from their start send none. */
const POLL_MS = 2_000
/** The stream may be opened before the execution is started. */
const START_PATIENCE_MS = 30_000
const SESSION_CHECK_MS = 60_000
const PAGE = 200

export interface StreamRequest {
  projectId: string
  executionId: string
  /** How far the client has read. */
  cursor: MessageCursor
  stillAllowed(): Promise<boolean>
}

/**
 * Sends an execution's runner messages as they come (`message`, its id the cursor to go on from), the reply whenever the
 * execution stands elsewhere (`reply`), and `end` after the last. Ends with the execution, the session or the process.
 */
export async function streamExecution(stream: SSEStreamingApi, request: StreamRequest): Promise<void> {
  const { projectId, executionId } = request
  const news = new News(onExecutionMoved.bind(null, projectId, executionId))
  const begun = Date.now()
  let { cursor } = request
  let toldRevision = -1
  let lastSent = Date.now()
  let lastCheck = Date.now()
  try {
    while (!stream.aborted && !stream.closed && !stopSignal().aborted) {
      const state = await findExecutionState(projectId, executionId)
      if (!state && Date.now() - begun > START_PATIENCE_MS) return await sendEnd(stream, 'notFound')
      if (state) {
        const messages = await listMessages(projectId, executionId, { ...cursor, limit: PAGE })
        for (const message of messages) {
          cursor = advanceCursor(cursor, message.number)
          const id = `${cursor.after}.${cursor.afterAsync}`
          await stream.writeSSE({ event: 'message', id, data: JSON.stringify(message) })
          lastSent = Date.now()
        }
        if (messages.length === PAGE) continue
        if (state.revision !== toldRevision) {
          toldRevision = state.revision
          await sendReply(stream, projectId, executionId)
        }
        if (isOver(state, cursor)) return await sendEnd(stream, state.status)
      }
      await news.wait(POLL_MS)
      if (Date.now() - lastSent > HEARTBEAT_MS) {
        await stream.write(': still here\n\n')
        lastSent = Date.now()
      }
      if (Date.now() - lastCheck > SESSION_CHECK_MS) {
        if (!(await request.stillAllowed())) return await sendEnd(stream, 'signedOut')
        lastCheck = Date.now()
      }
    }
  } finally {
    news.close()
  }
}

/** It has ended, and so have its asynchronous calls; and all of that has been told. */
function isOver(state: ExecutionPlace, { after, afterAsync }: MessageCursor): boolean {
  if (!hasEnded(state) || state.asyncPending > 0) return false
  return after >= state.messageCount && afterAsync >= state.asyncMessages
}

async function sendEnd(stream: SSEStreamingApi, reason: string): Promise<void> {
  await stream.writeSSE({ event: 'end', data: JSON.stringify({ reason }) })
}

async function sendReply(stream: SSEStreamingApi, projectId: string, executionId: string): Promise<void> {
  try {
    await stream.writeSSE({ event: 'reply', data: JSON.stringify(await currentReply(projectId, executionId)) })
  } catch (error) {
    // It moved on between two reads: the next turn tells the newer state.
    if (!(error instanceof RunnerError)) throw error
  }
}

/** Waits for a notification or the time, whichever is first; one that came meanwhile counts. */
class News {
  #arrived = false
  #wake: (() => void) | undefined
  readonly close: () => void

  constructor(subscribe: (listener: () => void) => () => void) {
    const unsubscribe = subscribe(() => {
      this.#arrived = true
      this.#wake?.()
    })
    const onStop = () => this.#wake?.()
    stopSignal().addEventListener('abort', onStop)
    this.close = () => {
      unsubscribe()
      stopSignal().removeEventListener('abort', onStop)
    }
  }

  async wait(longestMs: number): Promise<void> {
    if (!this.#arrived) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#arrived = false
    this.#wake = undefined
  }
}
