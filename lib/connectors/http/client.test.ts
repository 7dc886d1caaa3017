import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { readBody, startServer, type TestServer } from '@/lib/egress/testing/server'
import type { Json } from '@/lib/language/json'
import { getPath } from '@/lib/language/path'
import { Secret } from '@/lib/vault/secret'
import type { ConnectorCall } from '../types'
import { httpClient } from './client'
import { type HttpConfig, httpConfigSchema } from './schema'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
let server: TestServer
beforeAll(async () => {
  server = await startServer((request, response) => handle(request, response))
})
afterAll(async () => {
  await closeEgress()
  await server.close()
})

interface Case {
  config?: Partial<HttpConfig>
  secrets?: Record<string, string>
  call?: Partial<ConnectorCall>
  values?: Json
  scopeSecrets?: string[]
}

function run({ config = {}, secrets = {}, call = {}, values = {}, scopeSecrets = [] }: Case = {}) {
  const prepared = httpClient.prepare({
    projectId: 'p1',
    version: 1,
    id: 'c1',
    type: 'http',
    name: 'Acme',
    config: httpConfigSchema.parse({ baseUrl: `${server.origin}/v1`, ...config }),
    secrets: new Map(Object.entries(secrets).map(([field, text]) => [field, new Secret(text)])),
  })
  return prepared.call({
    call: { action: 'GET', endpoint: '/x', payload: null, timeoutSeconds: 2, ...call },
    scope: { read: (path) => getPath(values, path) },
    scopeSecrets,
  })
}

const bearer: Case = {
  config: { authentication: { method: 'bearerToken' } },
  secrets: { 'authentication.bearerToken': 'tok/en+very secret' },
}

describe('authentication', () => {
  it.each<[string, Case, string, string]>([
    ['Bearer', bearer, 'authorization', 'Bearer tok/en+very secret'],
    [
      'API key',
      {
        config: { authentication: { method: 'apiKey', apiKey: { key: 'X-Acme' } } },
        secrets: { 'authentication.apiKey.token': 'k3y-value' },
      },
      'x-acme',
      'k3y-value',
    ],
    [
      'Basic',
      {
        config: { authentication: { method: 'basic', basic: { username: 'ann' } } },
        secrets: { 'authentication.basic.password': 'p\u00e4ss:word' },
      },
      'authorization',
      `Basic ${Buffer.from('ann:p\u00e4ss:word').toString('base64')}`,
    ],
  ])('%s is sent, and masked in the record', async (_name, setup, header, expected) => {
    let seen: unknown
    handle = (request, response) => {
      seen = request.headers[header]
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ echo: request.headers, encoded: encodeURIComponent(expected) }))
    }
    const outcome = await run(setup)
    expect(seen).toBe(expected)
    expect(outcome.ok).toBe(true)
    for (const secret of [...outcome.secrets, expected.replace(/^\w+ /, '')]) {
      expect(JSON.stringify(outcome.record)).not.toContain(secret)
      expect(JSON.stringify(outcome.record)).not.toContain(encodeURIComponent(secret))
      expect(outcome.secrets).toContain(secret)
    }
    expect(outcome.record.request?.headers).toMatchObject({
      [header === 'x-acme' ? 'X-Acme' : 'Authorization']: expect.stringContaining('••••'),
    })
  })

  it('without a stored secret is an error that says where', async () => {
    const outcome = await run({ config: { authentication: { method: 'bearerToken' } } })
    expect(outcome).toMatchObject({
      ok: false,
      event: 'connectorExecution',
      record: { error: { code: 'secretMissing' } },
    })
    expect(outcome.record.request).toBeUndefined()
  })
})

describe('an answer', () => {
  it('inside 2xx is a success with request, response and time split in the record', async () => {
    handle = async (request, response) => {
      const body = await readBody(request)
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ got: JSON.parse(body) }))
    }
    const payload = { type: 'json' as const, value: { email: '{{form.email}}', none: '{{form.none}}' } }
    const outcome = await run({ call: { action: 'POST', payload }, values: { form: { email: 'a@b.c' } } })
    expect(outcome).toMatchObject({
      ok: true,
      event: null,
      value: { got: { email: 'a@b.c', none: null }, statusCode: 201 },
      missing: ['form.none'],
      record: {
        connector: { id: 'c1', name: 'Acme', type: 'http' },
        action: 'POST',
        request: { method: 'POST', url: `${server.origin}/v1/x`, body: '{"email":"a@b.c","none":null}', bodySize: 29 },
        response: { status: 201, body: '{"got":{"email":"a@b.c","none":null}}', bodySize: 37 },
        warnings: [],
      },
    })
    expect(outcome.record.request?.headers).toMatchObject({
      'Content-Type': 'application/json',
      'user-agent': 'Patchbay',
    })
    expect(outcome.record.timings?.total).toBeGreaterThan(0)
  })

  it.each([304, 400, 404, 429, 500])('of %i is an httpError with its status and body', async (status) => {
    handle = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(status === 304 ? undefined : JSON.stringify({ reason: 'r', error: 'theirs' }))
    }
    const { ok, event, value, record } = await run()
    expect({ ok, event }).toEqual({ ok: false, event: 'httpError' })
    expect(value).toMatchObject({
      statusCode: status,
      error: { code: 'httpError', message: expect.stringContaining(String(status)) },
    })
    if (status !== 304) expect(value).toMatchObject({ reason: 'r', body: { error: 'theirs' } })
    expect(record).toMatchObject({ response: { status }, error: { code: 'httpError', hint: expect.any(String) } })
  })

  it('with headers in context', async () => {
    handle = (_request, response) => response.writeHead(200, { 'x-total': '7', 'set-cookie': ['sid=s3cret'] }).end('[]')
    const outcome = await run({ config: { includeHeadersInContext: true } })
    expect(outcome.value).toMatchObject({ body: [], headers: { 'x-total': '7' }, statusCode: 200 })
    expect(outcome.record.response?.headers).toMatchObject({ 'x-total': '7', 'set-cookie': '••••' })
  })

  it('over 256 KB is recorded cut with its true size, and no secret is cut in two', async () => {
    const secret = 'tok/en+very secret'
    const text = 'x'.repeat(256 * 1024 - 9) + secret + 'y'.repeat(100_000)
    handle = (_request, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(text)
    const { record, value } = await run(bearer)
    expect(value).toEqual({ body: text, statusCode: 200 })
    expect(record.response).toMatchObject({ bodyTruncated: true, bodySize: text.length })
    expect(record.response?.body?.length).toBeLessThanOrEqual(256 * 1024)
    expect(record.response?.body).not.toContain('tok')
  })
})

describe('a call that gets no answer', () => {
  it('is a connectorExecution error with cause and hint', async () => {
    handle = () => {}
    const outcome = await run({ call: { timeoutSeconds: null }, config: { timeoutSeconds: 1 } })
    expect(outcome).toMatchObject({
      ok: false,
      event: 'connectorExecution',
      value: { error: { code: 'timeout' } },
      record: { error: { code: 'timeout', hint: expect.any(String) } },
    })
    expect(outcome.record.timings?.total).toBeGreaterThan(900)
  })

  it.each<[string, Case]>([
    ['refusedByGuard', { config: { baseUrl: 'http://127.0.0.2:1' } }],
    ['endpointDotSegment', { call: { endpoint: '/a/{{v}}' }, values: { v: '..' } }],
    ['headerInvalid', { config: { headers: [{ key: 'x', value: '{{v}}' }] }, values: { v: 'a\r\nb' } }],
    ['actionUnknown', { call: { action: 'BREW' } }],
  ])('by %s', async (code, setup) => {
    expect(await run(setup)).toMatchObject({ event: 'connectorExecution', record: { error: { code } } })
  })

  it('because it holds too many values keeps its status, headers, times and text in the record', async () => {
    handle = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-total': '100001' })
        .end(JSON.stringify(Array(100_001).fill(1)))
    const { event, value, record } = await run()
    expect({ event, value }).toMatchObject({
      event: 'connectorExecution',
      value: { statusCode: 200, error: { code: 'tooComplex' } },
    })
    expect(record.response).toMatchObject({ status: 200, headers: { 'x-total': '100001' }, bodySize: 200_003 })
    expect(record.response?.body).toContain('[1,1,1')
    expect(record.timings?.total).toBeGreaterThan(0)
  })

  it('because it was read when the time was over, though it came before', async () => {
    handle = (_request, response) => response.setHeader('content-type', 'application/json').end('{"a":1}')
    const now = performance.now.bind(performance)
    const parse = JSON.parse
    let ahead = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead)
    vi.spyOn(JSON, 'parse').mockImplementation((text, reviver) => {
      if (text === '{"a":1}') ahead = 60_000
      return parse(text, reviver)
    })
    const { event, value, record } = await run().finally(() => vi.restoreAllMocks())
    expect({ event, value }).toMatchObject({
      event: 'connectorExecution',
      value: { statusCode: 200, error: { code: 'timeout', message: expect.stringContaining('reading the answer') } },
    })
    expect(record.response).toMatchObject({ status: 200, body: '{"a":1}' })
  })

  it('because it is too large names the status', async () => {
    handle = (_request, response) => response.end('x'.repeat(5000))
    const outcome = await run({ config: { maxResponseBytes: 1024 } })
    expect(outcome.value).toMatchObject({ statusCode: 200, error: { code: 'tooLarge' } })
  })
})

it('hides typed secrets in the record', async () => {
  handle = async (request, response) => response.end(`${request.url} ${await readBody(request)}`)
  const outcome = await run({
    call: {
      action: 'POST',
      endpoint: '/x?p={{form.password}}',
      payload: { type: 'form', value: { pw: '{{form.password}}' } },
    },
    values: { form: { password: 'p@ss word&1' } },
    scopeSecrets: ['p@ss word&1'],
  })
  const record = JSON.stringify(outcome.record)
  for (const form of ['p@ss word&1', 'p%40ss%20word%261', 'p%40ss+word%261']) expect(record).not.toContain(form)
  expect(outcome.secrets).toEqual(['p@ss word&1'])
})
