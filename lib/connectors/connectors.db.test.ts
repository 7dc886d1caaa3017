import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { callConnector, testConnector } from './call'
import { duplicateConnector } from './duplicate/service'
import { secretStays } from './kept-secrets'
import { exportConnectors, getConnector, listConnectors } from './queries'
import { createConnector, deleteConnector, updateConnector } from './service'
import { importConnectors } from './transfer/service'
import { countUses, usedIn } from './usage/queries'

let server: TestServer
/** What reached the third party, by URL: an echo of it is masked before a caller sees it. */
const received = new Map<string | undefined, string | string[] | null>()
let calls = 0
const projects: string[] = []
let projectId: string

beforeAll(async () => {
  await ensureVault()
  server = await startServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    const auth = request.headers.authorization ?? request.headers['x-key'] ?? null
    received.set(request.url, auth)
    response.end(JSON.stringify({ url: request.url, auth }))
  })
})
beforeEach(async () => {
  projectId = await makeProject()
})
afterEach(async () => {
  const mine = { projectId: { in: projects } }
  await db().execution.deleteMany({ where: mine })
  await db().flowSnapshot.deleteMany({ where: mine })
  await db().project.deleteMany({ where: { id: { in: projects.splice(0) } } })
})
afterAll(async () => {
  await closeEgress()
  await server.close()
  await closeDatabase()
})

async function makeProject(): Promise<string> {
  const { id } = await db().project.create({ data: { id: newProjectId(), name: 'Test' } })
  projects.push(id)
  return id
}

function settings(changes: Record<string, unknown> = {}) {
  const authentication = { method: 'bearerToken', bearerToken: 'first-token' }
  return { type: 'http', name: 'Acme', baseUrl: server.origin, authentication, ...changes }
}

const create = (changes: Record<string, unknown> = {}, project = projectId) =>
  createConnector({ projectId: project, operatorId: null, connector: settings(changes) })

function update(connectorId: string, version: number, changes: Record<string, unknown>) {
  return updateConnector({ projectId, operatorId: null, connectorId, version, connector: settings(changes) })
}

async function sent(connectorId: string, project = projectId) {
  calls += 1
  const endpoint = `/a?call=${calls}`
  const call = { action: 'GET', endpoint, payload: null, timeoutSeconds: 2 }
  const { value, event } = await testConnector({ projectId: project, connectorId, call, values: {} })
  return event ? value : received.get(endpoint)
}

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.catch((reason: unknown) => reason)
  if (error instanceof DomainError) return error
  throw error ?? new Error('it was not refused')
}

describe('secrets', () => {
  it('are sealed, never shown, kept when left out, replaced by text, removed by null', async () => {
    const made = await create()
    expect(made.storedSecrets).toEqual(['authentication.bearerToken'])
    expect(JSON.stringify([made, await exportConnectors(projectId)])).not.toContain('first-token')
    const { rows } = await pool().query('SELECT c::text || s::text AS text FROM "Connector" c, "ConnectorSecret" s')
    expect(JSON.stringify(rows)).not.toContain('first-token')
    expect(await sent(made.id)).toBe('Bearer first-token')

    const bearer = (bearerToken?: string | null) => ({ authentication: { method: 'bearerToken', bearerToken } })
    await update(made.id, 1, { ...bearer(), description: 'x' })
    expect(await sent(made.id)).toBe('Bearer first-token')
    await update(made.id, 2, bearer('second-token'))
    expect(await sent(made.id)).toBe('Bearer second-token')
    expect((await update(made.id, 3, bearer(null))).storedSecrets).toEqual([])
    expect(await sent(made.id)).toMatchObject({ error: { code: 'secretMissing' } })
  })

  it('of another method go with it', async () => {
    const made = await create()
    const apiKey = { method: 'apiKey', apiKey: { key: 'X-Key', token: 'key-value' } }
    expect((await update(made.id, 1, { authentication: apiKey })).storedSecrets).toEqual([
      'authentication.apiKey.token',
    ])
    expect(await sent(made.id)).toBe('key-value')
    for (const bearerToken of [undefined, null]) {
      const error = await refusal(update(made.id, 2, { authentication: { method: 'bearerToken', bearerToken } }))
      expect(error).toMatchObject({ code: 'invalid', fields: { 'authentication.bearerToken': 'Enter the token.' } })
    }
    expect(await sent(made.id)).toBe('key-value')
  })

  it('that may be absent are kept when left out, removed by null, and stay with their host', async () => {
    const none = { authentication: { method: 'none' } }
    const made = await create({ ...none, hmacSecret: 'signing-secret' })
    expect(made.storedSecrets).toEqual(['hmacSecret'])
    expect(JSON.stringify([made, await exportConnectors(projectId)])).not.toContain('signing-secret')
    expect((await update(made.id, 1, { ...none, description: 'x' })).storedSecrets).toEqual(['hmacSecret'])
    const bearer = { authentication: { method: 'bearerToken', bearerToken: 'second-token' } }
    const both = ['authentication.bearerToken', 'hmacSecret']
    expect((await update(made.id, 2, bearer)).storedSecrets).toEqual(both)
    const document = settings({ ...none, description: 'from a file' })
    await importConnectors({ projectId, operatorId: null, document })
    expect((await getConnector(projectId, made.id)).storedSecrets).toEqual(['hmacSecret'])

    const moved = { ...none, baseUrl: 'http://127.0.0.1:9' }
    expect(await refusal(update(made.id, 4, moved))).toMatchObject({ fields: { hmacSecret: secretStays } })
    const imported = importConnectors({ projectId, operatorId: null, document: settings(moved) })
    expect(await refusal(imported)).toMatchObject({ fields: { hmacSecret: secretStays } })
    expect((await update(made.id, 4, { ...moved, hmacSecret: null })).storedSecrets).toEqual([])
    expect((await update(made.id, 5, moved)).storedSecrets).toEqual([])
    expect(await refusal(update(made.id, 6, { ...moved, hmacSecret: '' }))).toMatchObject({
      fields: { hmacSecret: 'Enter the HMAC secret.' },
    })
  })

  it('stay with the host that they were entered for', async () => {
    const made = await create()
    const kept = { method: 'bearerToken' }
    const field = 'authentication.bearerToken'
    const { host, port } = new URL(server.origin)
    for (const baseUrl of [`https://${host}`, `http://localhost:${port}`, 'http://127.0.0.1:9', 'http://127.0.0.1']) {
      const error = await refusal(update(made.id, 1, { baseUrl, authentication: kept, description: 'typed' }))
      expect(error).toMatchObject({ code: 'invalid', fields: { [field]: secretStays } })
      const document = { format: 'patchbay/connectors@1', connectors: [settings({ baseUrl, authentication: kept })] }
      const imported = await refusal(importConnectors({ projectId, operatorId: null, document }))
      expect(imported).toMatchObject({ code: 'invalid', fields: { [`connectors.0.${field}`]: secretStays } })
    }
    expect(await getConnector(projectId, made.id)).toEqual(made)

    const below = await update(made.id, 1, { baseUrl: `${server.origin.toUpperCase()}/v1`, authentication: kept })
    expect(below).toMatchObject({ version: 2, storedSecrets: [field] })
    const baseUrl = 'https://other.example'
    expect(await update(made.id, 2, { baseUrl, authentication: { ...kept, bearerToken: 'x' } })).toMatchObject({
      definition: { baseUrl },
    })
    expect((await update(made.id, 3, { authentication: { ...kept, bearerToken: null } })).storedSecrets).toEqual([])
    expect(await update(made.id, 4, { baseUrl, authentication: kept })).toMatchObject({ version: 5 })
  })

  it('are needed to create', async () => {
    const error = await refusal(create({ authentication: { method: 'basic', basic: { username: 'ann' } } }))
    expect(error).toMatchObject({ code: 'invalid', fields: { 'authentication.basic.password': 'Enter the password.' } })
  })

  it('do not open in another row', async () => {
    const [a, b] = [
      await create(),
      await create({ name: 'B', authentication: { method: 'bearerToken', bearerToken: 'b' } }),
    ]
    await pool().query(
      `UPDATE "ConnectorSecret" SET "sealed" = (SELECT "sealed" FROM "ConnectorSecret" WHERE "connectorId" = $1) WHERE "connectorId" = $2`,
      [a.id, b.id],
    )
    expect(await sent(b.id)).toMatchObject({ error: { code: 'connectorBroken' } })
  })
})

describe('saving', () => {
  it('refuses a stale version and keeps what is stored', async () => {
    const made = await create()
    await update(made.id, 1, { description: 'mine' })
    expect(await refusal(update(made.id, 1, { description: 'late' }))).toMatchObject({
      code: 'conflict',
      details: { version: 2 },
    })
    expect(await getConnector(projectId, made.id)).toMatchObject({ description: 'mine', version: 2 })
    const racers = await Promise.allSettled([1, 2, 3].map((at) => update(made.id, 2, { description: `racer ${at}` })))
    expect(racers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses a name that is taken, at the field', async () => {
    await create()
    expect((await refusal(create())).fields).toHaveProperty('name')
    const other = await create({ name: 'Other' })
    expect((await refusal(update(other.id, 1, {}))).fields).toHaveProperty('name')
    expect(await create({}, await makeProject())).toMatchObject({ name: 'Acme' })
  })

  it('names bad fields', async () => {
    const error = await refusal(create({ baseUrl: 'nope', headers: [{ key: 'a b', value: '' }], extra: 1 }))
    expect(Object.keys(error.fields ?? {}).sort()).toEqual(['baseUrl', 'extra', 'headers.0.key'])
  })
})

it('keeps projects apart', async () => {
  const made = await create()
  const other = await makeProject()
  for (const work of [
    () => getConnector(other, made.id),
    () => deleteConnector(other, made.id),
    () => duplicateConnector(other, made.id, 'o'),
    () => exportConnectors(other, [made.id]),
    () =>
      updateConnector({ projectId: other, operatorId: null, connectorId: made.id, version: 1, connector: settings() }),
  ]) {
    expect((await refusal(work())).code).toBe('notFound')
  }
  expect(await sent(made.id, other)).toMatchObject({ error: { code: 'connectorMissing' } })
  expect(await exportConnectors(other)).toMatchObject({ connectors: [] })
})

it('duplicates with secrets under a free name', async () => {
  const made = await create()
  const first = await duplicateConnector(projectId, made.id, 'o')
  const second = await duplicateConnector(projectId, made.id, 'o')
  expect([first.name, second.name]).toEqual(['Acme copy', 'Acme copy 2'])
  expect(await sent(second.id)).toBe('Bearer first-token')
})

describe('use', () => {
  const document = (connector: string) => ({
    steps: { start: { kind: 'start' }, crm: { kind: 'connector', name: 'Find', connector } },
  })

  async function makeFlow(id: string, draft: string, live?: string) {
    const liveVersion = live ? 1 : null
    const flow = { projectId, id, name: `Flow ${id}`, kind: 'management' as const, draft: document(draft), liveVersion }
    await db().flow.create({ data: flow })
    if (!live) return
    await db().flowSnapshot.create({ data: { projectId, hash: `h-${id}`, flowId: id, document: document(live) } })
    await db().flowVersion.create({ data: { projectId, flowId: id, number: 1, snapshotHash: `h-${id}` } })
  }

  async function makeExecution(id: string, flowId: string, snapshotHash: string, status: 'waiting' | 'completed') {
    const now = new Date()
    const row = { projectId, id, flowId, flowName: `Flow ${flowId}`, snapshotHash, trigger: 'api', status, revision: 1 }
    await db().execution.create({ data: { ...row, startedAt: now, updatedAt: now } })
  }

  it('by a draft, a live version or a waiting execution keeps a connector, and is named', async () => {
    const made = await create()
    await makeFlow('a', made.id)
    await makeFlow('b', 'none', made.id)
    await makeFlow('c', 'none')
    await db().flowSnapshot.create({ data: { projectId, hash: 'old', flowId: 'c', document: document(made.id) } })
    await makeExecution('e1', 'c', 'old', 'waiting')
    await makeExecution('e2', 'c', 'old', 'waiting')
    await makeExecution('e3', 'b', 'h-b', 'completed')
    const steps = [{ id: 'crm', name: 'Find' }]
    expect(await usedIn(projectId, made.id)).toEqual([
      { where: 'draft', flowId: 'a', flowName: 'Flow a', steps, executions: 0 },
      { where: 'live', flowId: 'b', flowName: 'Flow b', steps, executions: 0 },
      { where: 'waiting', flowId: 'c', flowName: 'Flow c', steps, executions: 2 },
    ])
    expect((await countUses(projectId, [made.id])).get(made.id)).toBe(2)
    const error = await refusal(deleteConnector(projectId, made.id))
    expect(error.code).toBe('inUse')
    expect(error.message).toContain('Flow a (draft), Flow b (live version), Flow c (2 waiting executions)')

    await db().execution.updateMany({ where: { projectId }, data: { status: 'completed' } })
    await db().flow.deleteMany({ where: { projectId } })
    expect(await deleteConnector(projectId, made.id)).toMatchObject({ name: 'Acme' })
    expect(await sent(made.id)).toMatchObject({ error: { code: 'connectorMissing' } })
    expect(await db().connectorSecret.count({ where: { projectId } })).toBe(0)
  })
})

describe('files', () => {
  it('come back from an export to the same settings, with the stored secrets', async () => {
    const made = await create({ headers: [{ key: 'X-A', value: '{{form.a}}' }], timeoutSeconds: 30 })
    const file = JSON.parse(JSON.stringify(await exportConnectors(projectId)))
    expect(file).toMatchObject({ format: 'patchbay/connectors@1', connectors: [{ type: 'http', name: 'Acme' }] })
    const again = await importConnectors({ projectId, operatorId: null, document: file })
    expect(again).toEqual({ created: [], updated: [{ id: made.id, name: 'Acme' }] })
    expect((await getConnector(projectId, made.id)).definition).toEqual(made.definition)
    expect(await sent(made.id)).toBe('Bearer first-token')
    const elsewhere = await makeProject()
    const imported = await importConnectors({ projectId: elsewhere, operatorId: null, document: file })
    expect(imported.created).toHaveLength(1)
    expect(await sent(imported.created[0]?.id ?? '', elsewhere)).toMatchObject({ error: { code: 'secretMissing' } })
  })

  it('take secrets inline or from the environment of who imports', async () => {
    const document = [
      settings({ name: 'A', authentication: { method: 'bearerToken', bearerToken: 'inline' } }),
      settings({ name: 'B', authentication: { method: 'bearerToken', bearerToken: { $env: 'B_TOKEN' } } }),
    ]
    const { created } = await importConnectors({
      projectId,
      operatorId: null,
      document,
      environment: { B_TOKEN: 'from-env' },
    })
    expect(await Promise.all(created.map(({ id }) => sent(id)))).toEqual(['Bearer inline', 'Bearer from-env'])
    const missing = await refusal(importConnectors({ projectId, operatorId: null, document, environment: {} }))
    expect(missing.fields).toHaveProperty(['1.authentication.bearerToken'])
    const remote = await refusal(importConnectors({ projectId, operatorId: null, document }))
    expect(remote.fields?.['1.authentication.bearerToken']).toContain('command line')
  })

  it('are checked whole before anything is written', async () => {
    const bad = {
      format: 'patchbay/connectors@1',
      connectors: [settings(), settings({ name: 'B', baseUrl: 'x', foo: 1 }), settings()],
    }
    const error = await refusal(importConnectors({ projectId, operatorId: null, document: bad }))
    expect(Object.keys(error.fields ?? {}).sort()).toEqual([
      'connectors.1.baseUrl',
      'connectors.1.foo',
      'connectors.2.name',
    ])
    expect((await listConnectors(projectId)).total).toBe(0)
    for (const document of [null, [], 'x', { format: 'other' }, { format: 'patchbay/connectors@1', connectors: {} }]) {
      expect((await refusal(importConnectors({ projectId, operatorId: null, document }))).code).toBe('invalid')
    }
  })
})

describe('the list', () => {
  it('pages and searches 100,000 connectors quickly', { timeout: 120_000 }, async () => {
    await pool().query(
      `INSERT INTO "Connector" ("projectId", "id", "type", "name", "description", "config", "updatedAt")
       SELECT $1, 'c' || n, 'http', 'Connector ' || lpad(n::text, 6, '0'), '', jsonb_build_object('baseUrl', 'https://h' || n || '.example'), now()
       FROM generate_series(0, 99999) n`,
      [projectId],
    )
    await pool().query('ANALYZE "Connector"')
    const started = performance.now()
    const first = await listConnectors(projectId)
    expect(first).toMatchObject({ total: 100_000, previousCursor: null })
    expect(first.connectors).toHaveLength(50)
    const second = await listConnectors(projectId, { cursor: first.nextCursor })
    expect(second.connectors[0]?.name).toBe('Connector 000050')
    const back = await listConnectors(projectId, { cursor: second.previousCursor })
    expect(back).toEqual({ ...first, previousCursor: null })
    const found = await listConnectors(projectId, { search: 'h77777.' })
    expect(found.connectors.map(({ name, target }) => [name, target])).toEqual([
      ['Connector 077777', 'https://h77777.example'],
    ])
    expect((await listConnectors(projectId, { search: '100%_' })).total).toBe(0)
    expect((await listConnectors(projectId, { cursor: 'nonsense' })).connectors).toEqual(first.connectors)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('ends where the rows end', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name })
    const first = await listConnectors(projectId, { limit: 2 })
    expect(first.connectors.map(({ name }) => name)).toEqual(['a', 'b'])
    const last = await listConnectors(projectId, { limit: 2, cursor: first.nextCursor })
    expect(last).toMatchObject({ connectors: [{ name: 'c', usedIn: 0 }], nextCursor: null })
    expect(last.previousCursor).not.toBeNull()
  })
})

it('uses an edit at once, with many calls under way', async () => {
  const made = await create()
  for (let version = 1; version <= 5; version++) {
    await update(made.id, version, { authentication: { method: 'bearerToken', bearerToken: `token-${version}` } })
    const all = await Promise.all(Array.from({ length: 20 }, () => sent(made.id)))
    expect(new Set(all)).toEqual(new Set([`Bearer token-${version}`]))
  }
})

it('throws when the database is gone, rather than blaming the third party', async () => {
  const call = { action: 'GET', endpoint: '', payload: null, timeoutSeconds: 1 }
  const scope = { read: () => undefined }
  const broken = callConnector({ projectId, connectorId: '\0', call, scope, scopeSecrets: [] })
  await expect(broken).rejects.toThrow()
})
