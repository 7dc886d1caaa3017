import { EgressError } from '@/lib/egress/errors'
import { type EgressResponse, egressRequest, withDefaultHeaders } from '@/lib/egress/request'
import type { Json, JsonObject } from '@/lib/language/json'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { ErrorEvent } from '@/lib/language/outcome'
import { log } from '@/lib/log'
import type { ClientCall, ConnectorClient, OpenConnector, PreparedConnector } from '../client'
import { ConnectorError, connectorErrors, statusHint } from '../errors'
import type { ConnectorOutcome, ConnectorRecord } from '../types'
import { resolveAuthentication } from './authentication/resolvers'
import { travelOf, travelWarnings } from './network/travel'
import { recordRequest, recordResponse, recordTimings } from './record'
import { buildRequest, type HeaderTemplates, parseHeaderTemplates } from './request'
import { type ReadResponse, readResponse, toContextValue } from './response'
import { authenticationHeader, DEFAULT_TIMEOUT_SECONDS, type HttpConfig } from './schema'
import { createSigner, type Signer } from './signing/sign'

/** The Generic HTTP connector. */
export const httpClient: ConnectorClient<HttpConfig> = {
  prepare(connector): PreparedConnector {
    const headerTemplates = parseHeaderTemplates(connector.config)
    const signer = createSigner(connector.secrets)
    const maskerOf = rememberLast(createMasker)
    return { call: (input) => new HttpCall(connector, headerTemplates, signer, maskerOf, input).run() }
  },
}

class HttpCall {
  readonly #missing = new Set<string>()
  readonly #warnings: ConnectorRecord['warnings'] = []
  readonly #record: ConnectorRecord
  #secrets: readonly string[] = []
  #masker: Masker

  constructor(
    readonly connector: OpenConnector<HttpConfig>,
    readonly headerTemplates: HeaderTemplates,
    readonly signer: Signer,
    readonly maskerOf: (secrets: readonly string[]) => Masker,
    readonly input: ClientCall,
  ) {
    const { id, name, type } = connector
    this.#warnings.push(...travelWarnings(connector.config))
    this.#record = { connector: { id, name, type }, action: input.call.action, warnings: this.#warnings }
    this.#secrets = input.scopeSecrets
    this.#masker = maskerOf(this.#secrets)
  }

  async run(): Promise<ConnectorOutcome> {
    try {
      const response = await this.#send()
      return this.#settle(response)
    } catch (error) {
      return this.#fail(error)
    }
  }

  async #send(): Promise<EgressResponse> {
    const { config, secrets } = this.connector
    const { call, scope, signal } = this.input
    const authentication = await resolveAuthentication(config.authentication, secrets)
    const known = [...authentication.secrets, ...this.signer.secrets]
    if (known.length > 0) {
      this.#secrets = [...known, ...this.#secrets]
      this.#masker = this.maskerOf(this.#secrets)
    }
    const onMissing = (source: string) => void this.#missing.add(source)
    const built = buildRequest(config, this.headerTemplates, call, authentication, scope, onMissing)
    this.#warnings.push(...built.warnings)
    const { method, url, body } = built
    const unsigned = withDefaultHeaders(built.headers)
    const headers = [...unsigned, ...this.signer.sign({ method, url, headers: unsigned, body })]
    const shown = { method, url: url.href, headers, body }
    this.#record.request = recordRequest(shown, this.#masker, authenticationHeader(config.authentication))
    return egressRequest({
      method,
      url,
      headers,
      body,
      timeoutMs: (call.timeoutSeconds ?? config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      maxResponseBytes: config.maxResponseBytes,
      ...travelOf(config),
      signal,
    })
  }

  #settle(response: EgressResponse): ConnectorOutcome {
    const read = readResponse(response)
    this.#warnings.push(...read.warnings)
    this.#record.response = recordResponse(response, read, this.#masker)
    this.#recordTrace(response)
    const value = toContextValue(read, response, this.connector.config.includeHeadersInContext)
    if (response.status >= 200 && response.status < 300) return this.#outcome(null, value)
    const status = `${response.status} ${response.statusText}`.trim()
    const message = connectorErrors.httpError.message(status)
    return this.#refuse('httpError', withBody(value, read), 'httpError', message, statusHint(response.status))
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

  #refuse(event: ErrorEvent, value: JsonObject, code: string, text: string, hint: string): ConnectorOutcome {
    const message = this.#masker.maskText(text)
    this.#record.error = { code, message, hint }
    return this.#outcome(event, { ...value, error: { code, message } })
  }

  #outcome(event: ErrorEvent | null, value: Json): ConnectorOutcome {
    return {
      ok: event === null,
      event,
      value,
      record: this.#record,
      missing: [...this.#missing],
      secrets: this.#secrets,
    }
  }

  #recordTrace({ timings, redirects }: Pick<EgressResponse, 'timings' | 'redirects'>): void {
    this.#record.timings = recordTimings(timings)
    if (redirects.length === 0) return
    this.#record.redirects = redirects.map(({ status, url }) => ({ status, url: this.#masker.maskText(url) }))
  }
}

/** `error` of the body gives way to the failure's own; the body stays readable whole. */
function withBody(value: JsonObject, read: ReadResponse): JsonObject {
  const hidden = Object.hasOwn(value, 'error') && !Object.hasOwn(value, 'body')
  return hidden && read.body !== undefined ? { ...value, body: read.body } : value
}

/** Making a masker costs as much as using it ten times; the calls of one connector mostly have the same secrets. */
function rememberLast(make: (secrets: readonly string[]) => Masker): (secrets: readonly string[]) => Masker {
  let last: { secrets: readonly string[]; masker: Masker } | undefined
  return (secrets) => {
    const same = last?.secrets.length === secrets.length && last.secrets.every((secret, at) => secret === secrets[at])
    if (!last || !same) last = { secrets, masker: make(secrets) }
    return last.masker
  }
}
