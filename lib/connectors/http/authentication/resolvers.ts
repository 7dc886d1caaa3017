import type { Secret } from '@/lib/vault/secret'
import type { HttpAuthenticationMethod, HttpConfig } from '../schema'
import { apiKey } from './api-key'
import { basic } from './basic'
import { bearerToken } from './bearer-token'
import { none } from './none'
import type { Authentication, AuthenticationResolver } from './resolver'

const resolvers = { none, bearerToken, apiKey, basic } satisfies {
  [M in HttpAuthenticationMethod]: AuthenticationResolver<M>
}

/** Asks the resolver of a connector's authentication method. */
export async function resolveAuthentication(
  settings: HttpConfig['authentication'],
  secrets: ReadonlyMap<string, Secret>,
): Promise<Authentication> {
  switch (settings.method) {
    case 'none':
      return resolvers.none(settings, secrets)
    case 'bearerToken':
      return resolvers.bearerToken(settings, secrets)
    case 'apiKey':
      return resolvers.apiKey(settings, secrets)
    case 'basic':
      return resolvers.basic(settings, secrets)
  }
}
