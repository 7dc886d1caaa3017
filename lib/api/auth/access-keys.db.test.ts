import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CLIENT_ADDRESS_HEADER } from '@/lib/console/auth'
import { createProject, updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { listAccessKeys } from '@/lib/identity/access-keys/queries'
import type { NewAccessKey } from '@/lib/identity/access-keys/schema'
import {
  createAccessKey,
  deleteAccessKey,
  rotateAccessKey,
  setAccessKeyActive,
} from '@/lib/identity/access-keys/service'
import { makePerson } from '@/lib/identity/testing/person'
import { createApi } from '../app'
import { startThirdParty } from '../testing/project'

let projectId: string
let userId: string
let server: Awaited<ReturnType<typeof startThirdParty>>
const api = createApi()

beforeAll(async () => {
  ;({ projectId, userId } = await makePerson())
  await updateProjectSettings(projectId, { scope: 'outbound.token.fetch' })
  server = await startThirdParty(getRequestListener(api.fetch))
})
afterAll(async () => {
  await server.close()
  await closeDatabase()
})

const sdk = () => DescopeClient({ projectId, baseUrl: server.url })
const make = async (more: Partial<NewAccessKey> = {}) =>
  await createAccessKey(projectId, { name: 'key', ...more }, 'Test')
const exchange = async (secret: string, address = '198.51.100.1', loginOptions = {}, project = projectId) => {
  const response = await api.request('/v1/auth/accesskey/exchange', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${project}:${secret}`,
      'content-type': 'application/json',
      [CLIENT_ADDRESS_HEADER]: address,
    },
    body: JSON.stringify({ loginOptions }),
  })
  return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') }
}

describe('exchanging an access key', () => {
  test('answers a session JWT that the SDK validates', async () => {
    const { key, secret } = await make({
      roleNames: ['importer'],
      tenants: [{ tenantId: 'acme', roleNames: ['reader'] }, { tenantId: 'shut' }],
      customClaims: { plan: 'pro' },
    })
    const client = sdk()
    const session = await client.exchangeAccessKey(secret, { selectedTenant: 'acme', customClaims: { run: 7 } })
    expect(session.token).toMatchObject({
      sub: key.id,
      iss: projectId,
      drn: 'DS',
      keyId: key.id,
      dct: 'acme',
      roles: ['importer'],
      tenants: { acme: { roles: ['reader'], permissions: [] } },
      plan: 'pro',
      nsec: { run: 7 },
      scope: 'outbound.token.fetch',
    })
    expect(session.token).not.toHaveProperty('sid')
    expect(client.validateTenantRoles(session, 'acme', ['reader'])).toBe(true)
    expect(client.validateTenantRoles(session, 'shut', [])).toBe(false)
  })

  test('that is bound answers the user\u2019s, narrowed to the key\u2019s own roles and tenants', async () => {
    const whole = decodeJwt((await exchange((await make({ boundUserId: 'ADA@example.com' })).secret)).body.sessionJwt)
    expect(whole).toMatchObject({ sub: userId, roles: ['owner'], tenants: { acme: { roles: ['admin'] } } })
    const less = await make({
      boundUserId: userId,
      roleNames: ['guest'],
      tenants: [{ tenantId: 'acme', roleNames: ['x'] }],
    })
    const narrow = decodeJwt((await exchange(less.secret)).body.sessionJwt)
    expect(narrow).toMatchObject({ sub: userId, roles: [], tenants: { acme: { roles: [] } }, keyId: less.key.id })
  })

  test('never outlives the key', async () => {
    const { secret } = await make({ expiresAt: new Date(Date.now() + 120_000) })
    const { body } = await exchange(secret)
    expect(body.expiration).toBe(decodeJwt(body.sessionJwt).exp)
    expect(body.expiration - Date.now() / 1_000).toBeLessThanOrEqual(120)
  })

  test('is refused when it is unknown, of another project, inactive, expired, deleted or rotated', async () => {
    const other = (await createProject('Other')).id
    const { key, secret } = await make({ expiresAt: new Date(Date.now() + 60_000) })
    expect(await exchange(secret, '198.51.100.2', {}, other)).toMatchObject({ status: 401 })
    await expect(sdk().exchangeAccessKey('wrong')).rejects.toThrow('not valid for the project')
    await setAccessKeyActive(projectId, key.id, false)
    await expect(sdk().exchangeAccessKey(secret)).rejects.toThrow('deactivated')
    await setAccessKeyActive(projectId, key.id, true)
    const rotated = await rotateAccessKey(projectId, key.id)
    expect(await exchange(secret)).toMatchObject({ status: 401 })
    expect(await exchange(rotated.secret)).toMatchObject({ status: 200, body: { keyId: key.id } })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    expect(await exchange(rotated.secret)).toMatchObject({ status: 401 })
    vi.useRealTimers()
    await deleteAccessKey(projectId, key.id)
    expect(await exchange(rotated.secret)).toMatchObject({ status: 401 })
  })

  test('counts from permitted addresses alone', async () => {
    const { secret } = await make({ permittedIps: ['10.0.0.0/8', '203.0.113.7', '2001:db8::/32'] })
    for (const address of ['10.1.2.3', '203.0.113.7', '2001:db8:1::5', '::ffff:10.9.9.9']) {
      expect(await exchange(secret, address)).toMatchObject({ status: 200 })
    }
    for (const address of ['11.0.0.1', '203.0.113.8', '2001:db9::1', '', 'unknown']) {
      expect(await exchange(secret, address)).toMatchObject({ status: 403 })
    }
  })

  test('is refused to a user who may not sign in, and to a tenant that is not the key\u2019s', async () => {
    const { secret } = await make({ boundUserId: userId })
    const who = { projectId_id: { projectId, id: userId } }
    await db().user.update({ where: who, data: { status: 'disabled' } })
    expect(await exchange(secret)).toMatchObject({ status: 403 })
    await db().user.update({ where: who, data: { status: 'enabled' } })
    expect(await exchange(secret, '198.51.100.1', { selectedTenant: 'shut' })).toMatchObject({ status: 403 })
    expect(await exchange(secret, '198.51.100.1', { customClaims: { sub: 'x' } })).toMatchObject({ status: 400 })
  })

  test('with too many wrong keys from one address is refused for some time, from that address alone', async () => {
    const { secret } = await make()
    for (let tries = 0; tries < 20; tries++) expect((await exchange(`wrong${tries}`, '192.0.2.66')).status).toBe(401)
    const refused = await exchange(secret, '192.0.2.66')
    expect(refused).toMatchObject({ status: 429, body: { errorCode: 'E130429' } })
    expect(Number(refused.retryAfter)).toBeGreaterThan(200)
    expect((await exchange(secret, '192.0.2.67')).status).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
    expect((await exchange(secret, '192.0.2.66')).status).toBe(200)
    vi.useRealTimers()
  })

  test('keeps only a hash of the secret, and notes its use', async () => {
    const { key, secret } = await make()
    await exchange(secret)
    const row = await db().accessKey.findUniqueOrThrow({ where: { projectId_id: { projectId, id: key.id } } })
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(row.hint).toBe(secret.slice(-4))
    expect(row.lastUsedAt).not.toBeNull()
  })
})

test('a key is refused for unknown tenants and users, bad addresses and reserved claims, at the field', async () => {
  const refused = async (more: Partial<NewAccessKey>, field: string) =>
    await expect(make(more)).rejects.toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } })
  await refused({ tenants: [{ tenantId: 'nowhere' }] }, 'tenants')
  await refused({ boundUserId: 'nobody' }, 'boundUserId')
  await refused({ permittedIps: ['10.0.0.0/33'] }, 'permittedIps.0')
  await refused({ customClaims: { roles: [] } }, 'customClaims')
  await refused({ expiresAt: new Date(0) }, 'expiresAt')
  await refused({ name: ' ' }, 'name')
})

test('keys are listed page by page, each once', async () => {
  const person = await makePerson()
  const made = await Promise.all(
    Array.from({ length: 60 }, (_, at) => createAccessKey(person.projectId, { name: `key ${at}` }, 'Test')),
  )
  const first = await listAccessKeys(person.projectId, null)
  const second = await listAccessKeys(person.projectId, first.nextCursor)
  expect([first.keys.length, first.previousCursor]).toEqual([50, null])
  expect([second.keys.length, second.nextCursor]).toEqual([10, null])
  expect(await listAccessKeys(person.projectId, second.previousCursor)).toEqual(first)
  expect(new Set([...first.keys, ...second.keys].map(({ id }) => id))).toEqual(new Set(made.map(({ key }) => key.id)))
})
