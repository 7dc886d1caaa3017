import { describe, expect, it } from 'vitest'
import { defaultBackoffMs, type FollowOptions, followExecution } from './follow-execution'

type Step = { status?: number; body?: string; chunks?: string[]; hang?: boolean; fail?: boolean }

/** A server that answers each attempt with the next step, and keeps what it was asked for. */
function serverOf(...steps: Step[]) {
  const asked: string[] = []
  const fetchEvents: typeof fetch = async (input, init) => {
    asked.push(String(input))
    const step = steps[asked.length - 1]
    if (!step || step.fail) throw new TypeError('network')
    if (step.status !== undefined) return new Response(step.body ?? '', { status: step.status })
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder()
        for (const chunk of step.chunks ?? []) controller.enqueue(encoder.encode(chunk))
        if (!step.hang) controller.close()
        init?.signal?.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')))
      },
    })
    return new Response(stream)
  }
  return { asked, fetchEvents }
}

const message = (number: number) => `id: ${number}\nevent: message\ndata: {"number":${number},"type":"passed"}\n\n`
const end = 'event: end\ndata: {}\n\n'

async function follow(server: ReturnType<typeof serverOf>, options: Partial<FollowOptions> = {}) {
  const numbers: number[] = []
  const states: string[] = []
  const replies: string[] = []
  const result = await followExecution({
    url: '/events',
    cursor: { after: 0, afterAsync: 0 },
    onMessage: ({ number }) => void numbers.push(number),
    onReply: ({ status }) => void replies.push(status),
    onState: (state) => void states.push(state),
    signal: AbortSignal.timeout(5000),
    backoffMs: () => 1,
    fetch: server.fetchEvents,
    ...options,
  })
  return { result, numbers, states, replies }
}

describe('followExecution', () => {
  it('reads messages and replies until the end', async () => {
    const server = serverOf({
      chunks: [message(1) + message(2), 'event: reply\ndata: {"status":"completed"}\n\n', end],
    })
    expect(await follow(server)).toEqual({
      result: { type: 'ended' },
      numbers: [1, 2],
      states: ['connecting', 'open'],
      replies: ['completed'],
    })
  })

  it('connects again from the last message, and gives each message once', async () => {
    const server = serverOf(
      { fail: true },
      { chunks: [message(1), message(2), 'id: 3\nevent: mess'] },
      { status: 503 },
      { chunks: [message(2), message(3), end] },
    )
    const { numbers, result } = await follow(server)
    expect(numbers).toEqual([1, 2, 3])
    expect(result.type).toBe('ended')
    expect(server.asked).toEqual([
      '/events?after=0&afterAsync=0',
      '/events?after=0&afterAsync=0',
      '/events?after=2&afterAsync=0',
      '/events?after=2&afterAsync=0',
    ])
  })

  it('gives up a stream that has fallen silent', async () => {
    const server = serverOf({ chunks: [message(1)], hang: true }, { chunks: [message(2), end] })
    const { numbers } = await follow(server, { silenceMs: 30 })
    expect(numbers).toEqual([1, 2])
  })

  it('stays on a stream that sends heartbeats only', async () => {
    const server = serverOf({ chunks: [': heartbeat\n\n', end] })
    expect((await follow(server)).result.type).toBe('ended')
  })

  it('stops at an answer that another attempt would not change', async () => {
    const { result } = await follow(serverOf({ status: 401, body: '{"errorCode":"E011"}' }))
    expect(result).toMatchObject({ type: 'refused', error: { code: 'signedOut' } })
    const gone = await follow(serverOf({ status: 404, body: '{"errorCode":"E1","errorMessage":"No such execution."}' }))
    expect(gone.result).toMatchObject({ type: 'refused', error: { code: 'notFound', message: 'No such execution.' } })
  })

  it('stops when the server says that there is nothing more to follow', async () => {
    const ended = (reason: string) => follow(serverOf({ chunks: [`event: end\ndata: {"reason":"${reason}"}\n\n`] }))
    expect((await ended('signedOut')).result).toMatchObject({ type: 'refused', error: { code: 'signedOut' } })
    expect((await ended('notFound')).result).toMatchObject({ type: 'refused', error: { code: 'notFound' } })
    expect((await ended('completed')).result).toEqual({ type: 'ended' })
  })

  it('stops when told to, also while it waits for the next attempt', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 20)
    const { result } = await follow(serverOf({ fail: true }), { signal: abort.signal, backoffMs: () => 10_000 })
    expect(result).toEqual({ type: 'aborted' })
  })

  it('skips what it cannot read', async () => {
    const server = serverOf({ chunks: ['data: {broken\n\n', 'data: 7\n\n', message(1), end] })
    expect((await follow(server)).numbers).toEqual([1])
  })
})

it('waits longer after each failure, up to 15 seconds', () => {
  expect([1, 2, 3, 6, 20].map(defaultBackoffMs)).toEqual([500, 1000, 2000, 15_000, 15_000])
})
