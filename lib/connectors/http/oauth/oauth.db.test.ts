import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { testConnector } from '../../call'
import { secretStays } from '../../kept-secrets'
import { exportConnectors } from '../../queries'
import { createConnector, updateConnector } from '../../service'
import { findHeldToken } from '../../tokens/queries'
import { forgetToken } from '../../tokens/service'
import { importConnectors } from '../../transfer/service'
import type { ConnectorOutcome, ConnectorView } from '../../types'
import { type AuthorizationServer, oidcClients, startAuthorizationServer } from './testing/authorization-server'

const FIELD = 'authentication.oauth2ClientCredentials.clientSecret'
let oidc: AuthorizationServer
/** A token endpoint and an API that behave as each test wants. */
let hostile: TestServer
let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
const counts = { token: 0, api: 0 }
let projectId: string

beforeAll(async () => {
  await ensureVault()
  oidc = await startAuthorizationServer()
  hostile = await startServer((request, response) => {
    counts[request.url?.startsWith('/token') ? 'token' : 'api'] += 1
    return handle(request, response)
  })
})
beforeEach(async () => {
  ;({ id: projectId } = await db().project.create({ data: { id: newProjectId(), name: 'Test' } }))
  for (const counted of [oidc.counts, counts]) Object.assign(counted, { token: 0, api: 0 })
  oidc.tokens.length = 0
})
afterEach(async () => {
  await db().project.delete({ where: { id: projectId } })
})
afterAll(async () => {
  await closeEgress()
  await oidc.close()
  await hostile.close()
  await closeDatabase()
})

function settings(changes: Record<string, unknown> = {}, top: Record<string, unknown> = {}) {
  const oauth2ClientCredentials = {
    ...oidcClients.header,
    authUrl: oidc.tokenUrl,
    scopes: 'customers.read orders.read',
    ...changes,
  }
  const authentication = { method: 'oauth2ClientCredentials', oauth2ClientCredentials }
  return { type: 'http', name: 'Acme', baseUrl: `${oidc.origin}/api`, authentication, ...top }
}

const atHostile = (top: Record<string, unknown> = {}) =>
  settings({ authUrl: `${hostile.origin}/token` }, { baseUrl: `${hostile.origin}/api`, ...top })

const create = (connector: unknown = settings()) => createConnector({ projectId, operatorId: null, connector })
const change = ({ id, version }: ConnectorView, connector: unknown) =>
  updateConnector({ projectId, operatorId: null, connectorId: id, version, connector })

function call({ id }: { id: string }, timeoutSeconds = 5, signal?: AbortSignal): Promise<ConnectorOutcome> {
  const request = { action: 'GET', endpoint: '/x', payload: null, timeoutSeconds }
  return testConnector({ projectId, connectorId: id, call: request, values: {}, ...(signal ? { signal } : {}) })
}

const many = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make))
const grant = (token: string, members: Record<string, unknown> = {}) =>
  JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 600, ...members })
const json = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)

describe('a call with OAuth 2.0 client credentials', () => {
  it.each(['header', 'body'] as const)(
    'gets a token with the credentials in the %s and sends it',
    async (authStyle) => {
      const made = await create(settings({ ...oidcClients[authStyle], authStyle }))
      const first = await call(made)
      expect(first).toMatchObject({
        ok: true,
        value: { client: oidcClients[authStyle].clientId, scope: 'customers.read orders.read', echo: '••••' },
        record: { request: { headers: { Authorization: 'Bearer ••••' } } },
        earlier: [{ purpose: 'token', action: 'POST', request: { url: oidc.tokenUrl }, response: { status: 200 } }],
      })
      expect(await call(made)).toMatchObject({ ok: true, earlier: [] })
      expect(oidc.counts).toEqual({ token: 1, api: 2 })
      expect(oidc.tokens[0]).toBe(oidc.tokens[1])
    },
  )

  it('keeps the token, sealed, in the database and tells nobody of it', async () => {
    const made = await create()
    const outcome = await call(made)
    const [token = 'none'] = oidc.tokens
    const { secrets, ...told } = outcome
    const { rows } = await pool().query('SELECT t::text AS text FROM "ConnectorToken" t')
    const held = await findHeldToken(projectId, made.id)
    for (const text of [token, oidcClients.header.clientSecret]) {
      expect(secrets).toContain(text)
      expect(JSON.stringify([told, rows, held, made, await exportConnectors(projectId)])).not.toContain(text)
    }
    const hex = Buffer.from(token).toString('hex')
    expect(JSON.stringify(rows)).not.toContain(hex)
    const seconds = (Date.parse(held?.usableUntil ?? '') - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(530)
    expect(seconds).toBeLessThanOrEqual(540)
  })

  it('shares one token request among all that call at once', async () => {
    const made = await create()
    const outcomes = await many(50, () => call(made))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(oidc.counts).toEqual({ token: 1, api: 50 })
    expect(outcomes.flatMap(({ earlier }) => earlier ?? [])).toHaveLength(1)
  })

  it('fetches another one when the last is about to expire', async () => {
    const made = await create()
    await call(made)
    await pool().query(`UPDATE "ConnectorToken" SET "usableUntil" = now() - interval '1 second'`)
    expect(await findHeldToken(projectId, made.id)).toBeNull()
    expect(await call(made)).toMatchObject({ ok: true, earlier: [{ purpose: 'token' }] })
    expect(oidc.counts.token).toBe(2)
  })
})

describe('a token that the API refuses', () => {
  it('is dropped, and the request sent once more with a new one', async () => {
    const made = await create()
    await call(made)
    await oidc.revoke(oidc.tokens[0] ?? '')
    const outcome = await call(made)
    expect(outcome).toMatchObject({ ok: true, record: { response: { status: 200 } } })
    expect(outcome.earlier).toMatchObject([
      { purpose: 'attempt', response: { status: 401 }, error: { code: 'httpError' } },
      { purpose: 'token', response: { status: 200 } },
    ])
    expect(JSON.stringify(outcome.earlier)).not.toContain(oidc.tokens[0])
    expect(JSON.stringify(outcome.earlier)).not.toContain(oidc.tokens[2])
    expect(oidc.counts).toEqual({ token: 2, api: 3 })
    expect(await call(made)).toMatchObject({ ok: true, earlier: [] })
  })

  it('is renewed once by all that were refused at the same time', async () => {
    const made = await create()
    await call(made)
    await oidc.revoke(oidc.tokens[0] ?? '')
    const outcomes = await many(30, () => call(made))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(oidc.counts.token).toBe(2)
  })

  it('is renewed once and no more when the API never takes one', async () => {
    let issued = 0
    handle = (request, response) =>
      request.url === '/token' ? json(response, 200, grant(`token-number-${++issued}`)) : json(response, 401, '{}')
    const made = await create(atHostile({ retry: {} }))
    expect(await call(made)).toMatchObject({ event: 'httpError', value: { statusCode: 401 } })
    expect(counts).toEqual({ token: 2, api: 2 })
    const outcome = await call(made)
    expect(outcome.earlier).toMatchObject([{ purpose: 'attempt' }, { purpose: 'token' }])
    expect(counts).toEqual({ token: 3, api: 4 })
  })

  it('is told as the failure when no other one can be had', async () => {
    handle = (request, response) => json(response, 200, request.url === '/token' ? grant('first-token') : '{}')
    const made = await create(atHostile())
    expect((await call(made)).ok).toBe(true)
    handle = (_request, response) => json(response, 401, '{"error":"invalid_client"}')
    expect(await call(made)).toMatchObject({
      event: 'connectorExecution',
      record: { error: { code: 'tokenRefused', message: expect.stringContaining('invalid_client') } },
      earlier: [{ purpose: 'attempt' }, { purpose: 'token' }],
    })
    expect(await findHeldToken(projectId, made.id)).toBeNull()
  })
})

describe('a token endpoint that fails', () => {
  it('is asked once by all that call at once, and told to each; the next call asks again', async () => {
    handle = (_request, response) =>
      setTimeout(() => json(response, 400, '{"error":"invalid_client","error_description":"Who are you?"}'), 100)
    const made = await create(atHostile())
    const outcomes = await many(20, () => call(made))
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ event: 'connectorExecution', value: { error: { code: 'tokenRefused' } } })
      expect(outcome.record.error?.message).toContain('400 Bad Request: invalid_client (Who are you?)')
      expect(outcome.record.request).toBeUndefined()
    }
    expect(counts).toEqual({ token: 1, api: 0 })
    await call(made)
    expect(counts.token).toBe(2)
  })

  it('counts within the timeout of the call, and holds up no one who has more patience', async () => {
    handle = (request, response) => {
      if (request.url !== '/token') return json(response, 200, '{}')
      // The first request is never answered.
      return counts.token === 1 ? undefined : json(response, 200, grant('second-token'))
    }
    const made = await create(atHostile())
    const started = Date.now()
    const hasty = call(made, 1)
    await expect.poll(() => counts.token).toBe(1)
    const [first, second] = await Promise.all([hasty, call(made, 5)])
    expect(first).toMatchObject({ record: { error: { code: 'tokenTimeout' } }, earlier: [{ purpose: 'token' }] })
    expect(second.ok).toBe(true)
    expect(Date.now() - started).toBeLessThan(3_000)
  })

  it('is not waited for by a call that is cancelled', async () => {
    handle = () => {}
    const made = await create(atHostile())
    const started = Date.now()
    const [leader, follower] = await Promise.all([
      call(made, 5, AbortSignal.timeout(200)),
      call(made, 5, AbortSignal.timeout(300)),
    ])
    for (const outcome of [leader, follower]) expect(outcome.record.error?.code).toBe('aborted')
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('uses what is left of the timeout for the call itself', async () => {
    handle = (request, response) => {
      if (request.url === '/token') setTimeout(() => json(response, 200, grant('slow-token')), 600)
    }
    const started = Date.now()
    const outcome = await call(await create(atHostile()), 1)
    expect(outcome).toMatchObject({ record: { error: { code: 'timeout' } }, earlier: [{ response: { status: 200 } }] })
    expect(Date.now() - started).toBeLessThan(2_000)
  })
})

describe('a token', () => {
  it('goes with any edit, and with Forget token', async () => {
    const made = await create()
    await call(made)
    const changed = await change(made, settings({ clientSecret: undefined, scopes: 'orders.read' }))
    expect(await findHeldToken(projectId, made.id)).toBeNull()
    expect(await call(made)).toMatchObject({ value: { scope: 'orders.read' }, earlier: [{ purpose: 'token' }] })
    await change(changed, settings({ clientSecret: undefined, scopes: 'orders.read' }, { description: 'New' }))
    expect(await call(made)).toMatchObject({ earlier: [{ purpose: 'token' }] })
    expect(await forgetToken(projectId, made.id)).toBe(true)
    expect(await forgetToken(projectId, made.id)).toBe(false)
    expect(await findHeldToken(projectId, made.id)).toBeNull()
    expect(await call(made)).toMatchObject({ earlier: [{ purpose: 'token' }] })
  })

  it('that is under way when it is forgotten is not stored', async () => {
    let send = () => {}
    handle = (request, response) => {
      if (request.url === '/token') send = () => json(response, 200, grant('late-token'))
      else json(response, 200, '{}')
    }
    const made = await create(atHostile())
    const calling = call(made)
    await expect.poll(() => counts.token).toBe(1)
    await forgetToken(projectId, made.id)
    send()
    expect((await calling).ok).toBe(true)
    expect(await findHeldToken(projectId, made.id)).toBeNull()
  })

  it('that was moved to another connector or altered opens nowhere: another one is fetched', async () => {
    const [made, other] = [await create(), await create(settings({}, { name: 'Other' }))]
    await call(made)
    await call(other)
    await pool().query(
      `UPDATE "ConnectorToken" t SET "sealed" = o."sealed", "tokenId" = o."tokenId" FROM "ConnectorToken" o
       WHERE t."connectorId" = $1 AND o."connectorId" = $2`,
      [made.id, other.id],
    )
    expect(await call(made)).toMatchObject({ ok: true, earlier: [{ purpose: 'token' }] })
  })
})

describe('a stored client secret', () => {
  it.each([
    ['token URL', () => settings({ clientSecret: undefined, authUrl: `${hostile.origin}/token` })],
    ['base URL', () => settings({ clientSecret: undefined }, { baseUrl: hostile.origin })],
  ])('does not follow a %s to another host', async (_name, moved) => {
    const made = await create()
    const refused = await change(made, moved()).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DomainError)
    expect(refused).toMatchObject({ code: 'invalid', fields: { [FIELD]: secretStays } })
    const imported = await importConnectors({ projectId, operatorId: null, document: moved() }).catch(
      (error: unknown) => error,
    )
    expect(imported).toMatchObject({ code: 'invalid', fields: { [FIELD]: secretStays } })
  })

  it('stays with another path of the same hosts', async () => {
    const made = await create()
    const moved = settings({ clientSecret: undefined, authUrl: `${oidc.origin}/elsewhere` })
    expect((await change(made, moved)).storedSecrets).toEqual([FIELD])
  })
})

describe('several processes', () => {
  it('fetch one token for all of their calls', async () => {
    const made = await create()
    const script = join(import.meta.dirname, 'testing', 'call-in-a-process.ts')
    const processes = Array.from({ length: 3 }, () => {
      const child = spawn(process.execPath, ['--import', 'tsx', script, projectId, made.id, '10'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let out = ''
      child.stdout.on('data', (chunk) => {
        out += chunk
      })
      return once(child, 'close').then(() => out.trim())
    })
    expect(await Promise.all(processes)).toEqual(['10', '10', '10'])
    expect(oidc.counts).toEqual({ token: 1, api: 30 })
  }, 60_000)

  it('take over from one that died while it fetched', async () => {
    const made = await create()
    await call(made)
    await pool().query(
      `UPDATE "ConnectorToken" SET "tokenId" = NULL, "sealed" = NULL, "usableUntil" = NULL, "leaseId" = 'dead',
       "leaseUntil" = now() + interval '1 second'`,
    )
    const started = Date.now()
    expect((await call(made)).ok).toBe(true)
    expect(Date.now() - started).toBeGreaterThan(700)
    expect(oidc.counts.token).toBe(2)
  })

  it('wait for each other no longer than their calls may', async () => {
    const made = await create()
    await call(made)
    await pool().query(
      `UPDATE "ConnectorToken" SET "usableUntil" = now() - interval '1 second', "leaseId" = 'other', "leaseUntil" = now() + interval '1 minute'`,
    )
    expect(await call(made, 1)).toMatchObject({ record: { error: { code: 'tokenTimeout' } } })
  })
})
