import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Memory } from './data'

/** One call, read as far as every endpoint needs it. */
export interface Call {
  method: string
  /** Without the prefix of a guarded area. */
  path: string
  /** `/crm` when the call came through a guarded area, else empty. */
  prefix: string
  params: Record<string, string>
  query: URLSearchParams
  request: IncomingMessage
  response: ServerResponse
  body: string
  memory: Memory
}

export interface Reply {
  status?: number
  /** Sent as JSON unless it is a Buffer. */
  body?: unknown
  headers?: Record<string, string | string[]>
}

/** One row of the sandbox's table; the index page is made of the same rows. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'ANY'
  /** With `:name` for a segment. */
  path: string
  summary: string
  /** A call worth trying. */
  example: string
  group: 'Authorization' | 'Customers and orders' | 'Requests and answers' | 'Things that go wrong' | 'An application'
  /** Answers a reply, or null when it has written to the response itself. */
  handle(call: Call): Reply | null | Promise<Reply | null>
}

export function refuse(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } }
}

/** A whole number from the query, held between bounds; the fallback when it is absent or none. */
export function numberOf(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name)
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 0), max) : fallback
}

/** A text as it may stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)
}
