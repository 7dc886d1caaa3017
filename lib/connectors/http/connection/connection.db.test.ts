import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { callConnector, testConnector } from '@/lib/connectors/call'
import { createConnector } from '@/lib/connectors/service'
import { closeDatabase, db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { makePerson } from '@/lib/identity/testing/person'
import { getPath } from '@/lib/language/path'
import { deleteApp } from '@/lib/outbound/apps/service'
import type { Owner } from '@/lib/outbound/owner'
import { storeApiKey, storeToken } from '@/lib/outbound/tokens/store'
import { Secret } from '@/lib/vault/secret'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

const actor = { type: 'system' as const, id: '', name: 'Test' }
const call = { action: 'GET', endpoint: '/me', payload: null, timeoutSeconds: 5 }

let projectId: string
let userId: string
let baseUrl: string
const seen: IncomingMessage['headers'][] = []
const api = createServer((request, response) => {
  seen.push(request.headers)
  // It echoes what it was sent, as careless third parties do.
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ you: request.headers.authorization ?? request.headers['x-api-key'] ?? null }))
})

beforeAll(async () => {
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done))
  baseUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
})
beforeEach(async () => {
  seen.length = 0
  ;({ projectId, userId } = await makePerson())
  await db().outboundApp.createMany({
    data: [
      { projectId, id: 'crm', type: 'oauth', name: 'CRM' },
      { projectId, id: 'keys', type: 'apiKey', name: 'Keys' },
    ],
  })
})
afterAll(async () => {
  api.close()
  await closeEgress()
  await closeDatabase()
})

async function connector(settings: object): Promise<string> {
  const authentication = { method: 'connection', connection: settings }
  const made = { type: 'http', name: 'CRM', baseUrl, authentication }
  return (await createConnector({ projectId, operatorId: null, connector: made })).id
}

function store(text: string, owner: Owner, scopes: string[] = []) {
  const answer = {
    accessToken: new Secret(text),
    refreshToken: null,
    idToken: null,
    tokenType: 'Bearer',
    expiresInSeconds: 3_600,
    scopes: null,
    sub: '',
  }
  const place = { appId: 'crm', owner, externalIdentifier: '' }
  return storeToken(projectId, { ...place, requestedScopes: scopes, answer, grantedBy: '', actor })
}

/** A call in a flow whose context is this. */
function callIn(connectorId: string, context: Parameters<typeof getPath>[0]) {
  const scope = { read: (path: readonly (string | number)[]) => getPath(context, path) }
  return callConnector({ projectId, connectorId, call, scope, scopeSecrets: [] })
}

it('sends the token of the flow’s user, and neither answer nor message shows it', async () => {
  await store('tok-user-4711', { level: 'user', userId })
  await store('tok-tenant-4712', { level: 'tenant', tenantId: 'acme' })
  const outcome = await callIn(await connector({ appId: 'crm' }), { connectionOwner: { userId } })
  expect(seen[0]?.authorization).toBe('Bearer tok-user-4711')
  expect(outcome.ok).toBe(true)
  expect(JSON.stringify([outcome.value, outcome.record])).not.toContain('tok-user-4711')
  expect(outcome.secrets).toContain('tok-user-4711')
})

it('takes the token of the level and the scopes that it names, and no other', async () => {
  await store('of-user', { level: 'user', userId }, ['read'])
  await store('of-user-more', { level: 'user', userId }, ['read', 'write'])
  await store('of-user-in-tenant', { level: 'userTenant', userId, tenantId: 'acme' })
  const context = { connectionOwner: { userId, tenantId: 'acme' } }
  const tokenBy = async (settings: object, name: string) => {
    const id = await createConnector({
      projectId,
      operatorId: null,
      connector: { type: 'http', name, baseUrl, authentication: { method: 'connection', connection: settings } },
    })
    const outcome = await callIn(id.id, context)
    return outcome.ok ? seen.at(-1)?.authorization : outcome.record.error?.code
  }
  expect(await tokenBy({ appId: 'crm', scopes: 'read' }, 'Read')).toBe('Bearer of-user')
  expect(await tokenBy({ appId: 'crm', scopes: 'write  read' }, 'Write')).toBe('Bearer of-user-more')
  expect(await tokenBy({ appId: 'crm', level: 'userTenant' }, 'Both')).toBe('Bearer of-user-in-tenant')
  expect(await tokenBy({ appId: 'crm', level: 'tenant' }, 'Tenant')).toBe('connectionMissing')
  expect(await tokenBy({ appId: 'crm', scopes: 'admin' }, 'Admin')).toBe('connectionMissing')
  expect(await tokenBy({ appId: 'nowhere' }, 'Nowhere')).toBe('connectionGone')
})

it('sends an API key in the header that it is told', async () => {
  const owner: Owner = { level: 'tenant', tenantId: 'acme' }
  await storeApiKey(projectId, {
    appId: 'keys',
    owner,
    externalIdentifier: '',
    apiKey: new Secret('key-0815'),
    grantedBy: '',
    actor,
  })
  const id = await connector({ appId: 'keys', level: 'tenant', header: 'X-Api-Key', prefix: '' })
  const outcome = await callIn(id, { connectionOwner: { tenantId: 'acme' } })
  expect(seen[0]?.['x-api-key']).toBe('key-0815')
  expect(JSON.stringify([outcome.value, outcome.record])).not.toContain('key-0815')
})

it('says what is missing, and sends nothing', async () => {
  const id = await connector({ appId: 'crm' })
  expect((await callIn(id, {})).record.error).toMatchObject({ code: 'connectionNoOwner' })
  expect((await callIn(id, { connectionOwner: { userId } })).record.error).toMatchObject({ code: 'connectionMissing' })
  // What a person types does not choose whose token it is.
  expect((await callIn(id, { form: { userId }, client: { userId }, user: { userId } })).record.error?.code).toBe(
    'connectionNoOwner',
  )
  expect(seen).toHaveLength(0)
})

it('is tested as the user whose id the test gives', async () => {
  await store('tok-test', { level: 'user', userId })
  const connectorId = await connector({ appId: 'crm' })
  const outcome = await testConnector({ projectId, connectorId, call, values: { 'user.userId': userId } })
  expect(outcome.ok).toBe(true)
  expect(seen[0]?.authorization).toBe('Bearer tok-test')
})

it('keeps its app from being deleted, by its name', async () => {
  await connector({ appId: 'crm' })
  await expect(deleteApp(projectId, 'crm')).rejects.toMatchObject({
    code: 'inUse',
    message: expect.stringContaining('connected here: CRM.'),
  })
  await expect(deleteApp(projectId, 'keys')).resolves.toMatchObject({ id: 'keys' })
})
