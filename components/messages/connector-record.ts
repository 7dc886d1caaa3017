import { z } from 'zod'
import { type Json, jsonSchema } from '@/lib/language/json'

const headerValue = z.union([z.string(), z.array(z.string()), z.number()])
const headers = z
  .union([
    z.record(z.string(), headerValue).transform((record) => Object.entries(record)),
    z.array(z.tuple([z.string(), headerValue])),
    z
      .array(z.object({ key: z.string(), value: headerValue }))
      .transform((rows) => rows.map((row) => [row.key, row.value] as const)),
    z
      .array(z.object({ name: z.string(), value: headerValue }))
      .transform((rows) => rows.map((row) => [row.name, row.value] as const)),
  ])
  .transform((rows) =>
    rows.flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [String(value)]).map((text) => ({ name, value: text })),
    ),
  )
  .catch([])

const body = {
  body: jsonSchema.nullish().transform((value) => value ?? null),
  /** True, when only the first part was stored; `bodySize` is the true size. */
  bodyTruncated: z.boolean().nullish().transform(Boolean),
  bodySize: z
    .number()
    .nullish()
    .transform((size) => size ?? null),
}

const milliseconds = z
  .number()
  .nullish()
  .transform((ms) => ms ?? null)

const addresses = z.array(z.string()).default([])
const orNull = <T>(value: T | null | undefined): T | null => value ?? null

// Old executions stay readable when the record grows: what is missing or of another shape reads as absent.
const recordSchema = z.object({
  connector: z.object({ id: z.string(), name: z.string(), type: z.string() }).nullish().catch(null),
  action: z.string().nullish().catch(null),
  request: z
    .object({ method: z.string(), url: z.string(), headers: headers.default([]), ...body })
    .nullish()
    .catch(null),
  signed: z
    .array(
      z.discriminatedUnion('by', [
        z.object({ by: z.literal('aws'), region: z.string(), service: z.string(), text: z.string() }),
        z.object({ by: z.literal('rfc9421'), text: z.string() }),
      ]),
    )
    .nullish()
    .catch(null),
  response: z
    .object({
      status: z.number(),
      statusText: z.string().nullish().catch(null),
      headers: headers.default([]),
      ...body,
      /** The body is binary and was stored in base64. */
      bodyEncoding: z.literal('base64').nullish().catch(null),
    })
    .nullish()
    .catch(null),
  sql: z
    .object({
      engine: z.string(),
      server: z.string(),
      statement: z.string(),
      parameters: z.array(jsonSchema).default([]),
      readOnly: z.boolean().default(false),
      rowCount: z.number().nullish().transform(orNull),
      truncated: z.boolean().nullish().transform(Boolean),
      result: z.object(body).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  smtp: z
    .object({
      server: z.string(),
      from: z.string(),
      to: addresses,
      cc: addresses,
      subject: z.string(),
      size: z.number().nullish().transform(orNull),
      text: z.object(body).nullish().catch(null),
      html: z.object(body).nullish().catch(null),
      answer: z.string().nullish().transform(orNull),
      messageId: z.string().nullish().transform(orNull),
      accepted: addresses,
      rejected: addresses,
    })
    .nullish()
    .catch(null),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullish() }).nullish().catch(null),
  startedAt: z.iso.datetime().nullish().catch(null),
  waitedMs: z.number().nullish().catch(null),
  wholeMs: z.number().nullish().catch(null),
  timings: z
    .object({
      dns: milliseconds,
      connect: milliseconds,
      tls: milliseconds,
      wait: milliseconds,
      download: milliseconds,
      total: milliseconds,
    })
    .nullish()
    .catch(null),
  redirects: z.array(jsonSchema).nullish().catch(null),
  warnings: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .nullish()
    .catch(null),
})

/** What a connector call sent and got, as far as its message tells. Every member may be absent. */
export type ConnectorCallRecord = z.infer<typeof recordSchema>
export type CallRequest = NonNullable<ConnectorCallRecord['request']>
export type CallResponse = NonNullable<ConnectorCallRecord['response']>
export type SignedText = NonNullable<ConnectorCallRecord['signed']>[number]
export type CallTimings = NonNullable<ConnectorCallRecord['timings']>
export interface Header {
  name: string
  value: string
}

const cache = new WeakMap<object, ConnectorCallRecord>()

/** Reads the record of a connector's message. Never fails. */
export function readConnectorRecord(record: Json): ConnectorCallRecord {
  if (typeof record !== 'object' || record === null) return recordSchema.parse({})
  const known = cache.get(record)
  if (known) return known
  const parsed = recordSchema.safeParse(record)
  const result = parsed.success ? parsed.data : recordSchema.parse({})
  cache.set(record, result)
  return result
}

/** A body as JSON when it is, otherwise as text; null when there was none. */
export function readBody(body: Json): { type: 'json'; value: Json } | { type: 'text'; text: string } | null {
  if (body === null || body === '') return null
  if (typeof body !== 'string') return { type: 'json', value: body }
  if (/^\s*[[{]/.test(body)) {
    try {
      const value: unknown = JSON.parse(body)
      return { type: 'json', value: value as Json }
    } catch {
      return { type: 'text', text: body }
    }
  }
  return { type: 'text', text: body }
}

/** The path and query of a URL; the whole text when it is none. */
export function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url)
    return pathname + search
  } catch {
    return url
  }
}

/** What to do about an answer outside 2xx; null for one inside. */
export function statusHint(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status === 304) return 'Remove the conditional headers of the connector: a flow keeps no earlier answer.'
  if (status < 400) return 'Give the connector the address that this one redirects to.'
  if (status === 400 || status === 422) return 'Compare the sent endpoint and payload with what the API expects.'
  if (status === 401) return 'Check the authentication of the connector: its token may be wrong or expired.'
  if (status === 403) return 'Check that the connector’s credentials may do this.'
  if (status === 404)
    return 'Check the endpoint and the connector’s base URL, or handle this event when it is expected.'
  if (status === 405) return 'Choose another verb: the API does not take this one here.'
  if (status === 429) return 'The third party limits calls. Wait, or make fewer.'
  if (status < 500) return 'The third party refused the request. Read its answer for the reason.'
  return 'The third party failed. Try again later, or ask whoever runs it with the answer below.'
}
