import * as oauth from 'oauth4webapi'
import { basicCredentials, secretFormsOf } from '@/lib/connectors/http/oauth/secrets'
import { exposeSecret } from '@/lib/vault/open'
import type { Provider } from '../apps/load'

export type AuthStyle = 'basic' | 'body' | 'none'

/** What of an app says who it is: also of one that is gone, when its tokens are still to be revoked. */
export type Client = Pick<Provider, 'config' | 'learned' | 'clientSecret'>

/**
 * The ways in which a client says who it is (RFC 6749 section 2.3.1), in the order to try. Automatic: what the provider
 * taught or its metadata says, else Basic; and who does not know Basic is told once more in the body.
 */
export function stylesOf({ config, learned, clientSecret }: Client): AuthStyle[] {
  if (clientSecret === null) return ['none']
  const set = config.tokenEndpointAuthentication
  if (set !== 'automatic') return [set]
  return learned.tokenEndpointAuthentication === 'body' ? ['body'] : ['basic', 'body']
}

export function clientAuth({ clientSecret }: Client, style: AuthStyle): oauth.ClientAuth {
  if (clientSecret === null || style === 'none') return oauth.None()
  const secret = exposeSecret(clientSecret)
  if (style === 'body') return oauth.ClientSecretPost(secret)
  // The library's own also encodes the signs that may stay, and many servers compare without decoding.
  return (_server, { client_id: id }, _body, headers) =>
    headers.set('authorization', `Basic ${basicCredentials(id, secret)}`)
}

/** Every text of a request that gives the client's secret away. */
export function secretsOf({ config, clientSecret }: Client): string[] {
  return clientSecret === null ? [] : secretFormsOf(config.clientId, exposeSecret(clientSecret))
}
