import type { IncomingMessage, ServerResponse } from 'node:http'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { httpClient } from './client'
import { httpConfigSchema } from './schema'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

// What a flow reads of an answer, each rule against a real server.
let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
let server: TestServer
beforeAll(async () => {
  server = await startServer((request, response) => answer(request, response))
})
afterAll(async () => {
  await closeEgress()
  await server.close()
})

type Answered = [status: number, headers: Record<string, string | string[]>, body?: string | Buffer]

async function call(answered: Answered, { headers = false, action = 'GET' } = {}) {
  const [status, sent, body] = answered
  answer = (_request, response) => response.writeHead(status, sent).end(body)
  const config = httpConfigSchema.parse({ baseUrl: server.origin, includeHeadersInContext: headers })
  const prepared = httpClient.prepare({
    id: 'c',
    projectId: 'p',
    version: 1,
    type: 'http',
    name: 'Acme',
    config,
    secrets: new Map(),
  })
  return prepared.call({
    call: { action, endpoint: '/', payload: null, timeoutSeconds: 5 },
    scope: { read: () => undefined },
    scopeSecrets: [],
  })
}

const json = { 'content-type': 'application/json' }
const text = (charset: string) => ({ 'content-type': `text/plain; charset=${charset}` })
const bytes = (...values: number[]) => Buffer.from(values)

describe('the value under connectors.<contextKey>', () => {
  it.each<[rule: string, answered: Answered, off: unknown, body: unknown]>([
    ['an object', [200, json, '{"a":{"b":1}}'], { a: { b: 1 }, statusCode: 200 }, { a: { b: 1 } }],
    [
      'an object with a statusCode',
      [201, json, '{"statusCode":"theirs"}'],
      { statusCode: 201 },
      { statusCode: 'theirs' },
    ],
    [
      'an object with body and headers',
      [200, json, '{"body":1,"headers":2}'],
      { body: 1, headers: 2, statusCode: 200 },
      { body: 1, headers: 2 },
    ],
    ['an array', [200, json, '[1,{"a":2}]'], { body: [1, { a: 2 }], statusCode: 200 }, [1, { a: 2 }]],
    ['a string', [200, json, '"text"'], { body: 'text', statusCode: 200 }, 'text'],
    ['a number', [200, json, '12.5'], { body: 12.5, statusCode: 200 }, 12.5],
    ['a boolean', [200, json, 'false'], { body: false, statusCode: 200 }, false],
    ['null', [200, json, 'null'], { body: null, statusCode: 200 }, null],
    ['text', [200, text('utf-8'), 'hello'], { body: 'hello', statusCode: 200 }, 'hello'],
    ['HTML', [200, { 'content-type': 'text/html' }, '<p>'], { body: '<p>', statusCode: 200 }, '<p>'],
    ['an object without a type', [200, {}, '{"a":1}'], { a: 1, statusCode: 200 }, { a: 1 }],
    ['invalid JSON', [200, json, '{"a"'], { body: '{"a"', statusCode: 200 }, '{"a"'],
    ['nothing', [200, json, ''], { statusCode: 200 }, null],
    ['204', [204, {}], { statusCode: 204 }, null],
    ['a UTF-8 mark', [200, json, '\ufeff{"a":1}'], { a: 1, statusCode: 200 }, { a: 1 }],
    ['a UTF-16 mark', [200, json, Buffer.from('\ufeff{"a":1}', 'utf16le')], { a: 1, statusCode: 200 }, { a: 1 }],
    ['Big5', [200, text('Big5'), bytes(0xa7, 0x41)], { body: '\u4f60', statusCode: 200 }, '\u4f60'],
    ['Latin-1', [200, text('ISO-8859-1'), bytes(0xfc)], { body: '\u00fc', statusCode: 200 }, '\u00fc'],
    ['Windows-1252', [200, text('"windows-1252"'), bytes(0x80)], { body: '\u20ac', statusCode: 200 }, '\u20ac'],
    ['Shift_JIS', [200, text('Shift_JIS'), bytes(0x82, 0xa0)], { body: '\u3042', statusCode: 200 }, '\u3042'],
    [
      'UTF-16',
      [200, text('utf-16'), Buffer.from('a\u2603', 'utf16le')],
      { body: 'a\u2603', statusCode: 200 },
      'a\u2603',
    ],
    [
      'XML that says its charset',
      [
        200,
        { 'content-type': 'application/xml' },
        Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00fc</a>', 'latin1'),
      ],
      { body: '<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00fc</a>', statusCode: 200 },
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00fc</a>',
    ],
  ])('of %s', async (_rule, answered, off, body) => {
    expect((await call(answered)).value).toEqual(off)
    const on = await call(answered, { headers: true })
    expect(on.value).toEqual({ body, headers: expect.any(Object), statusCode: answered[0] })
  })

  it('of a body that is not text is base64 with its content type', async () => {
    const png = bytes(0x89, 0x50, 0x4e, 0x47, 0, 0xff)
    const binary = { body: png.toString('base64'), contentType: 'image/png', statusCode: 200 }
    const answered: Answered = [200, { 'content-type': 'image/png' }, png]
    const { value, record } = await call(answered)
    expect(value).toEqual(binary)
    expect(record.response).toMatchObject({ bodyEncoding: 'base64', bodySize: 6 })
    expect((await call(answered, { headers: true })).value).toMatchObject(binary)
  })

  it('has headers with lower-case names, repeated ones as an array', async () => {
    const headers = { ...json, 'X-Total': '7', 'Set-Cookie': ['a=1', 'b=2'], 'X-Twice': ['one', 'two'] }
    const { value } = await call([200, headers, '{}'], { headers: true })
    expect(value).toMatchObject({
      headers: { 'x-total': '7', 'set-cookie': ['a=1', 'b=2'], 'x-twice': ['one', 'two'] },
    })
  })

  it('of HEAD has no body, whatever the headers say of it', async () => {
    const headers = { ...json, 'content-length': '999999999', 'content-encoding': 'gzip' }
    const { value, ok } = await call([200, headers], { headers: true, action: 'HEAD' })
    expect(ok).toBe(true)
    expect(value).toMatchObject({ body: null, headers: { 'content-length': '999999999' }, statusCode: 200 })
    expect((await call([200, headers], { action: 'HEAD' })).value).toEqual({ statusCode: 200 })
  })
})

describe('a content coding is undone', () => {
  const plain = Buffer.from('{"a":"\u00e9"}')
  it.each<[string, Buffer]>([
    ['gzip', zlib.gzipSync(plain)],
    ['x-gzip', zlib.gzipSync(plain)],
    ['br', zlib.brotliCompressSync(plain)],
    ['deflate', zlib.deflateSync(plain)],
    ['deflate', zlib.deflateRawSync(plain)],
    ['zstd', zlib.zstdCompressSync(plain)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(plain))],
    ['identity', plain],
  ])('%s', async (coding, body) => {
    const { value, record } = await call([200, { ...json, 'content-encoding': coding }, body])
    expect(value).toEqual({ a: '\u00e9', statusCode: 200 })
    expect(record.response).toMatchObject({ body: plain.toString(), bodySize: plain.length })
  })

  it('also of an answer outside 2xx, and of none at all', async () => {
    const coded = { ...json, 'content-encoding': 'gzip' }
    const { value, event } = await call([404, coded, zlib.gzipSync('{"why":"gone"}')])
    expect({ value, event }).toMatchObject({ event: 'httpError', value: { why: 'gone', statusCode: 404 } })
    expect((await call([204, coded])).value).toEqual({ statusCode: 204 })
    expect((await call([200, coded, ''])).value).toEqual({ statusCode: 200 })
  })

  it.each(['compress', 'gzip'])('or refused: %s that cannot be read', async (coding) => {
    const { event, value } = await call([200, { ...json, 'content-encoding': coding }, 'not coded'])
    expect({ event, value }).toMatchObject({
      event: 'connectorExecution',
      value: { statusCode: 200, error: { code: 'badEncoding' } },
    })
  })
})

it.each([200, 201, 202, 204, 206, 299])('%i is a success', async (status) => {
  expect(await call([status, {}])).toMatchObject({ ok: true, value: { statusCode: status } })
})

it.each([300, 304, 400, 404, 500, 599])('%i is an httpError', async (status) => {
  expect(await call([status, {}])).toMatchObject({ event: 'httpError', value: { statusCode: status } })
})
