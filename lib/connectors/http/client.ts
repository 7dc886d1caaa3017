import { EgressError } from '@/lib/egress/errors'
import { type EgressResponse, egressRequest, withDefaultHeaders } from '@/lib/egress/request'
import type { Json, JsonObject } from '@/lib/language/json'
import type { ConnectorEvent, HttpCall } from '@/lib/language/outcome'
import { TooLargeError } from '@/lib/language/size'
import { log } from '@/lib/log'
import type { ClientCall, ClientOutcome, ConnectorClient, OpenConnector, PreparedConnector } from '../client'
import { ConnectorError, statusHint } from '../errors'
import { DEFAULT_TIMEOUT_SECONDS } from '../fields'
import { type AttemptResult, asEgressError, inSeconds, isSuccess, sleep, toAttemptFailure, tooLate } from './attempt'
import type { Authentication, AuthenticationContext } from './authentication/resolver'
import { resolveAuthentication } from './authentication/resolvers'
import { CallRecord, statusMessage } from './call-record'
import { toContextValue, withBody } from './context-value'
import { showEndpoint } from './join-endpoint'
import { travelOf } from './network/travel'
import { authenticationPaths } from './placeholders'
import { buildRequest, type HeaderTemplates, parseHeaderTemplates } from './request'
import { planRetry } from './retry/plan-retry'
import type { HttpConfig } from './schema'
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
      targetOf: ({ endpoint }) => showEndpoint(connector.config.baseUrl, endpoint),
      call: (input) => new Exchange(connector, headerTemplates, signer, input).run(),
    }
  },
}

class Exchange {
  readonly #missing = new Set<string>()
  readonly #started = performance.now()
  readonly #timeoutMs: number
  readonly #record: CallRecord

  constructor(
    readonly connector: OpenConnector<HttpConfig>,
    readonly headerTemplates: HeaderTemplates,
    readonly signer: Signer,
    readonly input: ClientCall<HttpCall>,
  ) {
    const { config } = connector
    this.#timeoutMs = (input.call.timeoutSeconds ?? config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
    this.#record = new CallRecord(connector, input.call.action, input.scopeSecrets)
  }

  async run(): Promise<ClientOutcome> {
    try {
      return await this.#tryUntilDone()
    } catch (error) {
      return this.#fail(error)
    }
  }

  async #tryUntilDone(): Promise<ClientOutcome> {
    const { config } = this.connector
    const { signal } = this.input
    const remainingMs = () => this.#remainingMs()
    const onTokenRequest: AuthenticationContext['onTokenRequest'] = (record, secrets) => {
      this.#record.addTokenRequest(record)
      this.#record.learn(secrets)
    }
    let authentication = await resolveAuthentication({
      connector: this.connector,
      remainingMs,
      signal,
      scope: this.input.scope,
      onMissing: (source) => void this.#missing.add(source),
      onTokenRequest,
    })
    this.#record.learn([...authentication.secrets, ...this.signer.secrets])
    for (let number = 1; ; ) {
      const { method, result } = await this.#attempt(authentication)
      if (authentication.renew && !(result instanceof EgressError) && result.status === 401) {
        this.#record.setAside(result, 'The access token was dropped, and the request sent once more with a new one.')
        authentication = await authentication.renew()
        this.#record.learn(authentication.secrets)
        // It is no attempt of the retry policy.
        continue
      }
      const failure = toAttemptFailure(result)
      const plan =
        failure &&
        planRetry(config.retry, { method, number, failure, remainingMs: remainingMs() }, Date.now(), Math.random())
      if (plan?.type !== 'again') {
        if (plan?.type === 'tooLate') this.#record.current.warnings.push(tooLate(plan.waitMs))
        return result instanceof EgressError ? this.#fail(result) : this.#settle(result)
      }
      const seconds = inSeconds(plan.waitMs)
      this.#record.setAside(
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
    this.#record.current.warnings.push(...built.warnings)
    const { method, url, body } = built
    const unsigned = withDefaultHeaders(built.headers)
    const sign = (request: RequestToSign, tell?: (signed: SignedText) => void) => [
      ...request.headers,
      ...this.signer.sign(request, Date.now(), newNonce, tell),
    ]
    const signed: SignedText[] = []
    const headers = sign({ method, url, headers: unsigned, body }, (text) => signed.push(text))
    this.#record.addRequest({ method, url: url.href, headers, body }, signed)
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
    this.#record.startExchange()
    const result = await egressRequest(request).catch((error) => asEgressError(notSigned ?? error))
    this.#record.endExchange()
    return { method, result }
  }

  #settle(response: EgressResponse): ClientOutcome {
    const read = this.#record.addAnswer(response)
    const refused = read.refused ?? this.#lateBy(response)
    if (refused)
      return this.#refuse(
        'connectorExecution',
        { statusCode: response.status },
        refused.code,
        refused.message,
        refused.hint,
      )
    const value = toContextValue(read, response, this.connector.config.includeHeadersInContext)
    if (isSuccess(response)) return this.#outcome(null, value)
    const hint = statusHint(response.status)
    return this.#refuse('httpError', withBody(value, read), 'httpError', statusMessage(response), hint)
  }

  #fail(error: unknown): ClientOutcome {
    if (error instanceof EgressError) {
      if (error.trace) this.#record.addTrace(error.trace)
      const value: JsonObject = error.status === undefined ? {} : { statusCode: error.status }
      return this.#refuse('connectorExecution', value, error.code, error.message, error.hint)
    }
    const known =
      error instanceof ConnectorError
        ? error
        : error instanceof TooLargeError
          ? new ConnectorError('valuesTooLarge', error.message)
          : new ConnectorError('unexpected')
    // Its message may quote a value of the request, so only its kind is logged.
    if (known.code === 'unexpected')
      log.error({ name: error instanceof Error ? error.name : typeof error }, 'connector call failed')
    return this.#refuse('connectorExecution', {}, known.code, known.message, known.hint)
  }

  #refuse(event: ConnectorEvent, value: JsonObject, code: string, text: string, hint: string): ClientOutcome {
    const message = this.#record.addError(code, text, hint)
    return this.#outcome(event, { ...value, error: { code, message } })
  }

  #outcome(event: ConnectorEvent | null, value: Json): ClientOutcome {
    const { current: record, earlier, secrets } = this.#record
    const deadline = this.#started + this.#timeoutMs
    if (earlier.length > 0) record.wholeMs = Math.round(performance.now() - this.#started)
    return { ok: event === null, event, value, record, earlier, missing: [...this.#missing], secrets, deadline }
  }

  /** What is left of the call's timeout, in whole milliseconds; at least one. */
  #remainingMs(): number {
    return Math.max(Math.ceil(this.#timeoutMs - (performance.now() - this.#started)), 1)
  }

  /** An answer that came in time and was read after it; to go on with it takes longer still. */
  #lateBy(response: EgressResponse): EgressError | null {
    if (performance.now() - this.#started < this.#timeoutMs) return null
    const facts = {
      authority: new URL(response.url).host,
      seconds: this.#timeoutMs / 1000,
      cause: 'reading the answer',
    }
    return new EgressError('timeout', facts)
  }
}
