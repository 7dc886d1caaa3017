import type { RunnerMessage } from '@/lib/engine/message'
import {
  type CallRequest,
  type CallResponse,
  type CallTimings,
  type ConnectorCallRecord,
  readConnectorRecord,
} from './connector-record'
import { type HarContent, type HarEntry, type HarLog, type HarPair, type HarTimings, NOT_KNOWN } from './har'

/**
 * The HTTP exchanges of an execution as an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which
 * browsers and proxies open. Every exchange is an entry, also each redirect on the way and a call without an answer
 * (status 0 with `_error`). What was masked stays masked; what was not logged is told as the format tells unknown: -1.
 */
export function toHar(executionId: string, messages: readonly RunnerMessage[]): HarLog {
  const started = messages.find((message) => message.type === 'started')
  const startedDateTime = started?.at ?? messages[0]?.at ?? new Date(0).toISOString()
  const title = started ? started.flowName : executionId
  return {
    log: {
      version: '1.2',
      creator: { name: 'Patchbay', version: '1' },
      pages: [{ startedDateTime, id: executionId, title, pageTimings: {} }],
      entries: toAllEntries(messages, executionId),
    },
  }
}

/**
 * The messages of a call are written together when it has ended. One that was logged before exchanges told when they
 * began is taken to have ended then, and each exchange before it when the next began.
 */
function toAllEntries(messages: readonly RunnerMessage[], pageref: string): HarEntry[] {
  const entries: HarEntry[] = []
  let next: { stepId: string | null; visit: number | null; began: number } | null = null
  for (const message of messages.toReversed()) {
    if (message.type !== 'connector' && message.type !== 'exchange' && message.type !== 'asyncCall') continue
    const sameCall = message.type === 'exchange' && next?.stepId === message.stepId && next.visit === message.visit
    const made = toEntries(message, pageref, sameCall && next ? next.began : Date.parse(message.at))
    entries.unshift(...made)
    const began = made[0]
    if (began) next = { stepId: message.stepId, visit: message.visit, began: Date.parse(began.startedDateTime) }
  }
  return entries
}

const purposes = { token: 'token request', attempt: 'tried again afterwards' }

type CallMessage = Extract<RunnerMessage, { type: 'connector' | 'exchange' | 'asyncCall' }>

/** @param endedAt milliseconds */
function toEntries(message: CallMessage, pageref: string, endedAt: number): HarEntry[] {
  const record = readConnectorRecord(message.record)
  const { request } = record
  if (!request) return []
  const timings = toTimings(record.timings ?? null)
  const time = totalOf(timings)
  const hops = hopsOf(record)
  const purpose = message.type === 'exchange' ? purposes[message.purpose] : null
  const comment = [message.stepName, record.connector?.name, purpose].filter(Boolean).join(' \u00b7 ')
  const common = {
    pageref,
    startedDateTime: record.startedAt ?? new Date(endedAt - time).toISOString(),
    cache: {},
    ...(comment === '' ? {} : { comment }),
  }
  const asSent = toRequest(request)
  const urls = [request.url, ...hops.map(({ url }) => url)]
  const onTheWay = hops.map(
    (hop, at): HarEntry => ({
      ...common,
      time: 0,
      request: at === 0 ? asSent : toFollowing(asSent, urls[at] ?? hop.url),
      response: { ...unknownResponse, status: hop.status, redirectURL: hop.url },
      timings: { send: 0, wait: 0, receive: 0 },
    }),
  )
  const last = urls.at(-1) ?? request.url
  const failure = message.type === 'connector' ? message.failure : null
  const error = failure?.message ?? record.error?.message
  const final: HarEntry = {
    ...common,
    time,
    request: hops.length === 0 ? asSent : toFollowing(asSent, last),
    response: record.response ? toResponse(record.response) : unknownResponse,
    timings,
    ...(error && !record.response ? { _error: error } : {}),
  }
  return [...onTheWay, final]
}

function toRequest({ method, url, headers, body, bodySize, bodyTruncated }: CallRequest): HarEntry['request'] {
  const text = textOf(body)
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: headers.filter(named('cookie')).flatMap(({ value }) => value.split(';').flatMap(toCookie)),
    headers: headers.map(({ name, value }) => ({ name, value })),
    queryString: toQuery(url),
    headersSize: NOT_KNOWN,
    bodySize: bodySize ?? NOT_KNOWN,
    ...(text === null
      ? {}
      : {
          postData: {
            mimeType: headers.find(named('content-type'))?.value ?? '',
            text,
            ...(bodyTruncated ? { comment: 'Only the beginning was kept.' } : {}),
          },
        }),
  }
}

/** The request to where a redirect leads: which headers and body went along is not logged. */
function toFollowing(first: HarEntry['request'], url: string): HarEntry['request'] {
  const { postData: _, ...request } = first
  const comment = 'Sent to follow a redirect; its headers and body were not logged.'
  return { ...request, url, queryString: toQuery(url), headers: [], cookies: [], bodySize: NOT_KNOWN, comment }
}

const unknownResponse: HarEntry['response'] = {
  status: 0,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: '' },
  redirectURL: '',
  headersSize: NOT_KNOWN,
  bodySize: NOT_KNOWN,
}

function toResponse(response: CallResponse): HarEntry['response'] {
  const { status, statusText, headers } = response
  return {
    ...unknownResponse,
    status,
    statusText: statusText ?? '',
    cookies: headers.filter(named('set-cookie')).flatMap(({ value }) => toCookie(value.split(';', 1)[0] ?? '')),
    headers: headers.map(({ name, value }) => ({ name, value })),
    content: toContent(response),
    redirectURL: headers.find(named('location'))?.value ?? '',
  }
}

function toContent({ headers, body, bodySize, bodyEncoding, bodyTruncated }: CallResponse): HarContent {
  const text = textOf(body)
  return {
    // Of the decoded body; what came over the wire may have been compressed and is not logged.
    size: bodySize ?? (text === null ? 0 : new TextEncoder().encode(text).length),
    mimeType: headers.find(named('content-type'))?.value ?? '',
    ...(text === null ? {} : { text }),
    ...(text !== null && bodyEncoding === 'base64' ? { encoding: 'base64' as const } : {}),
    ...(bodyTruncated ? { comment: 'Only the beginning was kept.' } : {}),
  }
}

/**
 * In HAR's meaning: `connect` includes `ssl`, -1 says that a phase did not happen (a kept connection was used), and the
 * phases but `ssl` sum up to the entry's time; what Patchbay did not time by itself counts as `blocked`.
 */
function toTimings(timings: CallTimings | null): HarTimings {
  if (!timings) return { send: 0, wait: 0, receive: 0 }
  const dns = timings.dns ?? 0
  const tls = timings.tls ?? 0
  const connect = (timings.connect ?? 0) + tls
  const wait = timings.wait ?? 0
  const receive = timings.download ?? 0
  const blocked = round((timings.total ?? 0) - dns - connect - wait - receive)
  return {
    blocked: blocked > 0 ? blocked : NOT_KNOWN,
    dns: dns > 0 ? dns : NOT_KNOWN,
    connect: connect > 0 ? round(connect) : NOT_KNOWN,
    ssl: tls > 0 ? tls : NOT_KNOWN,
    // Not timed apart: the wait begins when the request is handed to the connection.
    send: 0,
    wait,
    receive,
  }
}

function totalOf({ blocked = 0, dns = 0, connect = 0, send, wait, receive }: HarTimings): number {
  return round([blocked, dns, connect, send, wait, receive].reduce((sum, ms) => sum + Math.max(0, ms), 0))
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}

function hopsOf({ redirects }: ConnectorCallRecord): { status: number; url: string }[] {
  return (redirects ?? []).flatMap((hop) => {
    if (typeof hop !== 'object' || hop === null || Array.isArray(hop)) return []
    const { status, url } = hop
    return typeof status === 'number' && typeof url === 'string' ? [{ status, url }] : []
  })
}

function toQuery(url: string): HarPair[] {
  const at = url.indexOf('?')
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at))].map(([name, value]) => ({ name, value }))
}

function toCookie(text: string): HarPair[] {
  const at = text.indexOf('=')
  return at < 1 ? [] : [{ name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }]
}

function textOf(body: CallRequest['body']): string | null {
  if (body === null) return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function named(name: string) {
  return (header: { name: string }) => header.name.toLowerCase() === name
}
