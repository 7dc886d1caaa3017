import { z } from 'zod'
import { type ApiError, toApiError, withQuery } from '@/components/api/fetch-json'
import type { RunnerMessage } from '@/lib/engine/message'
import { advanceCursor, type FlowReply, isRead, type MessageCursor } from '@/lib/runner/types'
import { createSseParser, type ServerEvent } from './sse-parser'

export type StreamState = 'connecting' | 'open' | 'retrying'

export interface FollowOptions {
  /** The events route of one execution. */
  url: string
  /** How far the messages are known already. */
  cursor: MessageCursor
  onMessage(message: RunnerMessage): void
  onReply(reply: FlowReply): void
  onState(state: StreamState): void
  signal: AbortSignal
  /** Silence after which a stream counts as dead; the server sends a heartbeat every 15 s. */
  silenceMs?: number
  /** How long to wait before the next attempt, after so many failed ones. */
  backoffMs?: (attempt: number) => number
  fetch?: typeof fetch
}

/** How following came to its end: the execution did, the caller stopped it, or it is of no use to try on. */
export type FollowEnd = { type: 'ended' } | { type: 'aborted' } | { type: 'refused'; error: ApiError }

/**
 * Follows an execution's events until it has ended: connects again with growing pauses when the stream breaks or falls
 * silent, from the last message on, so that each message comes once and in order.
 */
export async function followExecution(options: FollowOptions): Promise<FollowEnd> {
  const { signal, onState, backoffMs = defaultBackoffMs } = options
  let last = options.cursor
  let failures = 0
  while (!signal.aborted) {
    onState('connecting')
    const before = last
    const result = await readStream(options, last, (cursor) => {
      last = cursor
    })
    if (result.type !== 'broken') return result
    failures = last === before ? failures + 1 : 1
    onState('retrying')
    await pause(backoffMs(failures), signal)
  }
  return { type: 'aborted' }
}

/** Half a second, doubled each time, at most 15 s. */
export function defaultBackoffMs(attempt: number): number {
  return Math.min(15_000, 500 * 2 ** Math.max(0, attempt - 1))
}

async function readStream(
  options: FollowOptions,
  from: MessageCursor,
  onCursor: (cursor: MessageCursor) => void,
): Promise<FollowEnd | { type: 'broken' }> {
  const { url, signal, onMessage, onReply, onState, silenceMs = 40_000 } = options
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMs)
  let last = from

  let end: FollowEnd | null = null

  /** True, when this was the last event. */
  function take({ event, data }: ServerEvent): boolean {
    const value = parse(data)
    if (event === 'end') {
      end = toEnd(value)
      return true
    }
    if (event === 'reply') {
      const reply = replySchema.safeParse(value)
      if (reply.success) onReply(reply.data)
      return false
    }
    const message = messageSchema.safeParse(value)
    if (message.success && !isRead(last, message.data.number)) {
      last = advanceCursor(last, message.data.number)
      onCursor(last)
      onMessage(message.data)
    }
    return false
  }

  try {
    const response = await (options.fetch ?? fetch)(withQuery(url, { ...from }), {
      headers: { accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (isFinal(response.status)) {
      return { type: 'refused', error: toApiError(response.status, parse(await response.text())) }
    }
    if (!response.ok || !response.body) return { type: 'broken' }
    onState('open')
    const parser = createSseParser()
    const decoder = new TextDecoder()
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { type: 'broken' }
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silenceMs)
      if (parser.push(decoder.decode(value, { stream: true })).some(take)) {
        await reader.cancel().catch(() => {})
        return end ?? { type: 'ended' }
      }
    }
  } catch {
    return signal.aborted ? { type: 'aborted' } : { type: 'broken' }
  } finally {
    clearTimeout(timer)
  }
}

// Only enough is checked to tell them apart: both ends are built from the same types.
const messageSchema = z.custom<RunnerMessage>((value) => isObject(value) && typeof value.number === 'number')
const replySchema = z.custom<FlowReply>((value) => isObject(value) && typeof value.status === 'string')

/** The server ends a stream with the execution, or because there is none, or because the session has ended. */
function toEnd(value: unknown): FollowEnd {
  const reason = isObject(value) ? value.reason : undefined
  if (reason === 'signedOut') return { type: 'refused', error: toApiError(401, undefined) }
  if (reason === 'notFound') return { type: 'refused', error: toApiError(404, undefined) }
  return { type: 'ended' }
}

/** Statuses that another attempt would not change. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })
}
