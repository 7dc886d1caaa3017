import type * as oauth from 'oauth4webapi'
import type { Json } from '@/lib/language/json'
import { learn } from '../apps/learned/service'
import type { Provider } from '../apps/load'
import { type AuthStyle, clientAuth, secretsOf, stylesOf } from './client-auth'
import { explainFailure, isInvalidClient } from './failure'
import { ProviderError } from './provider-error'
import { type GivenTokens, readMembers, readTokens, UnusableAnswerError } from './token-answer'
import { Wire } from './wire'

export interface TokenRequest {
  provider: Provider
  purpose: 'exchange' | 'refresh'
  tokenUrl: string
  /** Of the request, beside the client's: the code, the verifier, the refresh token. */
  secrets: readonly string[]
  signal: AbortSignal | undefined
  send(server: oauth.AuthorizationServer, client: oauth.Client, auth: oauth.ClientAuth, wire: Wire): Promise<Response>
}

/** What a token endpoint gave. */
export interface TokenReply {
  tokens: GivenTokens
  /** The exchange, masked; a list of them where the client had to say again who it is. */
  record: Json
  /** An answer that turns out not to be trusted, with its record. */
  fail(code: string, message: string): ProviderError
}

/**
 * Asks a token endpoint, and once more with the client's secret in the body when it does not know Basic; what worked is
 * remembered. The answer is read by this module and not by the library, because well-known providers answer otherwise
 * than RFC 6749 section 5.1 wants it.
 * @throws ProviderError, whose record is a list where several were made
 */
export async function requestTokens(request: TokenRequest): Promise<TokenReply> {
  const { provider } = request
  const styles = stylesOf(provider)
  const earlier: Json[] = []
  const all = (last: Json): Json => (earlier.length === 0 ? last : [...earlier, last])
  const withAll = ({ kind, code, message, record }: ProviderError) =>
    new ProviderError(kind, code, message, all(record))
  for (const [index, style] of styles.entries()) {
    try {
      const { tokens, wire } = await requestOnce(request, style)
      if (index > 0) await remember(provider, style)
      return {
        tokens,
        record: all(wire.toRecord()),
        fail: (code, message) => withAll(wire.fail('rejected', code, message)),
      }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (index === styles.length - 1 || !isInvalidClient(error)) throw withAll(error)
      earlier.push(error.record)
    }
  }
  throw new Error('There is no way to say who the client is.')
}

async function requestOnce(request: TokenRequest, style: AuthStyle) {
  const { provider, purpose, tokenUrl, signal } = request
  const wire = new Wire(provider, purpose, [...secretsOf(provider), ...request.secrets], signal)
  try {
    // The grants need nothing of the issuer but the address; whatever the answer says of one is judged elsewhere.
    const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl }
    await request.send(server, { client_id: provider.config.clientId }, clientAuth(provider, style), wire)
    const { answer } = wire
    const members = answer?.status === 200 || answer?.status === 201 ? readMembers(answer.body) : null
    if (!members) throw new UnusableAnswerError('it is no JSON object')
    return { tokens: readTokens(members), wire }
  } catch (error) {
    throw explainFailure(error, wire)
  }
}

async function remember({ projectId, appId }: Provider, style: AuthStyle): Promise<void> {
  // The tokens are what counts: without it the next request makes the same detour.
  await learn(projectId, appId, { tokenEndpointAuthentication: style }).catch(() => {})
}

/** The parameters that an app adds to each request for tokens. */
export function extraParameters({ config }: Provider): URLSearchParams {
  return new URLSearchParams(config.tokenUrlParams.map(({ key, value }): [string, string] => [key, value]))
}
