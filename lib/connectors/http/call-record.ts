import { EgressError, type EgressTrace } from '@/lib/egress/errors'
import type { EgressResponse } from '@/lib/egress/request'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { OpenConnector } from '../client'
import { connectorErrors } from '../errors'
import type { ConnectorRecord, EarlierRecord } from '../types'
import type { AttemptResult } from './attempt'
import { travelWarnings } from './network/travel'
import { recordRequest, recordResponse, recordSigned, recordTimings } from './record'
import { type ReadResponse, readResponse } from './response'
import { authenticationHeader, type HttpConfig } from './schema'
import type { SignedText } from './signing/signed-text'

type SentRequest = Parameters<typeof recordRequest>[0]

/** Writes down what a call sends and gets, exchange by exchange, masked by every secret that it has learned so far. */
export class CallRecord {
  /** The exchanges before the one under way, in order. */
  readonly earlier: EarlierRecord[] = []
  /** Of the exchange under way; the last one's is the call's. */
  current: ConnectorRecord
  /** Plain, to mask later messages with. */
  secrets: readonly string[]
  /** The connector's own; what people have typed is not among them. */
  #lasting: readonly string[] = []
  /** Made when it is asked for: secrets that somebody has typed cost a tenth of a millisecond. */
  #made: Masker | undefined
  /** When the exchange before ended; milliseconds since 1970. */
  #lastEnd = Date.now()

  constructor(
    readonly connector: OpenConnector<HttpConfig>,
    readonly action: string,
    readonly scopeSecrets: readonly string[],
  ) {
    this.secrets = scopeSecrets
    this.current = this.#begin()
  }

  /** From here on these are masked, whoever tells them. */
  learn(secrets: readonly string[]): void {
    if (secrets.length === 0) return
    this.#lasting = [...secrets, ...this.#lasting]
    this.secrets = [...this.#lasting, ...this.scopeSecrets]
    this.#made = undefined
  }

  maskText(text: string): string {
    return this.#masker.maskText(text)
  }

  /** A request for an access token, which was made on the way. */
  addTokenRequest(record: Partial<ConnectorRecord>): void {
    const waited = record.startedAt === undefined ? {} : { waitedMs: this.#waitedUntil(Date.parse(record.startedAt)) }
    this.earlier.push({ ...this.#begin(), action: 'POST', ...record, ...waited, purpose: 'token' })
    this.#lastEnd = Date.now()
  }

  /** @param signed what its signatures were made over */
  addRequest(request: SentRequest, signed: readonly SignedText[]): void {
    const { body } = request
    const secretHeader = authenticationHeader(this.connector.config.authentication)
    this.current.request = recordRequest(request, this.#masker, secretHeader)
    if (signed.length > 0) this.current.signed = recordSigned(signed, body, this.#masker, secretHeader)
  }

  /** The request goes out now. */
  startExchange(): void {
    const began = Date.now()
    this.current.startedAt = new Date(began).toISOString()
    this.current.waitedMs = this.#waitedUntil(began)
  }

  endExchange(): void {
    this.#lastEnd = Date.now()
  }

  /** An answer with all that was read of it, also when it is refused then. */
  addAnswer(response: EgressResponse): ReadResponse {
    const read = readResponse(response)
    this.current.warnings.push(...read.warnings)
    this.current.response = recordResponse(response, read, this.#masker)
    this.addTrace(response)
    return read
  }

  addTrace(trace: EgressTrace): void {
    const { timings, redirects } = trace
    this.current.warnings.unshift(...travelWarnings(this.connector.config, trace))
    this.current.timings = recordTimings(timings)
    if (redirects.length === 0) return
    this.current.redirects = redirects.map(({ status, url }) => ({ status, url: this.maskText(url) }))
  }

  /** @returns its text, masked */
  addError(code: string, text: string, hint: string): string {
    const message = this.maskText(text)
    this.current.error = { code, message, hint }
    return message
  }

  /** Keeps the record of an attempt that is made again, with the reason as its error, and begins a new one. */
  setAside(result: AttemptResult, hint: string): void {
    if (result instanceof EgressError) {
      if (result.trace) this.addTrace(result.trace)
      this.addError(result.code, result.message, hint)
    } else {
      this.addAnswer(result)
      this.addError('httpError', statusMessage(result), hint)
    }
    this.earlier.push({ ...this.current, purpose: 'attempt' })
    this.current = this.#begin()
  }

  #begin(): ConnectorRecord {
    const { id, name, type } = this.connector
    return { connector: { id, name, type }, action: this.action, warnings: [] }
  }

  /** @param began milliseconds since 1970. A clock that was set back tells no negative wait. */
  #waitedUntil(began: number): number {
    return Math.max(0, began - this.#lastEnd)
  }

  get #masker(): Masker {
    this.#made ??= createMasker(this.scopeSecrets, this.#lasting)
    return this.#made
  }
}

export function statusMessage({ status, statusText }: EgressResponse): string {
  return connectorErrors.httpError.message(`${status} ${statusText}`.trim())
}
