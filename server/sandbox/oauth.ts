import { randomBytes } from 'node:crypto'
import { type Call, type Endpoint, numberOf, type Reply } from './endpoint'

/** The client that the sandbox's token endpoint knows. */
export const oauthClient = { clientId: 'acme-partner', clientSecret: 'acme-partner-demo-secret' }

const SCOPES = ['customers.read', 'orders.read']
const LIFE_SECONDS = 300
const MAX_LIFE_SECONDS = 86_400
const MAX_TOKENS = 10_000
const group = 'Authorization'

export const oauthEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/oauth/token',
    summary: `OAuth 2.0 token endpoint: client credentials in the header or in the body. Scopes: ${SCOPES.join(', ')}. A token lives ${LIFE_SECONDS} seconds, or as long as expires_in says.`,
    example: '/oauth/token?expires_in=90',
    group,
    handle: issue,
  },
  {
    method: 'POST',
    path: '/oauth/revoke-all',
    summary: 'Makes every token worthless that was issued so far: /partner answers 401 until a new one is fetched.',
    example: '/oauth/revoke-all',
    group,
    handle: ({ memory }) => {
      const revoked = memory.tokens.size
      memory.tokens.clear()
      return { body: { revoked } }
    },
  },
]

/** Whether an Authorization header carries a token that was issued here and is alive. */
export function admitsToken(authorization: string | undefined, tokens: ReadonlyMap<string, number>): boolean {
  const expiresAt = tokens.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '')
  return expiresAt !== undefined && expiresAt > Date.now()
}

// RFC 6749 sections 4.4 and 5.
function issue({ request, body, query, memory }: Call): Reply {
  const form = new URLSearchParams(body)
  if (!(request.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded')) {
    return fail(400, 'invalid_request', 'Send the parameters as application/x-www-form-urlencoded.')
  }
  const client = fromHeader(request.headers.authorization) ?? fromBody(form)
  if (!client) return fail(401, 'invalid_client', 'Send the client ID and secret in the header or in the body.')
  if (client.clientId !== oauthClient.clientId || client.clientSecret !== oauthClient.clientSecret) {
    return fail(401, 'invalid_client', 'The client ID or the client secret is wrong.')
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return fail(400, 'unsupported_grant_type', 'Use the grant type client_credentials.')
  }
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '')
  const unknown = asked.filter((scope) => !SCOPES.includes(scope))
  if (unknown.length > 0) return fail(400, 'invalid_scope', `There is no scope ${unknown.join(', ')}.`)
  const life = numberOf(query, 'expires_in', LIFE_SECONDS, MAX_LIFE_SECONDS)
  const token = `acme-${randomBytes(24).toString('base64url')}`
  if (memory.tokens.size >= MAX_TOKENS) memory.tokens.clear()
  memory.tokens.set(token, Date.now() + life * 1000)
  const scope = (asked.length > 0 ? asked : SCOPES).join(' ')
  return {
    body: { access_token: token, token_type: 'Bearer', expires_in: life, scope },
    headers: { 'cache-control': 'no-store' },
  }
}

function fail(status: number, error: string, description: string): Reply {
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="Acme Partner"' } : {}
  return { status, body: { error, error_description: description }, headers }
}

interface Client {
  clientId: string
  clientSecret: string
}

function fromHeader(authorization: string | undefined): Client | null {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  if (!encoded) return null
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { clientId: formDecode(id), clientSecret: formDecode(secret) }
}

function fromBody(form: URLSearchParams): Client | null {
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')]
  return clientId !== null && clientSecret !== null ? { clientId, clientSecret } : null
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}
