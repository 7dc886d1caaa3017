import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createManagementKey } from '@/lib/console/keys'
import { closeDatabase, db } from '@/lib/db'
import { makePerson } from '@/lib/identity/testing/person'
import { createApi } from '../app'
import { startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let projectId: string
let userId: string
let sdk: ReturnType<typeof DescopeClient>
let server: Awaited<ReturnType<typeof startThirdParty>>

beforeAll(async () => {
  server = await startThirdParty(getRequestListener(createApi().fetch))
})
beforeEach(async () => {
  ;({ projectId, userId } = await makePerson())
  const { secret: managementKey } = await createManagementKey(projectId, 'Backend', null)
  sdk = DescopeClient({ projectId, managementKey, baseUrl: server.url })
})
afterAll(async () => {
  await server.close()
  await closeDatabase()
})

const actions = async () =>
  (await db().auditEvent.findMany({ where: { projectId }, orderBy: { at: 'asc' } })).map(({ action }) => action)

describe('sign-in by a backend', () => {
  test('answers tokens of a user who is there', async () => {
    const answer = await sdk.management.jwt.signIn('ADA@example.com', {
      customClaims: { plan: 'pro' },
      tenantId: 'acme',
      refreshDuration: 3_600,
    })
    expect(answer).toMatchObject({ ok: true, data: { firstSeen: true, user: { userId } } })
    const session = await sdk.validateSession(answer.data?.sessionJwt ?? '')
    expect(session.token).toMatchObject({ sub: userId, plan: 'pro', dct: 'acme' })
    const refreshed = await sdk.refreshSession(answer.data?.refreshJwt ?? '')
    expect(refreshed.token).toMatchObject({ plan: 'pro', dct: 'acme' })
    expect(answer.data?.cookieMaxAge).toBeLessThanOrEqual(3_600)
    expect(await sdk.management.jwt.signIn('ada@example.com')).toMatchObject({ data: { firstSeen: false } })
  })

  test('refuses unknown and disabled users, strange tenants and reserved claims', async () => {
    expect(await sdk.management.jwt.signIn('nobody@example.com')).toMatchObject({ ok: false, code: 404 })
    expect(await sdk.management.jwt.signIn('ada@example.com', { tenantId: 'shut' })).toMatchObject({ code: 403 })
    expect(await sdk.management.jwt.signIn('ada@example.com', { customClaims: { sub: 'x' } })).toMatchObject({
      code: 400,
      error: { errorMessage: expect.stringContaining('sub') },
    })
    await sdk.management.user.deactivate('ada@example.com')
    expect(await sdk.management.jwt.signIn('ada@example.com')).toMatchObject({ ok: false, code: 403 })
  })

  test('ends the other sessions when asked to', async () => {
    const first = await sdk.management.jwt.signIn('ada@example.com')
    const second = await sdk.management.jwt.signIn('ada@example.com', { revokeOtherSessions: true })
    expect(await sdk.me(first.data?.refreshJwt)).toMatchObject({ ok: false, code: 401 })
    expect(await sdk.me(second.data?.refreshJwt)).toMatchObject({ ok: true })
  })

  test('makes a user by signUp, refused the second time; signUpOrIn does either', async () => {
    const made = await sdk.management.jwt.signUp('grace@example.com', { name: 'Grace', email: 'grace@example.com' })
    expect(made).toMatchObject({
      ok: true,
      data: { firstSeen: true, user: { name: 'Grace', email: 'grace@example.com', loginIds: ['grace@example.com'] } },
    })
    expect(await sdk.management.jwt.signUp('GRACE@example.com')).toMatchObject({
      ok: false,
      code: 409,
      error: { errorCode: 'E062107' },
    })
    const both = await Promise.all([
      sdk.management.jwt.signUpOrIn('alan@example.com'),
      sdk.management.jwt.signUpOrIn('alan@example.com'),
    ])
    expect(both).toMatchObject([{ ok: true }, { ok: true }])
    expect(new Set(both.map(({ data }) => data?.user?.userId)).size).toBe(1)
    expect((await actions()).filter((action) => action === 'user.create')).toHaveLength(2)
  })
})

describe('jwt.update', () => {
  const claims = { level: 3 }

  test('adds claims to a session JWT and to all later ones of its session', async () => {
    const { data } = await sdk.management.jwt.signIn('ada@example.com', { customClaims: { plan: 'pro' } })
    const updated = await sdk.management.jwt.update(data?.sessionJwt ?? '', claims)
    const { token } = await sdk.validateSession(updated.data?.jwt ?? '')
    expect(token).toMatchObject({ sub: userId, drn: 'DS', plan: 'pro', level: 3, exp: data?.sessionExpiration })
    const refreshed = await sdk.refreshSession(data?.refreshJwt ?? '')
    expect(refreshed.token).toMatchObject({ plan: 'pro', level: 3 })
  })

  test('adds claims to a refresh JWT, and lets it live for as long as is asked', async () => {
    const { data } = await sdk.management.jwt.signIn('ada@example.com')
    const updated = await sdk.management.jwt.update(data?.refreshJwt ?? '', claims, 900)
    const token = decodeJwt(updated.data?.jwt ?? '')
    expect(token).toMatchObject({ drn: 'DSR', gen: 1 })
    expect((token.exp ?? 0) - (token.iat ?? 0)).toBeLessThanOrEqual(900)
    expect((await sdk.refreshSession(updated.data?.jwt ?? '')).token).toMatchObject({ level: 3 })
  })

  test('adds claims to the token of an access key', async () => {
    const { data } = await sdk.management.accessKey.create('k', 0)
    const { jwt } = await sdk.exchangeAccessKey(data?.cleartext ?? '')
    const updated = await sdk.management.jwt.update(jwt, claims)
    expect((await sdk.validateSession(updated.data?.jwt ?? '')).token).toMatchObject({ level: 3, sub: data?.key.id })
  })

  test('refuses what is no token of the project, has ended, or would set a reserved claim', async () => {
    const { data } = await sdk.management.jwt.signIn('ada@example.com')
    const jwt = data?.sessionJwt ?? ''
    expect(await sdk.management.jwt.update('nonsense', claims)).toMatchObject({ ok: false, code: 401 })
    expect(await sdk.management.jwt.update(jwt, { exp: 1 })).toMatchObject({ ok: false, code: 400 })
    await sdk.management.user.logoutUser('ada@example.com')
    expect(await sdk.management.jwt.update(jwt, claims)).toMatchObject({ ok: false, code: 401 })
  })
})

describe('accessKey', () => {
  test('is made, loaded, searched, changed, deactivated, activated, rotated and deleted', async () => {
    const keys = sdk.management.accessKey
    const expireTime = Math.floor(Date.now() / 1_000) + 3_600
    const made = await keys.create(
      'Import',
      expireTime,
      ['importer'],
      [{ tenantId: 'acme', roleNames: ['reader'] }],
      'ada@example.com',
      { plan: 'pro' },
      'Every night',
      ['127.0.0.0/8', '::1'],
    )
    const { key, cleartext = '' } = made.data ?? {}
    const id = key?.id ?? ''
    expect(cleartext).toMatch(/^[0-9a-z]{32}$/)
    expect(key).toMatchObject({
      name: 'Import',
      status: 'active',
      roleNames: ['importer'],
      keyTenants: [{ tenantId: 'acme', roleNames: ['reader'] }],
      boundUserId: userId,
      description: 'Every night',
      permittedIps: ['127.0.0.0/8', '::1'],
      createdBy: 'Backend',
      clientId: id,
      expiresTime: expireTime,
      expireTime,
    })
    expect(await keys.load(id)).toMatchObject({ ok: true, data: key })
    const other = await keys.create('Other', 0)
    const found = async (...search: Parameters<typeof keys.searchAll>) =>
      (await keys.searchAll(...search)).data?.map(({ name }) => name).sort()
    expect(await found()).toEqual(['Import', 'Other'])
    expect(await found(['acme'])).toEqual(['Import'])
    expect(await found(['nowhere'])).toEqual([])
    expect(await found(undefined, userId)).toEqual(['Import'])
    expect(await found(undefined, undefined, 'Nobody')).toEqual([])

    expect(await keys.update(id, 'Nightly', undefined, ['other'])).toMatchObject({
      data: { name: 'Nightly', roleNames: ['other'], description: 'Every night', permittedIps: ['127.0.0.0/8', '::1'] },
    })
    expect(await keys.deactivate(id)).toMatchObject({ ok: true, code: 200 })
    await expect(sdk.exchangeAccessKey(cleartext)).rejects.toThrow('deactivated')
    expect(await keys.activate(id)).toMatchObject({ ok: true })
    const rotated = await keys.rotate(id)
    expect(rotated.data?.key.id).toBe(id)
    await expect(sdk.exchangeAccessKey(cleartext)).rejects.toThrow()
    expect(await keys.deactivateBatch([id, other.data?.key.id ?? '', 'unknown'])).toMatchObject({ ok: true })
    expect((await keys.searchAll()).data?.every(({ status }) => status === 'inactive')).toBe(true)
    expect(await keys.activateBatch([id])).toMatchObject({ ok: true })
    expect(await keys.delete(other.data?.key.id ?? '')).toMatchObject({ ok: true, data: {} })
    expect(await keys.deleteBatch([id, 'unknown'])).toMatchObject({ ok: true })
    expect(await found()).toEqual([])
    expect(await keys.load(id)).toMatchObject({ ok: false, code: 404 })
    expect(await keys.delete(id)).toMatchObject({ ok: false, code: 404 })
    expect(await actions()).toEqual([
      'accessKey.create',
      'accessKey.create',
      'accessKey.update',
      'accessKey.deactivate',
      'accessKey.activate',
      'accessKey.rotate',
      'accessKey.deactivate',
      'accessKey.deactivate',
      'accessKey.activate',
      'accessKey.delete',
      'accessKey.delete',
    ])
    const log = JSON.stringify(await db().auditEvent.findMany({ where: { projectId } }))
    for (const secret of [cleartext, other.data?.cleartext, rotated.data?.cleartext]) expect(log).not.toContain(secret)
  })

  test('is refused with the field that is wrong', async () => {
    const keys = sdk.management.accessKey
    for (const [answer, field] of [
      [await keys.create('', 0), 'name'],
      [await keys.create('k', 0, [], [{ tenantId: 'nowhere', roleNames: [] }]), 'tenants'],
      [await keys.create('k', 1), 'expiresAt'],
      [await keys.create('k', 0, [], [], undefined, { iss: 'x' }), 'customClaims'],
      [await keys.create('k', 0, [], [], undefined, {}, '', ['everywhere']), 'permittedIps.0'],
    ] as const) {
      expect(answer).toMatchObject({ ok: false, code: 400, error: { fields: { [field]: expect.any(String) } } })
    }
  })

  test('of another project is not found', async () => {
    const other = await makePerson()
    const { secret } = await createManagementKey(other.projectId, 'Theirs', null)
    const theirs = DescopeClient({ projectId: other.projectId, managementKey: secret, baseUrl: server.url })
    const { data } = await sdk.management.accessKey.create('mine', 0)
    const id = data?.key.id ?? ''
    expect(await theirs.management.accessKey.load(id)).toMatchObject({ ok: false, code: 404 })
    expect(await theirs.management.accessKey.rotate(id)).toMatchObject({ ok: false, code: 404 })
    await theirs.management.accessKey.deleteBatch([id])
    expect(await sdk.management.accessKey.load(id)).toMatchObject({ ok: true })
  })
})

test('user.logoutUser ends every session', async () => {
  const [first, second] = [
    await sdk.management.jwt.signIn('ada@example.com'),
    await sdk.management.jwt.signIn('ada@example.com'),
  ]
  expect(await sdk.management.user.logoutUserByUserId(userId)).toMatchObject({ ok: true })
  for (const { data } of [first, second]) expect(await sdk.me(data?.refreshJwt)).toMatchObject({ code: 401 })
  expect(await sdk.management.user.logoutUser('nobody')).toMatchObject({ ok: false, code: 404 })
})
