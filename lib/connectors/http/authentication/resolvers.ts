import type { HttpAuthenticationMethod } from '../schema'
import { apiKey } from './api-key'
import { basic } from './basic'
import { bearerToken } from './bearer-token'
import { connection } from './connection'
import { none } from './none'
import { oauth2ClientCredentials } from './oauth2-client-credentials'
import type { Authentication, AuthenticationContext, AuthenticationResolver } from './resolver'

const resolvers = { none, bearerToken, apiKey, basic, oauth2ClientCredentials, connection } satisfies {
  [M in HttpAuthenticationMethod]: AuthenticationResolver<M>
}

/** Asks the resolver of a connector's authentication method. */
export async function resolveAuthentication(context: AuthenticationContext): Promise<Authentication> {
  const { config, secrets } = context.connector
  const settings = config.authentication
  switch (settings.method) {
    case 'none':
      return resolvers.none(settings, secrets, context)
    case 'bearerToken':
      return resolvers.bearerToken(settings, secrets, context)
    case 'apiKey':
      return resolvers.apiKey(settings, secrets, context)
    case 'basic':
      return resolvers.basic(settings, secrets, context)
    case 'oauth2ClientCredentials':
      return resolvers.oauth2ClientCredentials(settings, secrets, context)
    case 'connection':
      return resolvers.connection(settings, secrets, context)
  }
}
