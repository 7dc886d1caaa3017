import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { startServer, type TestServer } from '@/lib/egress/testing/server'

/** A certified authorization server with an API that takes its tokens, both real and on one origin. */
export interface AuthorizationServer extends TestServer {
  tokenUrl: string
  /** The requests to each path so far. */
  counts: { token: number; api: number }
  /** The bearer tokens that reached the API, in order. */
  tokens: string[]
  /** Revokes a token: the API refuses it from then on. */
  revoke(token: string): Promise<void>
}

export const oidcClients = {
  header: { clientId: 'header client', clientSecret: 'a+b/c~d%e f-0123456789' },
  body: { clientId: 'body-client', clientSecret: 'body secret *(!)* 0123456789' },
}

export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const counts = { token: 0, api: 0 }
  const tokens: string[] = []
  let provider: Provider | undefined
  const server = await startServer(async (request: IncomingMessage, response: ServerResponse) => {
    if (!provider) return response.writeHead(503).end()
    if (!request.url?.startsWith('/api')) {
      if (request.url === '/token') counts.token += 1
      return provider.callback()(request, response)
    }
    counts.api += 1
    const token = request.headers.authorization?.slice('Bearer '.length) ?? ''
    tokens.push(token)
    const found = await provider.ClientCredentials.find(token)
    response.writeHead(found ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ client: found?.clientId ?? null, scope: found?.scope ?? null, echo: token }))
  })
  const client = (method: string, { clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })
  provider = new Provider(server.origin, {
    clients: [client('client_secret_basic', oidcClients.header), client('client_secret_post', oidcClients.body)],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    scopes: ['customers.read', 'orders.read'],
    ttl: { ClientCredentials: 600 },
  })
  const started = provider
  return {
    ...server,
    tokenUrl: `${server.origin}/token`,
    counts,
    tokens,
    revoke: async (token) => (await started.ClientCredentials.find(token))?.destroy(),
  }
}
