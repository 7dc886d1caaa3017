import { EgressError, type EgressTrace } from '@/lib/egress/errors'
import { type EgressResponse, egressRequest, withDefaultHeaders } from '@/lib/egress/request'
import type { Json, JsonObject } from '@/lib/language/json'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { ConnectorEvent, HttpCall } from '@/lib/language/outcome'
import { log } from '@/lib/log'
import type { ClientCall, ConnectorClient, OpenConnector, PreparedConnector } from '../client'
import { ConnectorError, connectorErrors, statusHint } from '../errors'
import { DEFAULT_TIMEOUT_SECONDS } from '../fields'
import type { ConnectorOutcome, ConnectorRecord, EarlierRecord } from '../types'
import { type AttemptResult, asEgressError, inSeconds, isSuccess, sleep, toAttemptFailure, tooLate } from './attempt'
import type { Authentication, AuthenticationContext } from './authentication/resolver'
import { resolveAuthentication } from './authentication/resolvers'
import { toContextValue, withBody } from './context-value'
import { travelOf, travelWarnings } from './network/travel'
import { authenticationPaths } from './placeholders'
import { recordRequest, recordResponse, recordSigned, recordTimings } from './record'
import { buildRequest, type HeaderTemplates, parseHeaderTemplates } from './request'
import { type ReadResponse, readResponse } from './response'
import { planRetry } from './retry/plan-retry'
import { authenticationHeader, type HttpConfig } from './schema'
import { newNonce } from './signing/nonce'
import type { RequestToSign } from './signing/request-to-sign'
import { createSigner, type Signer } from './signing/sign'
import type { SignedText } from './signing/signed-text'

/** The Generic HTTP connector. */
export const httpClient: ConnectorClient<HttpConfig, HttpCall> = {
  takes: (call) => 'endpoint' in call,
  prepare(connector): PreparedConnector<HttpCall> {
    const headerTemplates = parseHeaderTemplates(connector.config)
    const signer = createSigner(connector.config, connector.secrets)
    return {
      repeats: connector.config.retry?.methods ?? [],
      reads: authenticationPaths(connector.config),
      call: (input) => new Exchange(connector, headerTemplates, signer, input).run(),
    }
  },
}

/** More of them would hold up every other call of this process while they are masked. */
const MOST_VALUES = 100_000

class Exchange {
  readonly #missing = new Set<string>()
  readonly #earlier: EarlierRecord[] = []
  readonly #started = performance.now()
  /** When the exchange before ended; milliseconds since 1970. */
  #lastEnd = Date.now()
  readonly #timeoutMs: number
  /** Of the exchange under way; the last one's is the call's. */
  #record: ConnectorRecord
  /** The connector's own; what people have typed is not among them. */
  #lasting: readonly string[] = []
  #secrets: readonly string[]
  /** Made when it is asked for: secrets that somebody has typed cost a tenth of a millisecond. */
  #made: Masker | undefined

  constructor(
    readonly connector: OpenConnector<HttpConfig>,
    readonly headerTemplates: HeaderTemplates,
    readonly signer: Signer,
    readonly input: ClientCall<HttpCall>,
  ) {
    const { config } = connector
    this.#timeoutMs = (input.call.timeoutSeconds ?? config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
    this.#record = this.#newRecord()
    this.#secrets = input.scopeSecrets
  }

  async run(): Promise<ConnectorOutcome> {
    try {
      return await this.#tryUntilDone()
    } catch (error) {
      return this.#fail(error)
    }
  }

  async #tryUntilDone(): Promise<ConnectorOutcome> {
    const { config } = this.connector
    const { signal } = this.input
    const remainingMs = () => this.#remainingMs()
    const onTokenRequest: AuthenticationContext['onTokenRequest'] = (record, secrets) => {
      const waited = record.startedAt === undefined ? {} : { waitedMs: this.#waitedUntil(Date.parse(record.startedAt)) }
      this.#earlier.push({ ...this.#newRecord(), action: 'POST', ...record, ...waited, purpose: 'token' })
      this.#lastEnd = Date.now()
      this.#learn(secrets)
    }
    let authentication = await resolveAuthentication({
      connector: this.connector,
      remainingMs,
      signal,
      scope: this.input.scope,
      onMissing: (source) => void this.#missing.add(source),
      onTokenRequest,
    })
    this.#learn([...authentication.secrets, ...this.signer.secrets])
    for (let number = 1; ; ) {
      const { method, result } = await this.#attempt(authentication)
      if (authentication.renew && !(result instanceof EgressError) && result.status === 401) {
        this.#setAside(result, 'The access token was dropped, and the request sent once more with a new one.')
        authentication = await authentication.renew()
        this.#learn(authentication.secrets)
        // It is no attempt of the retry policy.
        continue
      }
      const failure = toAttemptFailure(result)
      const plan =
        failure &&
        planRetry(config.retry, { method, number, failure, remainingMs: remainingMs() }, Date.now(), Math.random())
      if (plan?.type !== 'again') {
        if (plan?.type === 'tooLate') this.#record.warnings.push(tooLate(plan.waitMs))
        return result instanceof EgressError ? this.#fail(result) : this.#settle(result)
      }
      const seconds = inSeconds(plan.waitMs)
      this.#setAside(
        result,
        `Patchbay waited ${seconds} and tried again: attempt ${number + 1} of ${config.retry?.attempts}.`,
      )
      await sleep(plan.waitMs, signal)
      number += 1
    }
  }

  /** Sends the request once. Built anew each time: what signs it may hold the time. */
  async #attempt(authentication: Authentication): Promise<{ method: string; result: AttemptResult }> {
    const { config } = this.connector
    const { call, scope, signal } = this.input
    const onMissing = (source: string) => void this.#missing.add(source)
    const built = buildRequest(config, this.headerTemplates, call, authentication, scope, onMissing)
    this.#record.warnings.push(...built.warnings)
    const { method, url, body } = built
    const unsigned = withDefaultHeaders(built.headers)
    const sign = (request: RequestToSign, tell?: (signed: SignedText) => void) => [
      ...request.headers,
      ...this.signer.sign(request, Date.now(), newNonce, tell),
    ]
    const signed: SignedText[] = []
    const headers = sign({ method, url, headers: unsigned, body }, (text) => signed.push(text))
    const shown = { method, url: url.href, headers, body }
    const secretHeader = authenticationHeader(config.authentication)
    this.#record.request = recordRequest(shown, this.#masker, secretHeader)
    if (signed.length > 0) this.#record.signed = recordSigned(signed, body, this.#masker, secretHeader)
    let notSigned: unknown
    // A signature over another address is worth nothing.
    const onRedirect = (hop: RequestToSign) => {
      const added = new Set(headers.slice(unsigned.length).map(([name]) => name))
      try {
        return sign({ ...hop, headers: hop.headers.filter(([name]) => !added.has(name)) })
      } catch (error) {
        // The way out would take it for a fault of the connection.
        notSigned = error
        throw error
      }
    }
    const { maxResponseBytes } = config
    const timeoutMs = this.#remainingMs()
    const travel = travelOf(config)
    const request = { method, url, headers, body, onRedirect, timeoutMs, maxResponseBytes, signal, ...travel }
    const began = Date.now()
    this.#record.startedAt = new Date(began).toISOString()
    this.#record.waitedMs = this.#waitedUntil(began)
    const result = await egressRequest(request).catch((error) => asEgressError(notSigned ?? error))
    this.#lastEnd = Date.now()
    return { method, result }
  }

  #settle(response: EgressResponse): ConnectorOutcome {
    const read = this.#recordAnswer(response)
    const value = toContextValue(read, response, this.connector.config.includeHeadersInContext)
    if (isSuccess(response)) return this.#outcome(null, value)
    const hint = statusHint(response.status)
    return this.#refuse('httpError', withBody(value, read), 'httpError', statusMessage(response), hint)
  }

  #fail(error: unknown): ConnectorOutcome {
    if (error instanceof EgressError) {
      if (error.trace) this.#recordTrace(error.trace)
      const value: JsonObject = error.status === undefined ? {} : { statusCode: error.status }
      return this.#refuse('connectorExecution', value, error.code, error.message, error.hint)
    }
    const known = error instanceof ConnectorError ? error : new ConnectorError('unexpected')
    // Its message may quote a value of the request, so only its kind is logged.
    if (known !== error)
      log.error({ name: error instanceof Error ? error.name : typeof error }, 'connector call failed')
    return this.#refuse('connectorExecution', {}, known.code, known.message, known.hint)
  }

  #refuse(event: ConnectorEvent, value: JsonObject, code: string, text: string, hint: string): ConnectorOutcome {
    const message = this.#masker.maskText(text)
    this.#record.error = { code, message, hint }
    return this.#outcome(event, { ...value, error: { code, message } })
  }

  #outcome(event: ConnectorEvent | null, value: Json): ConnectorOutcome {
    if (this.#earlier.length > 0) this.#record.wholeMs = Math.round(performance.now() - this.#started)
    return {
      ok: event === null,
      event,
      value,
      record: this.#record,
      earlier: this.#earlier,
      missing: [...this.#missing],
      secrets: this.#secrets,
    }
  }

  /** Keeps the record of an attempt that is made again, with the reason as its error, and begins a new one. */
  #setAside(result: AttemptResult, hint: string): void {
    if (result instanceof EgressError) {
      if (result.trace) this.#recordTrace(result.trace)
      this.#record.error = { code: result.code, message: this.#masker.maskText(result.message), hint }
    } else {
      this.#recordAnswer(result)
      this.#record.error = { code: 'httpError', message: this.#masker.maskText(statusMessage(result)), hint }
    }
    this.#earlier.push({ ...this.#record, purpose: 'attempt' })
    this.#record = this.#newRecord()
  }

  #recordAnswer(response: EgressResponse): ReadResponse {
    const read = readResponse(response, MOST_VALUES)
    this.#record.warnings.push(...read.warnings)
    this.#record.response = recordResponse(response, read, this.#masker)
    this.#recordTrace(response)
    return read
  }

  #recordTrace(trace: EgressTrace): void {
    const { timings, redirects } = trace
    this.#record.warnings.unshift(...travelWarnings(this.connector.config, trace))
    this.#record.timings = recordTimings(timings)
    if (redirects.length === 0) return
    this.#record.redirects = redirects.map(({ status, url }) => ({ status, url: this.#masker.maskText(url) }))
  }

  #newRecord(): ConnectorRecord {
    const { id, name, type } = this.connector
    return {
      connector: { id, name, type },
      action: this.input.call.action,
      warnings: [],
    }
  }

  /** @param began milliseconds since 1970. A clock that was set back tells no negative wait. */
  #waitedUntil(began: number): number {
    return Math.max(0, began - this.#lastEnd)
  }

  /** From here on these are masked, whoever tells them. */
  #learn(secrets: readonly string[]): void {
    if (secrets.length === 0) return
    this.#lasting = [...secrets, ...this.#lasting]
    this.#secrets = [...this.#lasting, ...this.input.scopeSecrets]
    this.#made = undefined
  }

  get #masker(): Masker {
    this.#made ??= createMasker(this.input.scopeSecrets, this.#lasting)
    return this.#made
  }

  /** What is left of the call's timeout, in whole milliseconds; at least one. */
  #remainingMs(): number {
    return Math.max(Math.ceil(this.#timeoutMs - (performance.now() - this.#started)), 1)
  }
}

function statusMessage({ status, statusText }: EgressResponse): string {
  return connectorErrors.httpError.message(`${status} ${statusText}`.trim())
}
