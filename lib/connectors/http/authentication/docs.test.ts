import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { Secret } from '@/lib/vault/secret'
import { httpClient } from '../client'
import { requestToken } from '../oauth/token-request'
import { type HttpConfig, httpConfigSchema } from '../schema'

// The requests that docs/authentication shows are these, byte by byte; only the host is another one here.
vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})
afterAll(closeEgress)

const HOST = 'api.example.com'
const TOKEN_HOST = 'auth.example.com'
const oauth = {
  clientId: 'acme client',
  scopes: 'customers.read orders.read',
  tokenRequestHeaders: [{ key: 'X-Tenant', value: 'acme' }],
}
const clientSecret = 'p~ss/w+rd'

it.each<[page: string, send: (origin: string) => Promise<unknown>, host: string]>([
  ['none.md', (origin) => call(origin, { method: 'none' }, {}), HOST],
  ['bearer-token.md', (origin) => call(origin, { method: 'bearerToken' }, { bearerToken: 'k7Qx0demo' }), HOST],
  [
    'api-key.md',
    (origin) => call(origin, { method: 'apiKey', apiKey: { key: 'X-API-Key' } }, { 'apiKey.token': 'k7Qx0demo' }),
    HOST,
  ],
  [
    'basic.md',
    (origin) => call(origin, { method: 'basic', basic: { username: 'Aladdin' } }, { 'basic.password': 'open sesame' }),
    HOST,
  ],
  ['oauth-client-credentials.md', (origin) => askForToken(origin, 'header'), TOKEN_HOST],
  ['oauth-client-credentials.md', (origin) => askForToken(origin, 'body'), TOKEN_HOST],
])('%s shows what is sent', async (page, send, host) => {
  const raw = await capture(send)
  const text = readFileSync(join(process.cwd(), 'docs', 'authentication', page), 'utf8')
  const shown = [...text.matchAll(/```http\n([\s\S]*?)\n```/g)].map(([, request]) => request)
  expect(shown).toContain(
    raw
      .replace(/^host: .*$/m, `host: ${host}`)
      .replaceAll('\r\n', '\n')
      .trimEnd(),
  )
})

function call(origin: string, authentication: HttpConfig['authentication'], secrets: Record<string, string>) {
  const prepared = httpClient.prepare({
    projectId: 'p1',
    id: 'c1',
    type: 'http',
    name: 'Acme',
    version: 1,
    config: httpConfigSchema.parse({ baseUrl: `${origin}/v1`, authentication }),
    secrets: new Map(Object.entries(secrets).map(([field, text]) => [`authentication.${field}`, new Secret(text)])),
  })
  const [action, payload] =
    authentication.method === 'none'
      ? ['POST', { type: 'json' as const, value: { email: 'ann@example.com' } }]
      : ['GET', null]
  return prepared.call({
    call: { action, endpoint: '/customers', payload, timeoutSeconds: 5 },
    scope: { read: () => undefined },
    scopeSecrets: [],
  })
}

function askForToken(origin: string, authStyle: 'header' | 'body') {
  const settings = { ...oauth, authUrl: `${origin}/oauth2/token`, authStyle }
  return requestToken({ settings, clientSecret, timeoutMs: 5_000, signal: undefined, travel: {} })
}

/** The bytes of one request as they come out of the socket. */
async function capture(send: (origin: string) => Promise<unknown>): Promise<string> {
  let received = ''
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      received += chunk
      const [head = '', body = ''] = received.split('\r\n\r\n')
      const length = Number(/^content-length: (\d+)$/m.exec(head)?.[1] ?? 0)
      if (received.includes('\r\n\r\n') && body.length >= length) {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await send(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)
  await new Promise((done) => server.close(done))
  return received
}
