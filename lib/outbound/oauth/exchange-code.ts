import * as oauth from 'oauth4webapi'
import { exposeSecret } from '@/lib/vault/open'
import type { Provider } from '../apps/load'
import { resolveEndpoints } from './endpoints'
import { IdTokenError, readIdToken } from './id-token'
import type { TokenAnswer } from './token-answer'
import { extraParameters, requestTokens } from './token-request'

export interface CodeExchange {
  code: string
  /** As the authorization request named it (RFC 6749 section 4.1.3). */
  redirectUri: string
  /** RFC 7636; null: the request went without a challenge. */
  verifier: string | null
  /** Of OpenID Connect; null: none was sent. */
  nonce: string | null
  /** The issuer that the answer with the code named (RFC 9207), if it named one. */
  answeredBy?: string
}

/**
 * Exchanges an authorization code for tokens (RFC 6749 section 4.1.3).
 * @throws ProviderError; OutboundError notConfigured
 */
export async function exchangeCode(
  provider: Provider,
  { code, redirectUri, verifier, nonce, answeredBy = '' }: CodeExchange,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const { tokenUrl } = await resolveEndpoints(provider, signal)
  const { tokens, record, fail } = await requestTokens({
    provider,
    purpose: 'exchange',
    tokenUrl,
    secrets: [code, ...(verifier === null ? [] : [verifier])],
    signal,
    send: (server, client, auth, sending) => {
      // State and issuer were compared where the answer arrived, against what lies in the database.
      const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.expectNoState)
      return oauth.authorizationCodeGrantRequest(
        server,
        client,
        auth,
        parameters,
        redirectUri,
        verifier ?? oauth.nopkce,
        { additionalParameters: extraParameters(provider), ...sending.options },
      )
    },
  })
  try {
    const sub = tokens.idToken
      ? await readIdToken(provider, exposeSecret(tokens.idToken), { nonce, answeredBy }, signal)
      : ''
    return { ...tokens, sub, record }
  } catch (error) {
    if (error instanceof IdTokenError) {
      throw fail('idTokenInvalid', `The ID token of the answer is not to be trusted: ${error.message}.`)
    }
    throw error
  }
}
