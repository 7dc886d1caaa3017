import * as oauth from 'oauth4webapi'
import { EgressError, type EgressTrace } from '@/lib/egress/errors'
import { type EgressRequest, type EgressResponse, egressRequest, withDefaultHeaders } from '@/lib/egress/request'
import { createMasker } from '@/lib/language/masking'
import type { ConnectorError } from '../../errors'
import type { ConnectorRecord } from '../../types'
import { travelWarnings } from '../network/travel'
import { recordRequest, recordResponse, recordTimings } from '../record'
import { readResponse } from '../response'
import type { OauthSettings } from './schema'
import { basicCredentials, secretFormsOf, secretsInAnswer } from './secrets'
import { type GrantedToken, readGrant, toProcessable } from './token-answer'
import { explainTokenFailure } from './token-failure'

const MAX_ANSWER_BYTES = 1024 * 1024

export interface TokenRequest {
  settings: OauthSettings
  clientSecret: string
  timeoutMs: number
  signal: AbortSignal | undefined
  /** What every request of the connector says to the egress. */
  travel: Pick<EgressRequest, 'insecure' | 'staticIps'>
}

/** What was sent to the token endpoint and what came of it, masked. */
export interface TokenExchange {
  record: Pick<ConnectorRecord, 'request' | 'response' | 'error' | 'startedAt' | 'timings' | 'warnings'>
  /** All that gives access: of the request, and of the answer whatever it was. */
  secrets: string[]
  result: { granted: GrantedToken } | { failure: ConnectorError | EgressError }
}

/**
 * Asks a token endpoint for an access token by the client credentials grant (RFC 6749 section 4.4), with the client's
 * id and secret form-urlencoded in a Basic header or in the body (section 2.3.1). Redirects are not followed: the
 * credentials are for this address. Never throws: what fails is a result.
 */
export async function requestToken(request: TokenRequest): Promise<TokenExchange> {
  const { settings, clientSecret } = request
  const wire = new Wire(request)
  try {
    const answer = await oauth.clientCredentialsGrantRequest(
      // The grant needs nothing of the issuer but the address; whatever the answer says of one is not read.
      { issuer: new URL(settings.authUrl).origin, token_endpoint: settings.authUrl },
      { client_id: settings.clientId },
      settings.authStyle === 'header' ? clientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret),
      settings.scopes === '' ? {} : { scope: settings.scopes },
      // Which addresses may be reached, and by plain http, is for the egress guard and whoever wrote the URL.
      { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: (url, options) => wire.send(url, options) },
    )
    const granted = readGrant(await oauth.processClientCredentialsResponse({ issuer: '-' }, { client_id: '-' }, answer))
    return wire.toExchange({ granted })
  } catch (error) {
    return wire.toExchange({ failure: explainTokenFailure(error, settings.authUrl, wire.answer) })
  }
}

// The library's own also encodes the signs that may stay, and many servers compare without decoding.
function clientSecretBasic(clientSecret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) =>
    headers.set('authorization', `Basic ${basicCredentials(client.client_id, clientSecret)}`)
}

/** The one HTTP exchange, remembered for its record. */
class Wire {
  answer: EgressResponse | undefined
  #trace: EgressTrace | undefined
  #began = 0
  #sent: { method: string; url: string; headers: [string, string][]; body: string } | undefined

  constructor(readonly request: TokenRequest) {}

  async send(url: string, options: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> {
    const { settings, timeoutMs, signal, travel } = this.request
    // The library's name for itself gives way to Patchbay's, or to a row's.
    const given = Object.entries(options.headers).filter(([name]) => name !== 'user-agent')
    const own = settings.tokenRequestHeaders.map(({ key, value }): [string, string] => [key, value])
    const headers = withDefaultHeaders([...given, ...own]).map(([name, value]): [string, string] => [name, value])
    const body = options.body.toString()
    this.#sent = { method: 'POST', url, headers, body }
    this.#began = Date.now()
    const limits = { timeoutMs, maxResponseBytes: MAX_ANSWER_BYTES, signal, followRedirects: false }
    try {
      this.answer = await egressRequest({ ...this.#sent, ...limits, ...travel })
    } catch (error) {
      if (error instanceof EgressError) this.#trace = error.trace
      throw error
    }
    this.#trace = this.answer
    return toProcessable(this.answer)
  }

  toExchange(result: TokenExchange['result']): TokenExchange {
    const { settings, clientSecret, travel } = this.request
    const { answer } = this
    const secrets = [...secretFormsOf(settings.clientId, clientSecret), ...(answer ? secretsInAnswer(answer.body) : [])]
    const masker = createMasker(secrets)
    const record: TokenExchange['record'] = { warnings: this.#trace ? travelWarnings(travel, this.#trace) : [] }
    if (this.#sent) {
      record.request = recordRequest(this.#sent, masker, undefined)
      record.startedAt = new Date(this.#began).toISOString()
    }
    if (answer) record.response = recordResponse(answer, readResponse(answer), masker)
    if (this.#trace) record.timings = recordTimings(this.#trace.timings)
    if (!('failure' in result)) return { record, secrets, result }
    const { failure } = result
    // The token endpoint may have echoed what it was sent, and the failure is told to every caller that waits.
    failure.message = masker.maskText(failure.message)
    record.error = { code: failure.code, message: failure.message, hint: failure.hint }
    return { record, secrets, result }
  }
}
