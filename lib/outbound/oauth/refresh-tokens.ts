import * as oauth from 'oauth4webapi'
import { exposeSecret } from '@/lib/vault/open'
import type { Secret } from '@/lib/vault/secret'
import type { Provider } from '../apps/load'
import { resolveEndpoints } from './endpoints'
import { readIdToken } from './id-token'
import type { TokenAnswer } from './token-answer'
import { extraParameters, requestTokens } from './token-request'

/**
 * Refreshes tokens (RFC 6749 section 6). No scopes are sent: the new token has those of the old one.
 * `refreshToken` of the answer is null when the provider keeps the former one.
 * @throws ProviderError: refused when the refresh token is worth nothing any more; OutboundError notConfigured
 */
export async function refreshTokens(
  provider: Provider,
  { refreshToken }: { refreshToken: Secret },
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const endpoints = await resolveEndpoints(provider, signal)
  const text = exposeSecret(refreshToken)
  const { tokens, record } = await requestTokens({
    provider,
    purpose: 'refresh',
    tokenUrl: provider.config.refreshUrl || endpoints.tokenUrl,
    secrets: [text],
    signal,
    send: (server, client, auth, sending) =>
      oauth.refreshTokenGrantRequest(server, client, auth, text, {
        additionalParameters: extraParameters(provider),
        ...sending.options,
      }),
  })
  if (!tokens.idToken) return { ...tokens, sub: '', record }
  // The former refresh token may be spent already: an ID token that is not to be trusted must not cost the new one.
  const sub = await readIdToken(provider, exposeSecret(tokens.idToken), UNASKED, signal).catch(() => null)
  return { ...tokens, idToken: sub === null ? null : tokens.idToken, sub: sub ?? '', record }
}

/** There was no authorization request. */
const UNASKED = { nonce: null, answeredBy: '' }
