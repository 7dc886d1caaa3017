import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import type { Json } from '@/lib/language/json'
import { Secret } from '@/lib/vault/secret'
import type { AuthStyle } from './client-auth'
import { explainFailure } from './failure'
import { type Peer, Wire } from './wire'

export interface Registration {
  dcrUrl: string
  clientName: string
  redirectUri: string
  scopes: readonly string[]
  /** How the client wants to say who it is; automatic leaves it to the provider. */
  authentication: AuthStyle | 'automatic'
}

/** A client that a provider has made (RFC 7591 section 3.2.1). */
export interface RegisteredClient {
  clientId: string
  clientSecret: Secret | null
  /** Null: the provider did not say. */
  tokenEndpointAuthentication: AuthStyle | null
  /** To manage the client with (RFC 7592). */
  registrationAccessToken: Secret | null
  registrationUrl: string
  /** The exchange, masked. */
  record: Json
}

const METHODS = { basic: 'client_secret_basic', body: 'client_secret_post', none: 'none' } as const
const answerSchema = z.object({
  client_id: z.string().min(1).max(500),
  client_secret: z.string().min(1).max(16_000).nullish(),
  token_endpoint_auth_method: z.string().nullish(),
  registration_access_token: z.string().min(1).max(16_000).nullish(),
  registration_client_uri: z.string().max(2_000).nullish(),
})

/**
 * Registers a client at a provider (RFC 7591), for the authorization code grant and its refreshes.
 * @throws ProviderError
 */
export async function register(
  registration: Registration,
  peer: Peer,
  signal?: AbortSignal,
): Promise<RegisteredClient> {
  const { dcrUrl, clientName, redirectUri, scopes, authentication } = registration
  const wire = new Wire(peer, 'register', [], signal)
  let given: unknown
  try {
    await oauth.dynamicClientRegistrationRequest(
      { issuer: new URL(dcrUrl).origin, registration_endpoint: dcrUrl },
      {
        client_name: clientName,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
        ...(authentication === 'automatic' ? {} : { token_endpoint_auth_method: METHODS[authentication] }),
      },
      wire.options,
    )
    given = JSON.parse(wire.answer?.body.toString('utf8') ?? '')
  } catch (error) {
    throw explainFailure(error, wire)
  }
  if (wire.answer?.status !== 201 && wire.answer?.status !== 200) throw explainFailure(null, wire)
  const parsed = answerSchema.safeParse(given)
  if (!parsed.success) throw wire.fail('rejected', 'unusable', 'The answer to the registration has no client_id.')
  const { data } = parsed
  return {
    clientId: data.client_id,
    clientSecret: data.client_secret ? new Secret(data.client_secret) : null,
    tokenEndpointAuthentication: toStyle(data.token_endpoint_auth_method),
    registrationAccessToken: data.registration_access_token ? new Secret(data.registration_access_token) : null,
    registrationUrl: data.registration_client_uri ?? '',
    record: wire.toRecord(),
  }
}

function toStyle(method: string | null | undefined): AuthStyle | null {
  if (method === METHODS.basic) return 'basic'
  if (method === METHODS.body) return 'body'
  return method === METHODS.none ? 'none' : null
}
