import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { makeProject, startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let project: Awaited<ReturnType<typeof makeProject>>
let api: Awaited<ReturnType<typeof startThirdParty>>
let management: ReturnType<typeof DescopeClient>['management']

beforeAll(async () => {
  project = await makeProject()
  api = await startThirdParty(getRequestListener(project.api.fetch))
  management = DescopeClient({
    projectId: project.projectId,
    managementKey: project.key,
    baseUrl: api.url,
  }).management
})

afterAll(() => api.close())

const post = (path: string, body: unknown, method = 'POST') =>
  project.api.request(path, {
    method,
    headers: { authorization: `Bearer ${project.bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('tenants', () => {
  test('are created, loaded, replaced, searched and deleted', async () => {
    const made = await management.tenant.create('Acme', ['Acme.com'], { region: 'eu', seats: 5 })
    expect(made).toMatchObject({ ok: true, data: { id: expect.stringMatching(/^T2/) } })
    const id = made.data?.id ?? ''
    expect((await management.tenant.createWithId('T', 'Globex')).data).toMatchObject({ id: 'T' })
    expect((await management.tenant.load(id)).data).toMatchObject({
      id,
      name: 'Acme',
      selfProvisioningDomains: ['acme.com'],
      customAttributes: { region: 'eu', seats: 5 },
      disabled: false,
      createdTime: expect.any(Number),
    })
    expect(await management.tenant.update('T', 'Globex 2', ['globex.com'], { region: 'us' })).toMatchObject({
      ok: true,
    })
    expect((await management.tenant.loadAll()).data?.map(({ name }) => name)).toEqual(['Globex 2', 'Acme'])
    const search = management.tenant.searchAll
    expect((await search(['T'])).data).toMatchObject([{ id: 'T' }])
    expect((await search(undefined, ['Acme'])).data).toMatchObject([{ id }])
    expect((await search(undefined, undefined, ['GLOBEX.com'])).data).toMatchObject([{ id: 'T' }])
    expect((await search(undefined, undefined, undefined, { region: 'eu' })).data).toMatchObject([{ id }])
    expect(await management.tenant.delete(id)).toMatchObject({ ok: true })
    expect(await management.tenant.load(id)).toMatchObject({ ok: false, code: 404, error: { errorCode: 'E074102' } })
    expect(await management.tenant.createWithId('T', 'Again')).toMatchObject({
      code: 409,
      error: { errorCode: 'E074103' },
    })
    expect(await management.tenant.createWithId('a b', 'Bad')).toMatchObject({ code: 400 })
  })
})

describe('custom attributes', () => {
  test('are defined by the SDK’s numbers, listed and deleted', async () => {
    const attributes = [
      { name: 'plan', type: 1 },
      { name: 'age', type: 2 },
      { name: 'vip', type: 3, displayName: 'VIP' },
      { name: 'tier', type: 4, options: [{ value: 'gold', label: 'Gold' }, { value: 'silver' }] },
      { name: 'tags', type: 5, options: [{ value: 'a' }, { value: 'b' }] },
      { name: 'born', type: 6 },
    ]
    const made = await management.user.createCustomAttributes(attributes)
    expect(made.data).toMatchObject([
      { name: 'plan', type: 1, displayName: 'plan' },
      { name: 'age', type: 2 },
      { name: 'vip', type: 3, displayName: 'VIP' },
      { name: 'tier', type: 4, options: [{ value: 'gold' }, { value: 'silver' }] },
      { name: 'tags', type: 5 },
      { name: 'born', type: 6 },
    ])
    // A retry is no conflict; another type is.
    expect(await management.user.createCustomAttributes(attributes)).toMatchObject({ ok: true })
    expect(await management.user.createCustomAttributes([{ name: 'plan', type: 2 }])).toMatchObject({ code: 409 })
    expect(await management.user.createCustomAttributes([{ name: 'odd', type: 9 }])).toMatchObject({ code: 400 })
    expect((await management.user.getCustomAttributes()).data).toHaveLength(6)
    expect((await management.user.deleteCustomAttributes(['born'])).data).toHaveLength(5)
  })
})

describe('users', () => {
  test('are created with everything, and come back as SDKs read them', async () => {
    const made = await management.user.create('Ada@Example.com', {
      email: 'ada@example.com',
      phone: '+15551234567',
      displayName: 'Ada L',
      givenName: 'Ada',
      familyName: 'Lovelace',
      roles: ['Admin'],
      userTenants: [{ tenantId: 'T', roleNames: ['Owner'] }],
      customAttributes: { plan: 'x', age: 36, vip: true, tier: 'gold', tags: ['a', 'b'] },
      picture: 'https://example.com/ada.png',
      verifiedEmail: true,
      additionalLoginIds: ['ada'],
    })
    expect(made).toMatchObject({
      ok: true,
      code: 200,
      data: {
        userId: expect.stringMatching(/^U2/),
        loginIds: ['Ada@Example.com', 'ada'],
        name: 'Ada L',
        email: 'ada@example.com',
        verifiedEmail: true,
        verifiedPhone: false,
        status: 'enabled',
        roleNames: ['Admin'],
        userTenants: [{ tenantId: 'T', tenantName: 'Globex 2', roleNames: ['Owner'], permissions: [] }],
        customAttributes: { plan: 'x', age: 36, vip: true, tier: 'gold', tags: ['a', 'b'] },
        createdTime: expect.any(Number),
        test: false,
        password: false,
        OAuth: {},
      },
    })
    expect(await management.user.create('ADA', { displayName: 'Again' })).toMatchObject({
      ok: false,
      code: 409,
      error: { errorCode: 'E062107', errorMessage: expect.stringContaining('login id') },
    })
    expect(await management.user.create('', {})).toMatchObject({ code: 400, error: { errorCode: 'E011002' } })
    const invited = await management.user.invite('bob@example.com', { displayName: 'Bob' })
    expect(invited.data).toMatchObject({ status: 'invited' })
    expect((await management.user.createTestUser('tester', {})).data).toMatchObject({ test: true })
  })

  test('are loaded by login id, by user id in its place, and by user id', async () => {
    const { data } = await management.user.load('ADA@example.com')
    const userId = data?.userId ?? ''
    expect(data).toMatchObject({ name: 'Ada L' })
    expect((await management.user.load(userId)).data).toEqual(data)
    expect((await management.user.loadByUserId(userId)).data).toEqual(data)
    expect((await management.user.loadUsers([userId, 'U2unknown'], true)).data).toEqual([data])
    expect(await management.user.load('nobody')).toMatchObject({
      ok: false,
      code: 404,
      error: { errorCode: 'E112102' },
    })
    // As Go sends it: both, one of them empty.
    const both = await project.api.request(`/v1/mgmt/user?loginId=&userId=${userId}`, {
      headers: { authorization: `Bearer ${project.bearer}` },
    })
    expect(await both.json()).toMatchObject({ user: { userId } })
  })

  test('are searched by each condition and together', async () => {
    const found = async (query: Parameters<typeof management.user.search>[0]) => {
      const { data } = await management.user.search({ limit: 10, page: 0, ...query })
      return [data?.users.map(({ name, loginIds }) => name || loginIds[0]), data?.total]
    }
    expect(await found({})).toEqual([['Bob', 'Ada L'], 2])
    expect(await found({ withTestUser: true })).toEqual([['tester', 'Bob', 'Ada L'], 3])
    expect(await found({ testUsersOnly: true })).toEqual([['tester'], 1])
    const queries: Parameters<typeof management.user.search>[0][] = [
      { text: 'ADA@EX' },
      { text: 'lovelace' },
      { loginIds: ['ADA'] },
      { emails: ['Ada@example.com'] },
      { phones: ['+1 555 123 4567'] },
      { tenantIds: ['T'] },
      { roles: ['Owner'] },
      { statuses: ['enabled' as const] },
      { customAttributes: { tier: 'gold', age: 36 } },
      { customAttributes: { tags: ['b'] } },
      { verifiedEmail: true },
    ]
    for (const query of queries) {
      expect(await found(query), JSON.stringify(query)).toEqual([['Ada L'], 1])
    }
    expect(await found({ text: '%' })).toEqual([[], 0])
    expect(await found({ customAttributes: { tier: 'silver' } })).toEqual([[], 0])
    expect(await found({ sort: [{ field: 'displayName' }], limit: 1, page: 1 })).toEqual([['Bob'], 2])
    expect(await management.user.search({ sort: [{ field: 'shoeSize' }] })).toMatchObject({ code: 400 })
    const all = await management.user.searchAll(['T'], ['Admin'], 10, 0)
    expect(all.data).toMatchObject([{ name: 'Ada L' }])
  })

  test('update replaces, patch changes, and what was null or empty stays', async () => {
    const patched = await management.user.patch('ada', { displayName: 'P', customAttributes: { plan: 'y' } })
    expect(patched.data).toMatchObject({
      name: 'P',
      givenName: 'Ada',
      customAttributes: { plan: 'y', age: 36 },
      userTenants: [{ tenantId: 'T' }],
    })
    // As Python sends what is not given.
    const nulls = { loginId: 'ada', email: null, phone: '', displayName: null, roleNames: null, customAttributes: null }
    const same = await post('/v1/mgmt/user/patch', nulls, 'PATCH')
    expect(await same.json()).toMatchObject({ user: { email: 'ada@example.com', phone: '+15551234567', name: 'P' } })
    const one = await management.user.updateCustomAttribute('ada', 'tier', 'silver')
    expect(one.data?.customAttributes).toMatchObject({ tier: 'silver', plan: 'y' })
    expect(await management.user.updateCustomAttribute('ada', 'age', 'old')).toMatchObject({
      code: 400,
      error: { errorMessage: expect.stringContaining('Give a number') },
    })
    expect(await management.user.updateCustomAttribute('ada', 'nope', 1)).toMatchObject({ code: 400 })
    const replaced = await management.user.update('ada', { email: 'ada@example.com', displayName: 'New', roles: ['R'] })
    expect(replaced.data).toMatchObject({
      name: 'New',
      givenName: '',
      phone: '',
      verifiedEmail: true,
      roleNames: ['R'],
      userTenants: [],
      customAttributes: {},
      loginIds: ['Ada@Example.com', 'ada'],
    })
    expect((await management.user.addTenant('ada', 'T')).data).toMatchObject({ userTenants: [{ tenantId: 'T' }] })
    expect(await management.user.addTenant('ada', 'nowhere')).toMatchObject({
      code: 404,
      error: { errorCode: 'E074102' },
    })
    expect((await management.user.removeTenant('ada', 'T')).data).toMatchObject({ userTenants: [] })
    expect((await management.user.deactivate('ada')).data).toMatchObject({ status: 'disabled' })
    expect((await management.user.activate('ada')).data).toMatchObject({ status: 'enabled' })
    expect(await management.user.patch('nobody', { displayName: 'x' })).toMatchObject({ code: 404 })
  })

  test('are deleted by login id and by user id', async () => {
    const { data } = await management.user.load('ada')
    expect(await management.user.deleteByUserId(data?.userId ?? '')).toMatchObject({ ok: true })
    expect(await management.user.load('ada')).toMatchObject({ code: 404 })
    expect(await management.user.delete('bob@example.com')).toMatchObject({ ok: true })
    expect(await management.user.delete('bob@example.com')).toMatchObject({
      code: 404,
      error: { errorCode: 'E112102' },
    })
  })
})

test('each write is in the audit log, in the key’s name, with what it changed', async () => {
  const events = await db().auditEvent.findMany({ where: { projectId: project.projectId }, orderBy: { at: 'asc' } })
  const actions = new Set(events.map(({ action }) => action))
  expect([...actions].sort()).toEqual([
    'attribute.create',
    'attribute.delete',
    'tenant.create',
    'tenant.delete',
    'tenant.update',
    'user.create',
    'user.delete',
    'user.update',
  ])
  expect(events.every(({ actorType, actorName }) => actorType === 'key' && actorName === 'Test')).toBe(true)
  const renamed = events.find(({ after }) => Object(after).name === 'P')
  expect(renamed).toMatchObject({ action: 'user.update', before: { name: 'Ada L' } })
})

test('every reply is JSON, also to a wrong key, a wrong method and bad bodies', async () => {
  const stranger = await project.post('/v1/mgmt/user/create', { loginId: 'x' }, `${project.projectId}:wrong`)
  expect(stranger).toMatchObject({ status: 401, body: { errorCode: 'E011007' } })
  const method = await post('/v1/mgmt/user/delete', {}, 'DELETE')
  expect([method.status, await method.json()]).toMatchObject([405, { errorMessage: 'Call this path with POST.' }])
  for (const [path, body] of [
    ['/v1/mgmt/user/create', { loginId: 5 }],
    ['/v1/mgmt/user/create', { loginId: 'x', customAttributes: [] }],
    ['/v1/mgmt/user/create', { loginId: 'x\n' + 'y' }],
    ['/v1/mgmt/user/create', { loginId: 'x', userTenants: 'T' }],
    ['/v1/mgmt/user/create', { loginId: 'U2aaaaaaaaaaaaaaaaaaaaaaaa' }],
    ['/v1/mgmt/users/load', { userIds: 'U1' }],
    ['/v2/mgmt/user/search', { limit: 100_000 }],
    ['/v1/mgmt/user/delete', {}],
    ['/v1/mgmt/tenant/create', {}],
  ] as const) {
    const answer = await post(path, body)
    expect([answer.status, await answer.json()], path).toMatchObject([400, { errorMessage: expect.any(String) }])
  }
  const openapi = await (await project.api.request('/openapi.json')).json()
  expect(Object.keys(openapi.paths)).toEqual(expect.arrayContaining(['/v1/mgmt/user/create', '/v2/mgmt/user/search']))
})
