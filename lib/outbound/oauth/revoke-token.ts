import * as oauth from 'oauth4webapi'
import type { Json } from '@/lib/language/json'
import { exposeSecret } from '@/lib/vault/open'
import type { Secret } from '@/lib/vault/secret'
import { type AuthStyle, type Client, clientAuth, secretsOf, stylesOf } from './client-auth'
import { explainFailure, isInvalidClient } from './failure'
import { ProviderError } from './provider-error'
import { type Peer, Wire } from './wire'

/**
 * Tells a provider that a token is not used any more (RFC 7009). One that it does not know is revoked already.
 * @param provider its settings at the time when the token was deleted: the app itself may be gone
 * @returns the exchange, masked; null when the app has no revocation URL: then nothing is sent
 * @throws ProviderError
 */
export async function revokeToken(
  provider: Peer & Client,
  { token, hint }: { token: Secret; hint: 'access_token' | 'refresh_token' },
  signal?: AbortSignal,
): Promise<Json> {
  if (provider.config.revocationUrl === '') return null
  const styles = stylesOf(provider)
  for (const [index, style] of styles.entries()) {
    try {
      return await revokeOnce(provider, token, hint, style, signal)
    } catch (error) {
      if (index === styles.length - 1 || !(error instanceof ProviderError) || !isInvalidClient(error)) throw error
    }
  }
  return null
}

async function revokeOnce(
  provider: Peer & Client,
  token: Secret,
  hint: string,
  style: AuthStyle,
  signal: AbortSignal | undefined,
): Promise<Json> {
  const { revocationUrl, clientId } = provider.config
  const text = exposeSecret(token)
  const wire = new Wire(provider, 'revoke', [...secretsOf(provider), text], signal)
  try {
    await oauth.revocationRequest(
      { issuer: new URL(revocationUrl).origin, revocation_endpoint: revocationUrl },
      { client_id: clientId },
      clientAuth(provider, style),
      text,
      { additionalParameters: { token_type_hint: hint }, ...wire.options },
    )
    // Section 2.2 wants 200; some answer 204.
    if (wire.answer && wire.answer.status >= 200 && wire.answer.status < 300) return wire.toRecord()
  } catch (error) {
    throw explainFailure(error, wire)
  }
  throw explainFailure(null, wire)
}
