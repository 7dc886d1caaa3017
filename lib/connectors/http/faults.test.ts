import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { getPath } from '@/lib/language/path'
import { log } from '@/lib/log'
import { Secret } from '@/lib/vault/secret'
import type { ConnectorOutcome } from '../types'
import { httpClient } from './client'
import { httpConfigSchema } from './schema'
import { faultsOfAnswering } from './testing/faults/answering'
import { faultsBeforeConnecting } from './testing/faults/before-connecting'
import { faultsOfConnecting } from './testing/faults/connecting'
import { closers, names, type Setup } from './testing/faults/fault'
import { measureOwnTime } from './testing/faults/own-time'
import { faultsOfReading } from './testing/faults/reading'
import { faultsOfTokens } from './testing/faults/token'

await vi.hoisted(async () => {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await new Promise((done) => server.close(done))
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'trace'
  process.env.EGRESS_STATIC_IPS = '203.0.113.7'
  process.env.EGRESS_PROXY_URL = `http://user:hunter2hunter2@127.0.0.1:${port}`
})

vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof import('node:dns/promises')>()
  return {
    ...real,
    lookup: (name: string, options: { all: true }) => names.get(name)?.() ?? real.lookup(name, options),
  }
})

// Tokens are shared as ever but stored nowhere: each call asks the token endpoint. The store has tests with a database.
vi.mock('../tokens/client', async () => {
  const { createTokenSharing } = await import('../tokens/share-token')
  return {
    getToken: createTokenSharing({
      find: async () => null,
      takeLease: async () => 'taken',
      renewLease: async () => true,
      releaseLease: async () => {},
      save: async () => true,
    }),
  }
})

const faults = [
  ...faultsOfTokens,
  ...faultsBeforeConnecting,
  ...faultsOfConnecting,
  ...faultsOfAnswering,
  ...faultsOfReading,
]
// What is to run out is short. All else has to be told as soon, and has more time all the same, so that nothing runs out
// instead: a busy machine takes it from this process, and such time does not count.
const SOON_SECONDS = 0.6
const timeoutOf = (code: string) => (/timeout$/i.test(code) ? SOON_SECONDS : 5)
const secrets = ['tok/en+very secret', 'client-s3cret/of+it', 'p@ss word&1', 'hunter2hunter2', 'user:hunter2hunter2']
const trusted = tls.getCACertificates('default')
let logged = ''

beforeAll(() => {
  const stream = Reflect.get(log, pino.symbols.streamSym)
  vi.spyOn(stream, 'write').mockImplementation((line: unknown) => {
    logged += String(line)
    return true
  })
})
afterEach(async () => {
  tls.setDefaultCACertificates(trusted)
  names.clear()
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(closeEgress)

describe('every fault gives its event, names its cause, ends in time, leaves no socket and tells no secret', () => {
  it.each(faults)('$phase: $fault', async ({ event, code: expected, says, setUp }) => {
    logged = ''
    const seconds = timeoutOf(expected)
    const setup = await setUp()
    if (setup.succeedsFirst) expect((await call(setup, seconds)).ok).toBe(true)
    const before = openSockets()
    const started = performance.now()
    const ownTime = measureOwnTime()
    const outcome = await call(setup, seconds)
    const own = ownTime() / 1000
    const took = (performance.now() - started) / 1000
    const { error, response } = outcome.record
    expect([outcome.event, error?.code ?? '']).toEqual([event, expected])
    expect(error?.message ?? response?.body).toMatch(says)
    if (error) expect(error.hint.length).toBeGreaterThan(20)
    expect(took).toBeLessThan(seconds + 1)
    if (seconds === SOON_SECONDS) expect(took).toBeGreaterThan(seconds - 0.05)
    else expect(own).toBeLessThan(SOON_SECONDS)
    await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before), { timeout: 1000 })
    const told = JSON.stringify([outcome.earlier, outcome.record, outcome.value, outcome.missing]) + logged
    for (const secret of secrets)
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        expect(told).not.toContain(form)
  })
})

it('the table of docs/faults.md has these rows and no others', () => {
  const docs = readFileSync('docs/faults.md', 'utf8')
  const rows = [...docs.matchAll(/^\| (\w+) \| (.+?) \| (\w+|—) \| (?:`(\w+)`|—) \|/gm)].map((row) =>
    row.slice(1, 5).join(' · '),
  )
  const own = faults.map(({ phase, fault: text, event, code: own }) =>
    [phase, text, event === null ? '—' : event, own || undefined].join(' · '),
  )
  expect(rows).toEqual(own)
})

function call(setup: Setup, timeoutSeconds: number): Promise<ConnectorOutcome> {
  const { baseUrl, config, action = 'GET', endpoint: path = '/x?p={{form.password}}', values = {} } = setup
  const [token = '', clientSecret = '', password = ''] = secrets
  const prepared = httpClient.prepare({
    projectId: 'p1',
    version: 1,
    id: 'c1',
    type: 'http',
    name: 'Acme',
    config: httpConfigSchema.parse({ baseUrl, authentication: { method: 'bearerToken' }, ...config }),
    secrets: new Map([
      ['authentication.bearerToken', new Secret(token)],
      ['authentication.oauth2ClientCredentials.clientSecret', new Secret(clientSecret)],
    ]),
  })
  const payload = action === 'POST' ? { type: 'json' as const, value: { p: '{{form.password}}' } } : null
  return prepared.call({
    call: { action, endpoint: path, payload, timeoutSeconds },
    scope: { read: (at) => getPath({ ...values, form: { password } }, at) },
    scopeSecrets: [password],
  })
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocketWrap|TLSWrap|TCPConnectWrap/.test(kind)).length
}
