import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { createConnector } from '@/lib/connectors/service'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { findSigner } from '@/lib/identity/signing-keys/keyring'
import { createApp } from '@/lib/outbound/apps/service'
import { openTicket } from '@/lib/outbound/connect/open-ticket'
import { beginConnect } from '@/lib/outbound/connect/service'
import type { Owner } from '@/lib/outbound/owner'
import { storeToken } from '@/lib/outbound/tokens/store'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { migrate } from '@/server/database/migrate'
import { openScratch, type ScratchDatabase } from '@/server/database/scratch'
import { deploymentSecretBinding, openDeploymentSecret } from '../deployment-secret'
import { openWithKey, sealWithKey } from '../envelope'
import { Keyring, WrongVaultKeyError } from '../keyring'
import { readRootKeys } from '../keys'
import { Secret } from '../secret'
import { type RotationEvent, type RotationReport, rotateDataKeys } from './data-keys'
import { rewrapDataKeys } from './root-key'
import { sealedColumns } from './sealed-columns'
import { readVaultStatus } from './status'

// A database of its own: here every value of a database is touched.
// A little more than a process waits before it reads the list of keys again.
const GRACE_SECONDS = 6
const TOKEN = 'bearer-of-the-rotation-test'
let scratch: ScratchDatabase
let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
let kek: Buffer
const authorizations: (string | undefined)[] = []

beforeAll(async () => {
  scratch = await openScratch()
  process.env.DATABASE_URL = scratch.url
  await migrate(scratch.url)
  kek = (await readRootKeys())[0] ?? randomBytes(32)
  thirdParty = await startThirdParty((request, response) => {
    if (request.url === '/token')
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ access_token: TOKEN, token_type: 'Bearer', expires_in: 3600 }))
    authorizations.push(request.headers.authorization)
    return response.end('{}')
  })
  project = await makeProject()
}, 60_000)
afterAll(async () => {
  await closeEgress()
  await thirdParty.close()
  await closeDatabase()
  await scratch.destroy()
})

async function rotate(
  options: { graceSeconds?: number; onEvent?: (event: RotationEvent) => void; signal?: AbortSignal } = {},
): Promise<RotationReport> {
  const { signal = new AbortController().signal, onEvent = () => {}, graceSeconds = 0 } = options
  return await rotateDataKeys({ pool: pool(), rootKeys: [kek], columns: sealedColumns, signal, onEvent, graceSeconds })
}

/** Another process, with keys of its own in memory. */
const otherProcess = (rootKeys = [kek]) => new Keyring(pool, async () => rootKeys)

const seals = async (ring: Keyring, name: string, text: string) => {
  const { id, key } = await ring.active()
  return sealWithKey(text, deploymentSecretBinding(name), id, key)
}

async function plantSecrets(count: number): Promise<string[]> {
  const prefix = randomBytes(4).toString('hex')
  const ring = otherProcess()
  const names = Array.from({ length: count }, (_, at) => `${prefix}-${at}`)
  const data = await Promise.all(names.map(async (name) => ({ name, sealed: await seals(ring, name, `of ${name}`) })))
  await db().sealedSecret.createMany({ data })
  return names
}

async function expectSecrets(names: readonly string[], ring = otherProcess()): Promise<void> {
  const rows = await db().sealedSecret.findMany({ where: { name: { in: [...names] } } })
  expect(rows).toHaveLength(names.length)
  for (const { name, sealed } of rows) {
    const id = Buffer.from(sealed).toString('latin1', 2, 22)
    expect(openWithKey(sealed, deploymentSecretBinding(name), await ring.byId(id))).toBe(`of ${name}`)
  }
}

const status = () => readVaultStatus(pool(), [kek], sealedColumns)
const statesOf = async () => (await status()).keys.map(({ state }) => state)

describe('the table of sealed columns', () => {
  it('names every sealed column of the database, and each has the trigger that refuses a closed key', async () => {
    const named = sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()
    const { rows: columns } = await pool().query(
      `SELECT table_name || '.' || column_name AS "name" FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea' AND (table_name, column_name) <> ('DataKey', 'wrapped')`,
    )
    expect(named).toEqual(columns.map(({ name }) => name).sort())
    const { rows: guarded } = await pool().query(
      `SELECT c.relname || '.' || convert_from(substring(t.tgargs FROM 1 FOR octet_length(t.tgargs) - 1), 'UTF8') AS "name"
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
       WHERE p.proname = 'refuseClosedDataKey' AND t.tgenabled = 'O'`,
    )
    expect(guarded.map(({ name }) => name).sort()).toEqual(columns.map(({ name }) => name).sort())
  })
})

describe('a rotation of the data keys', () => {
  it('seals what every room of the house has sealed again, and the house goes on', async () => {
    const { flows, next } = await plantEverything()
    await plantRevocation()
    const before = await status()
    for (const { table, column, byKey } of before.columns)
      expect([table, column, byKey.size]).toEqual([table, column, 1])

    const report = await rotate({ graceSeconds: GRACE_SECONDS })
    expect(report).toMatchObject({ resumed: false, broken: [], removed: [before.keys[0]?.id] })
    for (const { table, column, resealed } of report.columns)
      expect([table, column, resealed > 0]).toEqual([table, column, true])
    const after = await status()
    expect(after.keys.map(({ state }) => state)).toEqual(['active', 'removed'])
    for (const { byKey } of after.columns) expect([...byKey.keys()]).toEqual([report.keyId])
    const { rows } = await pool().query('SELECT "wrapped" FROM "DataKey" WHERE "removedAt" IS NOT NULL')
    expect(rows).toEqual([{ wrapped: null }])

    const { projectId, bearer, post } = project
    authorizations.length = 0
    expect((await post('/v1/mgmt/flow/run', { flowId: flows.oauth }, bearer)).status).toBe(200)
    expect(authorizations).toEqual([`Bearer ${TOKEN}`])
    expect((await post('/v1/flow/next', next)).body.status).toBe('completed')
    expect((await findSigner(projectId, new Date(Date.now() + 1_000))).kid).toBeTruthy()
  })

  it('goes on where it was cut off, whenever that was', async () => {
    const names = await plantSecrets(400)
    const before = (await status()).keys[0]?.id
    const target = new Set<string>()
    for (const batches of [1, 2, 3]) {
      const stop = new AbortController()
      let seen = 0
      const onEvent = (event: RotationEvent) => {
        if (event.type === 'began') target.add(event.keyId)
        if (event.type === 'progress' && ++seen === batches) stop.abort()
      }
      await expect(rotate({ signal: stop.signal, onEvent })).rejects.toMatchObject({ code: 'interrupted' })
      expect((await statesOf()).slice(0, 2)).toEqual(['active', 'retired'])
      await expectSecrets(names)
    }
    const stop = new AbortController()
    const onEvent = (event: RotationEvent) => event.type === 'waiting' && stop.abort()
    await expect(rotate({ signal: stop.signal, onEvent, graceSeconds: 60 })).rejects.toMatchObject({
      code: 'interrupted',
    })

    const report = await rotate()
    expect(report).toMatchObject({ resumed: true, removed: [before] })
    expect([...target]).toEqual([report.keyId])
    await expectSecrets(names)
  })

  it('is done once at a time', async () => {
    await plantSecrets(200)
    let second: Promise<unknown> | undefined
    await rotate({
      onEvent: (event) => {
        if (event.type === 'began') second = rotate().catch((error) => error)
      },
    })
    expect(await second).toMatchObject({ code: 'busy' })
  })

  it('lets whoever writes at the same time win', async () => {
    const names = await plantSecrets(600)
    const other = otherProcess()
    const mine = names.filter((_, at) => at % 3 === 0)
    let going = true
    const written = new Map<string, string>()
    const writer = (async () => {
      for (let round = 0; going; round++) {
        const name = mine[round % mine.length] ?? ''
        const text = `of ${name}`
        await db().sealedSecret.update({ where: { name }, data: { sealed: await seals(other, name, text) } })
        written.set(name, text)
      }
    })()
    const report = await rotate({ graceSeconds: GRACE_SECONDS })
    going = false
    await writer
    expect(written.size).toBeGreaterThan(0)
    expect(report.broken).toEqual([])
    await expectSecrets(names)
  })

  it('refuses what a process that slept through it seals by the former key', async () => {
    const [name = ''] = await plantSecrets(1)
    const sleeper = otherProcess()
    const stale = await seals(sleeper, name, 'stale')
    await rotate()
    const write = db().sealedSecret.update({ where: { name }, data: { sealed: stale } })
    await expect(write).rejects.toThrow('taken out of use')
    await expect(db().sealedSecret.create({ data: { name: `${name}-new`, sealed: stale } })).rejects.toThrow(
      'taken out',
    )
    await expectSecrets([name], sleeper)
  })

  it('waits for a transaction that still writes by the former key, and seals its row too', async () => {
    const [name = ''] = await plantSecrets(1)
    const client = await pool().connect()
    try {
      const late = `${name}-late`
      const sealed = await seals(otherProcess(), late, `of ${late}`)
      await client.query('BEGIN')
      await client.query('INSERT INTO "SealedSecret" ("name", "sealed") VALUES ($1, $2)', [late, sealed])
      const rotation = rotate()
      await expect.poll(() => statesOf(), { timeout: 10_000 }).toContain('closing')
      await new Promise((done) => setTimeout(done, 300))
      expect(await statesOf()).toContain('closing')
      await client.query('COMMIT')
      expect((await rotation).broken).toEqual([])
      await expectSecrets([name, late])
    } finally {
      client.release()
    }
  })

  it('keeps the former key while there is a value that no key opens, and names its row', async () => {
    const [name = '', moved = ''] = await plantSecrets(2)
    await pool().query(
      `UPDATE "SealedSecret" SET "sealed" = (SELECT "sealed" FROM "SealedSecret" WHERE "name" = $1) WHERE "name" = $2`,
      [name, moved],
    )
    const report = await rotate()
    expect(report.removed).toEqual([])
    expect(report.broken).toEqual([{ table: 'SealedSecret', column: 'sealed', projectId: '', rowId: moved }])
    await expectSecrets([name])
    await db().sealedSecret.delete({ where: { name: moved } })
    expect(await rotate()).toMatchObject({ resumed: true, broken: [], removed: [expect.any(String)] })
    await expectSecrets([name])
  })
})

describe('a change of the key-encryption key', () => {
  it('goes on for processes that have either key, and refuses a start without the right one', async () => {
    const names = await plantSecrets(3)
    const running = otherProcess([kek])
    await running.active()
    const next = randomBytes(32)
    await otherProcess([next, kek]).ensure()
    await expect(otherProcess([next]).ensure()).rejects.toThrow(WrongVaultKeyError)
    const rows = () =>
      pool()
        .query('SELECT * FROM "DataKey" ORDER BY "id"')
        .then((result) => result.rows)
    const before = await rows()
    await expect(rewrapDataKeys(pool(), [next])).rejects.toThrow(WrongVaultKeyError)
    expect(await rows()).toEqual(before)

    expect(await rewrapDataKeys(pool(), [next, kek])).toBe(1)
    expect(await rewrapDataKeys(pool(), [next, kek])).toBe(0)
    await expectSecrets(names, otherProcess([next]))
    await expectSecrets(names, otherProcess([next, kek]))
    await expectSecrets(names, running)
    await expect(otherProcess([kek]).ensure()).rejects.toThrow(WrongVaultKeyError)
    await expect(otherProcess([kek]).active()).rejects.toThrow(WrongVaultKeyError)
    kek = next
    expect(await rotate()).toMatchObject({ broken: [] })
    await expectSecrets(names)
  })
})

/** As a deletion leaves it: sealed values keep the place that they came from. */
async function plantRevocation(): Promise<void> {
  await pool().query(
    `INSERT INTO "OutboundRevocation" ("projectId", "id", "appId", "config", "learned", "secretSealed", "secretVersion",
       "accessSealed", "refreshSealed", "tokenVersion")
     SELECT t."projectId", t."id", s."appId", '{}', '{}', s."sealed", s."version", t."accessSealed", t."refreshSealed", t."version"
     FROM "OutboundToken" t, "OutboundAppSecret" s`,
  )
}

/** At least one value in every sealed column, sealed by the room that it belongs to. */
async function plantEverything() {
  const { projectId, bearer, post, publish, addConnector } = project
  await openDeploymentSecret('test')
  await findSigner(projectId, new Date(Date.now() + 1_000))
  const { id: oauth } = await createConnector({
    projectId,
    operatorId: null,
    connector: {
      type: 'http',
      name: 'Client credentials',
      baseUrl: thirdParty.url,
      authentication: {
        method: 'oauth2ClientCredentials',
        oauth2ClientCredentials: { clientId: 'c', clientSecret: 'cs', authUrl: `${thirdParty.url}/token`, scopes: '' },
      },
    },
  })
  await createApp({
    projectId,
    operatorId: null,
    app: {
      type: 'oauth',
      name: 'Acme',
      clientId: 'c',
      clientSecret: 'an-app-secret',
      authorizationUrl: `${thirdParty.url}/authorize`,
      tokenUrl: `${thirdParty.url}/token`,
    },
  })
  const app = await createApp({
    projectId,
    operatorId: null,
    app: {
      type: 'oauth',
      name: 'Acme tokens',
      clientId: 'c',
      authorizationUrl: `${thirdParty.url}/authorize`,
      tokenUrl: `${thirdParty.url}/token`,
    },
  })
  await db().tenant.create({ data: { projectId, id: 'acme', name: 'Acme' } })
  await storeToken(projectId, {
    appId: app.id,
    owner: { level: 'tenant', tenantId: 'acme' },
    externalIdentifier: '',
    requestedScopes: ['a'],
    answer: {
      accessToken: new Secret('the access token'),
      refreshToken: new Secret('the refresh token'),
      idToken: new Secret('the id token'),
      tokenType: 'Bearer',
      expiresInSeconds: 3_600,
      scopes: null,
      sub: '',
    },
    grantedBy: 'test',
    actor: { type: 'system', id: '', name: '' },
  })
  const owner: Owner = { level: 'tenant', tenantId: 'acme' }
  const { url } = await beginConnect(projectId, { appId: app.id, owner, grantedBy: 'test' })
  const ticket = new URL(url).searchParams.get('ticket') ?? ''
  await openTicket({ ticket, cookieOf: () => undefined, fromElsewhere: false, answer: { type: 'none' } })
  const plain = await addConnector(thirdParty.url)
  const end = stepDefinitions.end.create()
  const start: Step = { kind: 'start', next: { default: 'call' } }
  const call = (connector: string): Step => ({
    ...stepDefinitions.connector.create(),
    connector,
    next: { success: 'end' },
  })
  const ask: Step = { ...stepDefinitions.screen.create(), next: { submit: 'end' } }
  await publish('oauth', 'management', { start, call: call(oauth), end })
  await publish('later', 'management', { start, call: { ...call(plain), async: true } as Step, end })
  await publish('ask', 'interactive', { start: { kind: 'start', next: { default: 'ask' } }, ask, end })
  const run = (flowId: string, headers = {}) => post('/v1/mgmt/flow/run', { flowId }, bearer, headers)
  expect((await run('oauth')).status).toBe(200)
  expect((await run('later', { 'idempotency-key': 'once' })).status).toBe(200)
  const { body } = await post('/v1/flow/start', { flowId: 'ask' })
  return {
    flows: { oauth: 'oauth' },
    next: { executionId: body.executionId, stepId: body.stepId, interactionId: 'submit' },
  }
}
