import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { readBody, startServer, type TestServer } from '@/lib/egress/testing/server'
import { Secret } from '@/lib/vault/secret'
import type { ConnectorCall } from '../../types'
import { httpClient } from '../client'
import { type HttpConfig, httpConfigSchema } from '../schema'
import type { RetryPolicy } from './schema'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
let server: TestServer
let arrived = 0
beforeAll(async () => {
  server = await startServer((request, response) => {
    arrived += 1
    return handle(request, response)
  })
})
afterEach(() => {
  arrived = 0
})
afterAll(async () => {
  await closeEgress()
  await server.close()
})

function run(retry: Partial<RetryPolicy> | null, call: Partial<ConnectorCall> = {}, signal?: AbortSignal) {
  const config: Partial<HttpConfig> = { baseUrl: server.origin, authentication: { method: 'bearerToken' } }
  return httpClient
    .prepare({
      projectId: 'p1',
      version: 1,
      id: 'c1',
      type: 'http',
      name: 'Acme',
      config: httpConfigSchema.parse({ ...config, retry }),
      secrets: new Map([['authentication.bearerToken', new Secret('a-secret-token')]]),
    })
    .call({
      call: { action: 'GET', endpoint: '/x', payload: null, timeoutSeconds: 5, ...call },
      scope: { read: () => undefined },
      scopeSecrets: [],
      signal,
    })
}

/** Answers 503 so many times, then 200. */
function failing(times: number, headers: Record<string, string> = {}) {
  handle = (request, response) => {
    if (arrived <= times) response.writeHead(503, headers).end(`busy, ${request.headers.authorization}`)
    else response.end('{"fine":true}')
  }
}

describe('a request that is tried again', () => {
  it('is sent until it succeeds, and each attempt before is told by a masked record of its own', async () => {
    failing(2)
    const outcome = await run({})
    expect(arrived).toBe(3)
    expect(outcome).toMatchObject({ ok: true, value: { fine: true, statusCode: 200 }, record: { warnings: [] } })
    expect(outcome.earlier).toMatchObject([
      {
        purpose: 'attempt',
        action: 'GET',
        request: { method: 'GET', url: `${server.origin}/x` },
        response: { status: 503, body: 'busy, Bearer ••••' },
        error: { code: 'httpError', hint: expect.stringContaining('attempt 2 of 3') },
      },
      { purpose: 'attempt', response: { status: 503 }, error: { hint: expect.stringContaining('attempt 3 of 3') } },
    ])
    for (const { timings } of outcome.earlier ?? []) expect(timings?.total).toBeGreaterThan(0)
    expect(JSON.stringify(outcome.earlier)).not.toContain('a-secret-token')
  })

  it('tells of each attempt when it began, how long it took and what it waited, and of the call the whole', async () => {
    handle = (_request, response) => {
      setTimeout(() => response.writeHead(arrived <= 2 ? 503 : 200).end(), 40)
    }
    const started = Date.now()
    const { earlier = [], record } = await run({})
    const ended = Date.now()
    const attempts = [...earlier, record]
    expect(attempts).toHaveLength(3)
    const [first, ...later] = attempts.map(({ startedAt, waitedMs, timings }) => ({
      from: Date.parse(startedAt ?? ''),
      waited: waitedMs ?? Number.NaN,
      took: timings?.total ?? Number.NaN,
    }))
    if (!first) throw new Error('No attempt was told.')
    expect(first.from).toBeGreaterThanOrEqual(started)
    expect(first.waited).toBeLessThan(200)
    let before = first
    for (const [at, each] of later.entries()) {
      // Backoff of half a second, then a second, each shortened by up to a half.
      expect(each.waited).toBeGreaterThanOrEqual(250 * 2 ** at - 5)
      expect(each.took).toBeGreaterThanOrEqual(35)
      // Nothing of an attempt overlaps the next one.
      expect(Math.abs(each.from - (before.from + before.took + each.waited))).toBeLessThan(100)
      before = each
    }
    expect(before.from + before.took).toBeLessThanOrEqual(ended + 5)
    expect(earlier.every(({ wholeMs }) => wholeMs === undefined)).toBe(true)
    expect(Math.abs((record.wholeMs ?? 0) - (ended - started))).toBeLessThan(100)
  })

  it('fails like a single one when its attempts are used up', async () => {
    failing(9)
    const outcome = await run({ attempts: 2 })
    expect(arrived).toBe(2)
    expect(outcome).toMatchObject({ ok: false, event: 'httpError', value: { statusCode: 503 } })
    expect(outcome.earlier).toHaveLength(1)
  })

  it('is sent again after a connection that failed', async () => {
    handle = (_request, response) => (arrived <= 1 ? response.destroy() : response.end('{}'))
    const outcome = await run({ methods: ['PUT'] }, { action: 'PUT', payload: { type: 'text', value: 'once' } })
    expect(outcome.ok).toBe(true)
    expect(outcome.earlier).toMatchObject([{ error: { code: 'connectionReset' }, request: { body: 'once' } }])
  })

  it('carries the same payload each time', async () => {
    const bodies: string[] = []
    handle = async (request, response) => {
      bodies.push(await readBody(request))
      response.writeHead(arrived <= 1 ? 502 : 200).end()
    }
    await run({ methods: ['POST'] }, { action: 'POST', payload: { type: 'json', value: { a: 1 } } })
    expect(bodies).toEqual(['{"a":1}', '{"a":1}'])
  })
})

describe('a request is sent once', () => {
  it('without a policy', async () => {
    failing(1)
    const outcome = await run(null)
    expect(outcome).toMatchObject({ ok: false, earlier: [], record: { startedAt: expect.any(String) } })
    expect(outcome.record.wholeMs).toBeUndefined()
    expect(arrived).toBe(1)
  })

  it.each(['POST', 'PATCH'])('by %s unless the policy names it', async (action) => {
    failing(1)
    await run({}, { action })
    expect(arrived).toBe(1)
  })

  it('when Retry-After asks for more than the timeout has left, which it says at once', async () => {
    failing(1, { 'retry-after': '60' })
    const started = Date.now()
    const outcome = await run({})
    expect(Date.now() - started).toBeLessThan(1_000)
    expect(arrived).toBe(1)
    expect(outcome).toMatchObject({ event: 'httpError', record: { warnings: [{ code: 'retryTooLate' }] } })
  })
})

describe('the timeout of the call', () => {
  it('covers all attempts', async () => {
    handle = (_request, response) => (arrived <= 1 ? response.writeHead(503).end() : undefined)
    const started = Date.now()
    const outcome = await run({}, { timeoutSeconds: 1 })
    expect(outcome).toMatchObject({ event: 'connectorExecution', record: { error: { code: 'timeout' } } })
    expect(outcome.earlier).toHaveLength(1)
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('is not waited for once the call is cancelled between two attempts', async () => {
    const controller = new AbortController()
    handle = (_request, response) => {
      response.writeHead(503, { 'retry-after': '4' }).end()
      setTimeout(() => controller.abort(), 100)
    }
    const started = Date.now()
    const outcome = await run({}, {}, controller.signal)
    expect(outcome.record.error?.code).toBe('aborted')
    expect(Date.now() - started).toBeLessThan(2_000)
    expect(arrived).toBe(1)
  })
})
