import type { FlowReply } from '@/lib/runner/types'
import { FlowError } from './flow-error'

/** So long it is asked by itself; then the person says when. */
const FOLLOW_MS = 5 * 60_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10_000

export interface Following {
  /** Asks where the execution stands. */
  look: (signal: AbortSignal) => Promise<FlowReply>
  /** The page has gone, or shows something else by now. */
  signal: AbortSignal
}

export interface Followed {
  /** The newest that was heard; `running` when the time was up. */
  reply: FlowReply
  /** The last look has not been answered. */
  unreachable: boolean
}

/**
 * Follows an execution that another request has under way until it waits for the person or has ended, with growing
 * pauses and for five minutes at most. A look that fails is no end: the execution goes on all the same.
 * @returns null when it was given up by the signal
 * @throws FlowError 403 or 404: this window cannot hear of it any more
 */
export async function followRunning(first: FlowReply, { look, signal }: Following): Promise<Followed | null> {
  const until = Date.now() + FOLLOW_MS
  let followed: Followed = { reply: first, unreachable: false }
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() < until; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    await pause(pauseMs, signal)
    if (signal.aborted) return null
    try {
      followed = { reply: await look(signal), unreachable: false }
    } catch (error) {
      if (signal.aborted) return null
      if (!(error instanceof FlowError) || error.isFinal) throw error
      followed = { ...followed, unreachable: true }
    }
    if (signal.aborted) return null
    if (followed.reply.status !== 'running') return followed
  }
  return followed
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
