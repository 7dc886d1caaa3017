import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Context, type StoredToken } from 'oidc-provider'
import { createMemoryAdapter } from './adapter'
import { accounts, contactsOf, PROVIDER_PATH, providerClient, scopeTexts } from './data'
import { interact } from './interaction'
import { problemPage } from './pages'

const CALLBACK_PATH = '/v1/outbound/oauth/callback'
const ACCESS_SECONDS = 300
const LONGEST_SECONDS = 86_400
const DAY = 86_400

/** A real OAuth 2.0 and OpenID Connect provider, below PROVIDER_PATH of the sandbox. */
export interface SandboxProvider {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/**
 * @param origin of the sandbox, http://127.0.0.1:3999 for one
 * @param publicUrl of a Patchbay that is not opened by a loopback address
 */
export async function createProvider(origin: string, publicUrl: string | undefined): Promise<SandboxProvider> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const provider = new Provider(`${origin}${PROVIDER_PATH}`, {
    adapter: createMemoryAdapter(),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'sandbox', alg: 'ES256', use: 'sig' }] },
    cookies: {
      keys: [randomBytes(24).toString('hex')],
      // Cookies know no ports: Patchbay on the same host must not be sent these.
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: PROVIDER_PATH },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clients: [
      {
        client_id: providerClient.clientId,
        client_secret: providerClient.clientSecret,
        client_name: 'Patchbay',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`http://localhost:3000${CALLBACK_PATH}`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_: Context, client: { clientId: string }, token: StoredToken) =>
          token.clientId === client.clientId,
      },
      registration: { enabled: true, initialAccessToken: false },
      registrationManagement: { enabled: true },
    },
    scopes: Object.keys(scopeTexts),
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    // As large providers do it: whoever asks what they call offline access gets a refresh token, and so does anybody here.
    issueRefreshToken: (_: Context, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    // Both ways are for applications to choose; the settings of a connection say whether it uses it.
    pkce: { required: () => false },
    extraParams: ['access_type', 'include_granted_scopes'],
    ttl: {
      AccessToken: accessSeconds,
      AuthorizationCode: 60,
      RefreshToken: 14 * DAY,
      IdToken: 3_600,
      Interaction: 3_600,
      Session: DAY,
      Grant: 14 * DAY,
    },
    interactions: { url: (_: Context, { uid }: { uid: string }) => `${PROVIDER_PATH}/interaction/${uid}` },
    findAccount: (_: Context, sub: string) => {
      const account = accounts.find((each) => each.sub === sub)
      return account && { accountId: sub, claims: () => account }
    },
    renderError: (context: Context, { error, error_description: text }: Record<string, string | undefined>) => {
      context.type = 'html'
      context.body = problemPage(error ?? 'Something went wrong', text ?? 'Go back to the application and begin again.')
    },
  })
  allowOwnCallbacks(provider, publicUrl)
  const answer = provider.callback()
  return {
    handle: async (request, response) => {
      const path = (request.url ?? '').slice(PROVIDER_PATH.length)
      if (/^\/interaction\/[^/]+$/.test(path)) return await interact(provider, request, response)
      if (path.startsWith('/api/')) return await answerApi(provider, path, request, response)
      // How the package learns that it does not stand at the root.
      Object.assign(request, { originalUrl: request.url, url: path || '/' })
      return await answer(request, response)
    },
  }
}

// RFC 8252 section 7.3 lets loopback redirects come from any port: a Patchbay of this machine needs no registration.
function allowOwnCallbacks(provider: Provider, publicUrl: string | undefined): void {
  const registered = provider.Client.prototype.redirectUriAllowed
  provider.Client.prototype.redirectUriAllowed = function (uri) {
    if (registered.call(this, uri)) return true
    if (this.clientId !== providerClient.clientId || !URL.canParse(uri)) return false
    if (publicUrl && uri === `${publicUrl}${CALLBACK_PATH}`) return true
    const { protocol, hostname, pathname, search } = new URL(uri)
    const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
    return protocol === 'http:' && loopback && pathname === CALLBACK_PATH && search === ''
  }
}

/** A token lives as long as `expires_in` of the token request says: in its address or its body. */
function accessSeconds({ query, oidc }: Context): number {
  const given = Number(oidc.body?.expires_in ?? query.expires_in ?? ACCESS_SECONDS)
  return Number.isFinite(given) ? Math.min(Math.max(Math.trunc(given), 1), LONGEST_SECONDS) : ACCESS_SECONDS
}

/** What the tokens are for. */
async function answerApi(
  provider: Provider,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: unknown, challenge = '') => {
    const headers = challenge === '' ? {} : { 'www-authenticate': `Bearer realm="Acme ID", error="${challenge}"` }
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
  const refuse = (status: number, code: string, message: string) => send(status, { error: { code, message } }, code)
  const text = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const token: StoredToken | undefined = text ? await provider.AccessToken.find(text) : undefined
  const account = accounts.find(({ sub }) => sub === token?.accountId)
  if (!token || !account)
    return refuse(401, 'invalid_token', 'The access token is missing, unknown, revoked or expired.')
  const scopes = token.scope?.split(' ') ?? []
  const [name] = path.slice('/api/'.length).split('?', 1)
  if (name === 'account') return send(200, { ...account, client: token.clientId, scopes })
  if (name !== 'contacts')
    return send(404, { error: { code: 'not_found', message: 'There are account and contacts.' } })
  if (!scopes.includes('contacts.read')) return refuse(403, 'insufficient_scope', 'The scope contacts.read is missing.')
  send(200, { account: account.sub, contacts: contactsOf(account) })
}
