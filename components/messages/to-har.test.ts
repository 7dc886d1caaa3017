import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { MessageBody } from '@/lib/engine/message'
import type { Json } from '@/lib/language/json'
import { messagesOf, started } from './testing'
import { toHar } from './to-har'

// The rules of HAR 1.2, member by member; `_` begins members of a writer's own.
const time = z.iso.datetime({ offset: true })
const size = z.number().int().min(-1)
const comment = z.string().optional()
const pair = z.strictObject({ name: z.string(), value: z.string(), comment })
const cookie = z.strictObject({
  name: z.string(),
  value: z.string(),
  path: z.string().optional(),
  domain: z.string().optional(),
  expires: z.string().optional(),
  httpOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  comment,
})
const phase = z.number().min(-1).optional()
const timings = z.strictObject({
  blocked: phase,
  dns: phase,
  connect: phase,
  ssl: phase,
  send: z.number().min(0),
  wait: z.number().min(0),
  receive: z.number().min(0),
  comment,
})
const postData = z.strictObject({
  mimeType: z.string(),
  params: z.array(z.object({ name: z.string() })).optional(),
  text: z.string().optional(),
  comment,
})
const entry = z
  .strictObject({
    pageref: z.string().optional(),
    startedDateTime: time,
    time: z.number().min(0),
    request: z.strictObject({
      method: z.string(),
      url: z.url(),
      httpVersion: z.string(),
      cookies: z.array(cookie),
      headers: z.array(pair),
      queryString: z.array(pair),
      postData: postData.optional(),
      headersSize: size,
      bodySize: size,
      comment,
    }),
    response: z.strictObject({
      status: z.number().int(),
      statusText: z.string(),
      httpVersion: z.string(),
      cookies: z.array(cookie),
      headers: z.array(pair),
      content: z.strictObject({
        size: z.number().int(),
        compression: z.number().int().optional(),
        mimeType: z.string(),
        text: z.string().optional(),
        encoding: z.string().optional(),
        comment,
      }),
      redirectURL: z.string(),
      headersSize: size,
      bodySize: size,
      comment,
    }),
    cache: z.strictObject({}),
    timings,
    serverIPAddress: z.string().optional(),
    connection: z.string().optional(),
    comment,
    _error: z.string().optional(),
  })
  .refine(
    ({ time: total, timings: { blocked, dns, connect, send, wait, receive } }) =>
      Math.abs(
        total - [blocked, dns, connect, send, wait, receive].reduce<number>((sum, ms) => sum + Math.max(0, ms ?? 0), 0),
      ) < 0.011,
    'The time is the sum of the timings, ssl being part of connect.',
  )
const harSchema = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string(), comment }),
    browser: z.strictObject({ name: z.string(), version: z.string(), comment }).optional(),
    pages: z.array(
      z.strictObject({
        startedDateTime: time,
        id: z.string(),
        title: z.string(),
        pageTimings: z.strictObject({ onContentLoad: phase, onLoad: phase, comment }),
        comment,
      }),
    ),
    entries: z.array(entry),
    comment,
  }),
})

const request: Json = {
  method: 'POST',
  url: 'https://api.example.com/v1/customers?q=a%20b&q=c',
  headers: { Cookie: 'a=1; b=2=3', 'content-type': 'application/json', authorization: 'Bearer ••••' },
  body: '{"a":1}',
  bodySize: 7,
}
const response: Json = {
  status: 200,
  statusText: 'OK',
  headers: { 'content-type': 'application/json', 'set-cookie': ['s=1; Path=/', 't=2'] },
  body: '{"ok":true}',
  bodySize: 11,
}
const timed: Json = { dns: 1.5, connect: 2.25, tls: 3, wait: 30, download: 1, total: 40 }

function callOf(record: Json, failure: string | null = null): MessageBody & { stepName: string } {
  return {
    type: 'connector',
    stepName: 'Find',
    record,
    failure: failure === null ? null : { event: 'connectorExecution', code: 'timeout', message: failure },
    handling: null,
    changes: [],
    move: null,
  }
}

function entriesOf(...records: Parameters<typeof callOf>[]) {
  const har = toHar('x1', messagesOf(started, ...records.map((call) => callOf(...call))))
  expect(harSchema.parse(JSON.parse(JSON.stringify(har)))).toEqual(har)
  return har.log.entries
}

describe('an execution as HAR', () => {
  it('holds each exchange with its timings in the meaning of HAR', () => {
    const [entry] = entriesOf([
      { connector: { id: 'c', name: 'Acme', type: 'http' }, request, response, timings: timed },
    ])
    expect(entry).toMatchObject({
      pageref: 'x1',
      time: 40,
      comment: 'Find · Acme',
      // Ten milliseconds after the start the call had ended, forty before that it began.
      startedDateTime: '2026-01-01T09:59:59.970Z',
      timings: { blocked: 2.25, dns: 1.5, connect: 5.25, ssl: 3, send: 0, wait: 30, receive: 1 },
      request: {
        queryString: [
          { name: 'q', value: 'a b' },
          { name: 'q', value: 'c' },
        ],
        cookies: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2=3' },
        ],
        postData: { mimeType: 'application/json', text: '{"a":1}' },
      },
      response: {
        status: 200,
        cookies: [
          { name: 's', value: '1' },
          { name: 't', value: '2' },
        ],
        content: { size: 11, mimeType: 'application/json', text: '{"ok":true}' },
      },
    })
  })

  it('tells what did not happen: a kept connection, no answer, nothing sent', () => {
    const kept = { dns: 0, connect: 0, tls: 0, wait: 3, download: 1, total: 4 }
    const [entry] = entriesOf([{ request, response, timings: kept }])
    expect(entry?.timings).toEqual({ blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 3, receive: 1 })
    const [silent] = entriesOf([{ request, timings: timed }, 'No answer came in 10 seconds.'])
    expect(silent).toMatchObject({ response: { status: 0 }, _error: 'No answer came in 10 seconds.' })
    expect(entriesOf([{ connector: { id: 'c', name: 'Acme', type: 'http' } }])).toEqual([])
  })

  it('begins each exchange of a call when it began, the waits between them left free', () => {
    const record = (startedAt: string): Json => ({ request, response, timings: timed, startedAt, waitedMs: 700 })
    const tried: MessageBody = { type: 'exchange', purpose: 'attempt', record: record('2026-01-01T09:59:58.000Z') }
    const last = callOf(record('2026-01-01T09:59:58.740Z'))
    const { entries } = harSchema.parse(
      toHar('x1', messagesOf({ ...tried, stepId: 'a' }, { ...last, stepId: 'a' })),
    ).log
    expect(entries.map(({ startedDateTime, time }) => [startedDateTime, time])).toEqual([
      ['2026-01-01T09:59:58.000Z', 40],
      ['2026-01-01T09:59:58.740Z', 40],
    ])
  })

  it('puts the exchanges of one call one after the other when they do not tell when they began', () => {
    const token: MessageBody = { type: 'exchange', purpose: 'token', record: { request, response, timings: timed } }
    const last = callOf({ request, response, timings: timed })
    const messages = messagesOf({ ...token, stepId: 'a' }, { ...last, stepId: 'a' }).map((message) => ({
      ...message,
      at: '2026-01-01T10:00:00.000Z',
      visit: 1,
    }))
    const { entries } = harSchema.parse(toHar('x1', messages)).log
    expect(entries.map(({ startedDateTime, comment }) => [startedDateTime, comment])).toEqual([
      ['2026-01-01T09:59:59.920Z', 'a \u00b7 token request'],
      ['2026-01-01T09:59:59.960Z', 'Find'],
    ])
  })

  it('makes an entry of each redirect on the way', () => {
    const redirects = [
      { status: 302, url: 'https://api.example.com/a' },
      { status: 307, url: 'https://other.example/b?c=d' },
    ]
    const entries = entriesOf([{ request, response, timings: timed, redirects }])
    expect(entries.map((entry) => [entry.request.url, entry.response.status, entry.response.redirectURL])).toEqual([
      ['https://api.example.com/v1/customers?q=a%20b&q=c', 302, 'https://api.example.com/a'],
      ['https://api.example.com/a', 307, 'https://other.example/b?c=d'],
      ['https://other.example/b?c=d', 200, ''],
    ])
    // What went to the first origin is not told of the next one.
    expect(JSON.stringify(entries[2]?.request)).not.toContain('••••')
  })

  it('says when a body is binary or was cut', () => {
    const image = {
      status: 200,
      headers: { 'content-type': 'image/png' },
      body: 'AAAA',
      bodySize: 3,
      bodyEncoding: 'base64',
    }
    const [entry] = entriesOf([
      { request: { ...Object(request), bodyTruncated: true }, response: image, timings: timed },
    ])
    expect(entry?.response.content).toEqual({ size: 3, mimeType: 'image/png', text: 'AAAA', encoding: 'base64' })
    expect(entry?.request.postData?.comment).toContain('beginning')
  })

  it('is valid without any call', () => {
    expect(entriesOf()).toEqual([])
    expect(harSchema.safeParse(toHar('x1', [])).success).toBe(true)
  })
})
