import * as oauth from 'oauth4webapi'
import { secretsInAnswer } from '@/lib/connectors/http/oauth/secrets'
import { recordRequest, recordResponse, recordTimings } from '@/lib/connectors/http/record'
import { readResponse } from '@/lib/connectors/http/response'
import { EgressError, type EgressTrace } from '@/lib/egress/errors'
import { type EgressResponse, egressRequest, withDefaultHeaders } from '@/lib/egress/request'
import type { Json } from '@/lib/language/json'
import { createMasker } from '@/lib/language/masking'
import type { Provider } from '../apps/load'
import { ProviderError, type ProviderErrorKind } from './provider-error'
import { hideCredentials } from './shown-answer'

/** Over a whole exchange, redirects included. */
const TIMEOUT_MS = 30_000
const MAX_ANSWER_BYTES = 256 * 1024

export type Purpose = 'exchange' | 'refresh' | 'revoke' | 'discover' | 'register' | 'keys'

const GIVES_CREDENTIALS: ReadonlySet<Purpose> = new Set(['exchange', 'refresh', 'register'])

/** Whom an exchange is with; of a discovery before there is an app, a name alone. */
export type Peer = Pick<Provider, 'appId' | 'name'>

/** One HTTP exchange with a provider, remembered for its record. */
export class Wire {
  answer: EgressResponse | undefined
  #trace: EgressTrace | undefined
  #began = 0
  #sent: { method: string; url: string; headers: [string, string][]; body: string | null } | undefined

  constructor(
    readonly peer: Peer,
    readonly purpose: Purpose,
    /** Everything in the request that nobody may read. */
    readonly secrets: readonly string[],
    readonly signal: AbortSignal | undefined,
  ) {}

  /** What sends a request of oauth4webapi through the egress guard. */
  get options() {
    return {
      // Which addresses may be reached, and by plain http, is for the egress guard and whoever wrote the URL.
      [oauth.allowInsecureRequests]: true as const,
      [oauth.customFetch]: (url: string, options: Sendable) => this.send(url, options),
    }
  }

  /** Its signal has ended it because time was up. */
  get lapsed(): boolean {
    const reason: unknown = this.signal?.reason
    return reason instanceof DOMException && reason.name === 'TimeoutError'
  }

  /** @throws EgressError */
  async send(url: string, { method, headers, body }: Sendable): Promise<Response> {
    // The library's name for itself gives way to Patchbay's.
    const given = Object.entries(headers).filter(([name]) => name !== 'user-agent')
    this.#sent = {
      method,
      url,
      headers: withDefaultHeaders(given).map(([name, value]): [string, string] => [name, value]),
      body: body === undefined || body === null ? null : String(body),
    }
    this.#began = Date.now()
    try {
      this.answer = await egressRequest({
        ...this.#sent,
        timeoutMs: TIMEOUT_MS,
        maxResponseBytes: MAX_ANSWER_BYTES,
        signal: this.signal,
        // Credentials are for this address alone.
        followRedirects: method === 'GET',
      })
    } catch (error) {
      if (error instanceof EgressError) this.#trace = error.trace
      throw error
    }
    this.#trace = this.answer
    const { status, body: bytes, headers: answered } = this.answer
    const empty = status === 204 || status === 205 || status === 304
    const type = [answered['content-type'] ?? 'text/plain'].flat()[0] ?? 'text/plain'
    return new Response(empty ? null : new Uint8Array(bytes), { status, headers: { 'content-type': type } })
  }

  /** The exchange as it may be shown and stored. */
  toRecord(error?: { code: string; message: string }): Json {
    const { answer } = this
    const masker = this.#masker()
    if (!this.#sent) return null
    return JSON.parse(
      JSON.stringify({
        connector: { id: this.peer.appId, name: this.peer.name, type: 'outbound' },
        action: this.purpose,
        request: recordRequest(this.#sent, masker, undefined),
        ...(answer ? { response: recordResponse(answer, this.#read(answer), masker) } : {}),
        ...(error ? { error: { ...error, hint: '' } } : {}),
        ...(this.#trace ? { timings: recordTimings(this.#trace.timings) } : {}),
        startedAt: new Date(this.#began).toISOString(),
        warnings: [],
      }),
    )
  }

  /** A failure with its record; a provider may echo what it was sent, so its words are masked. */
  fail(kind: ProviderErrorKind, code: string, message: string): ProviderError {
    const masker = this.#masker()
    const masked = { code: masker.maskText(code).slice(0, 100), message: masker.maskText(message) }
    return new ProviderError(kind, masked.code, masked.message, this.toRecord(masked))
  }

  #read(answer: EgressResponse) {
    const read = readResponse(answer)
    return GIVES_CREDENTIALS.has(this.purpose) ? hideCredentials(read, answer.body) : read
  }

  #masker() {
    return createMasker([...this.secrets, ...(this.answer ? secretsInAnswer(this.answer.body) : [])])
  }
}

interface Sendable {
  method: string
  headers: Record<string, string>
  body?: URLSearchParams | string | null | undefined | unknown
}
