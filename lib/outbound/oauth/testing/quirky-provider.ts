import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, startServer } from '@/lib/egress/testing/server'

/** How a provider departs from RFC 6749. */
export interface Quirks {
  /** Answers like a form instead of JSON. */
  form: boolean
  /** In the token answer; undefined: it does not say. */
  expiresIn: unknown
  /** In the token answer; undefined: it does not say. */
  scope: unknown
  tokenType: string | undefined
  /** How it wants to be told who the client is. */
  authentication: 'any' | 'basic' | 'body'
  /** Each refresh makes a new one and a used one ends the grant; or the first is kept, or there is none. */
  refreshTokens: 'rotate' | 'keep' | 'none'
  /** Answers to give before any other, each once. */
  replies: Reply[]
  delayMs: number
  /** Of an access token. */
  tokenBytes: number
  /** Further members of the token answer. */
  members: Record<string, unknown>
}

export interface Reply {
  status: number
  body: string
  type?: string
}

export interface QuirkyProvider {
  origin: string
  quirks: Quirks
  /** The forms that the token endpoint got, each with its Authorization header. */
  requests: { form: URLSearchParams; authorization: string | undefined }[]
  /** Tokens that were revoked. */
  revoked: string[]
  /** Forgets what was asked and behaves by the book again. */
  reset(): void
  /** A code as if a person had consented. */
  issueCode(): string
  /** No grant is worth anything any more. */
  endGrants(): void
  close(): Promise<void>
}

const client = { id: 'quirky-client', secret: 'quirky:client/secret+0123456789' }
export const quirkyClient = client

const byTheBook = (): Quirks => ({
  form: false,
  expiresIn: 3600,
  scope: 'read write',
  tokenType: 'bearer',
  authentication: 'any',
  refreshTokens: 'rotate',
  replies: [],
  delayMs: 0,
  tokenBytes: 32,
  members: {},
})

/** A provider over HTTP that behaves as badly as a test wants. Its authorization endpoint consents by itself. */
export async function startQuirkyProvider(): Promise<QuirkyProvider> {
  const codes = new Set<string>()
  /** The grant of each refresh token that was ever given, and the one of each grant that is alive. */
  const grants = new Map<string, string>()
  const alive = new Map<string, string>()
  const text = (bytes: number) => randomBytes(bytes).toString('base64url').slice(0, bytes)

  const issue = (given?: { grant: string; token: string }): Reply => {
    const { quirks } = provider
    const grant = given?.grant ?? text(12)
    const keeps = quirks.refreshTokens === 'none' || (quirks.refreshTokens === 'keep' && given !== undefined)
    const refreshToken = keeps ? undefined : `refresh-${text(24)}`
    if (refreshToken) {
      grants.set(refreshToken, grant)
      alive.set(grant, refreshToken)
    }
    const answer = {
      access_token: `access-${text(quirks.tokenBytes)}`,
      token_type: quirks.tokenType,
      expires_in: quirks.expiresIn,
      scope: quirks.scope,
      refresh_token: refreshToken,
      ...quirks.members,
    }
    if (!quirks.form) return { status: 200, body: JSON.stringify(answer) }
    const form = new URLSearchParams()
    for (const [name, value] of Object.entries(answer)) if (value !== undefined) form.set(name, String(value))
    return { status: 200, body: form.toString(), type: 'application/x-www-form-urlencoded' }
  }

  const token = (form: URLSearchParams): Reply => {
    const refuse = (error: string, status = 400) => ({ status, body: JSON.stringify({ error }) })
    if (form.get('grant_type') === 'authorization_code') {
      return codes.delete(form.get('code') ?? '') ? issue() : refuse('invalid_grant')
    }
    const given = form.get('refresh_token') ?? ''
    const grant = grants.get(given)
    if (!grant || !alive.has(grant)) return refuse('invalid_grant')
    if (alive.get(grant) === given) return issue({ grant, token: given })
    // A refresh token that was used before has been stolen or lost: nobody may go on with its grant.
    alive.delete(grant)
    return refuse('invalid_grant')
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Reply | null> => {
    const url = new URL(request.url ?? '/', 'http://quirky')
    if (url.pathname === '/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', provider.issueCode())
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
      return null
    }
    const form = new URLSearchParams(await readBody(request))
    if (url.pathname === '/revoke') {
      provider.revoked.push(form.get('token') ?? '')
      return { status: 200, body: '' }
    }
    provider.requests.push({ form, authorization: request.headers.authorization })
    if (provider.quirks.delayMs > 0) await new Promise((done) => setTimeout(done, provider.quirks.delayMs))
    const planned = provider.quirks.replies.shift()
    if (planned) return planned
    const basic = request.headers.authorization === `Basic ${basicOf()}`
    const inBody = form.get('client_id') === client.id && form.get('client_secret') === client.secret
    const { authentication } = provider.quirks
    const known = (basic && authentication !== 'body') || (inBody && authentication !== 'basic')
    return known ? token(form) : { status: 401, body: JSON.stringify({ error: 'invalid_client' }) }
  }

  const server = await startServer(async (request, response) => {
    const reply = await answer(request, response)
    if (reply) response.writeHead(reply.status, { 'content-type': reply.type ?? 'application/json' }).end(reply.body)
  })
  const provider: QuirkyProvider = {
    origin: server.origin,
    quirks: byTheBook(),
    requests: [],
    revoked: [],
    reset: () => {
      provider.quirks = byTheBook()
      provider.requests.length = 0
      provider.revoked.length = 0
    },
    issueCode: () => {
      const code = `code-${text(24)}`
      codes.add(code)
      return code
    },
    endGrants: () => alive.clear(),
    close: () => server.close(),
  }
  return provider
}

function basicOf(): string {
  const encode = (value: string) => new URLSearchParams([['', value]]).toString().slice(1)
  return Buffer.from(`${encode(client.id)}:${encode(client.secret)}`).toString('base64')
}
