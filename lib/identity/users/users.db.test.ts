import { beforeAll, describe, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { createAttributes, deleteAttributes, updateAttribute } from '../attributes/service'
import { toTenantContext } from '../tenants/response'
import { createTenant, deleteTenant, updateTenant } from '../tenants/service'
import { addToTenant } from './memberships/service'
import { findUser, findUserByLoginId, listUsersByIds } from './queries'
import { toUserAudit, toUserContext, toUserResponse } from './response'
import { createUser, deleteUser, updateUser } from './service'

let projectId: string
let otherProject: string

beforeAll(async () => {
  projectId = (await createProject('Users')).id
  otherProject = (await createProject('Other')).id
  await createTenant(projectId, { id: 'acme', name: 'Acme' })
  await createTenant(projectId, { id: 'globex', name: 'Globex' })
  await createAttributes(projectId, 'user', [
    { name: 'plan', displayName: 'Plan', type: 'singleSelect', options: ['free', 'pro'] },
    { name: 'seats', displayName: '', type: 'number', options: [] },
  ])
})

describe('a user', () => {
  it('is made with everything it has, and told as SDKs read it', async () => {
    const user = await createUser(projectId, {
      loginIds: ['Ada@Example.com', 'ada'],
      email: 'Ada@Example.com',
      verifiedEmail: true,
      phone: '+1 (555) 123-4567',
      name: 'Ada Lovelace',
      roleNames: ['Admin', 'Admin'],
      tenants: [{ tenantId: 'acme', roleNames: ['Owner'] }],
      customAttributes: { plan: 'pro', seats: '3' },
    })
    expect(toUserResponse(user)).toEqual({
      userId: user.id,
      loginIds: ['Ada@Example.com', 'ada'],
      email: 'ada@example.com',
      phone: '+15551234567',
      name: 'Ada Lovelace',
      givenName: '',
      middleName: '',
      familyName: '',
      picture: '',
      verifiedEmail: true,
      verifiedPhone: false,
      status: 'enabled',
      roleNames: ['Admin'],
      userTenants: [{ tenantId: 'acme', tenantName: 'Acme', roleNames: ['Owner'], permissions: [] }],
      customAttributes: { plan: 'pro', seats: 3 },
      createdTime: expect.any(Number),
      test: false,
      TOTP: false,
      SAML: false,
      SCIM: false,
      password: false,
      webauthn: false,
      OAuth: {},
      ssoAppIds: [],
    })
    expect(user.id).toMatch(/^U2[0-9a-z]{24}$/)
    expect(toUserContext(user)).not.toHaveProperty('password')
    expect(toUserAudit(user)).not.toHaveProperty('userId')
    expect(await listUsersByIds(projectId, ['unknown', user.id])).toEqual([user])
    expect(user.searchText).toBe('ada lovelace\nada@example.com\n+15551234567')
  })

  it('is found by any login id in any case and by its id, and by nobody else\u2019s project', async () => {
    const found = await findUserByLoginId(projectId, ' ADA@example.COM ')
    expect(found?.name).toBe('Ada Lovelace')
    expect((await findUserByLoginId(projectId, found?.id ?? ''))?.id).toBe(found?.id)
    expect(await findUserByLoginId(otherProject, 'ada')).toBeNull()
    expect(await findUser(otherProject, found?.id ?? '')).toBeNull()
    expect(await findUserByLoginId(projectId, 'a\0b')).toBeNull()
    expect(await findUserByLoginId(projectId, '  ')).toBeNull()
  })

  it('is read the same alone, among others and in a transaction', async () => {
    const ids = ['ada', 'ada@example.com', 'nobody', 'a\0b']
    const together = await Promise.all(ids.map((id) => findUserByLoginId(projectId, id)))
    const alone = await db().$transaction(async (transaction) => {
      const found = []
      for (const id of ids) found.push(await findUserByLoginId(projectId, id, transaction))
      return found
    })
    expect(together).toEqual(alone)
    const [ada] = alone
    expect(ada?.tenants).toHaveLength(1)
    expect(await findUser(projectId, ada?.id ?? '')).toEqual(ada)
    expect(await findUser(projectId, 'U\0')).toBeNull()
  })

  it('keeps its login id to itself: nothing of the refused one is left', async () => {
    const before = await db().user.count({ where: { projectId } })
    const again = createUser(projectId, { loginIds: ['new@example.com', 'ADA'] })
    await expect(again).rejects.toMatchObject({ reason: 'userExists', fields: { loginIds: expect.any(String) } })
    expect(await db().user.count({ where: { projectId } })).toBe(before)
    expect(await findUserByLoginId(projectId, 'new@example.com')).toBeNull()
    expect(await createUser(otherProject, { loginIds: ['ada'] })).toMatchObject({ projectId: otherProject })
  })

  it('may not take the id of another user as its login id', async () => {
    const ada = await findUserByLoginId(projectId, 'ada')
    await expect(createUser(projectId, { loginIds: [ada?.id ?? ''] })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('refuses what is wrong with a message at each field', async () => {
    const refused = createUser(projectId, {
      loginIds: ['x'],
      email: 'nobody',
      phone: 'call me',
      picture: 'javascript:1',
    })
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      fields: { email: expect.any(String), phone: expect.any(String), picture: expect.any(String) },
    })
    const attributes = createUser(projectId, { loginIds: ['x'], customAttributes: { plan: 'gold', nope: 1 } })
    await expect(attributes).rejects.toMatchObject({
      fields: {
        'customAttributes.plan': 'Give one of: free, pro.',
        'customAttributes.nope': expect.stringContaining('no user attribute'),
      },
    })
    const tenant = createUser(projectId, { loginIds: ['x'], tenants: [{ tenantId: 'nowhere' }] })
    await expect(tenant).rejects.toMatchObject({ reason: 'tenantNotFound' })
    expect(await findUserByLoginId(projectId, 'x')).toBeNull()
  })
})

describe('a change', () => {
  it('touches what it names: the rest stays', async () => {
    const { id } = await createUser(projectId, {
      loginIds: ['bob'],
      email: 'bob@example.com',
      verifiedEmail: true,
      customAttributes: { plan: 'free', seats: 1 },
      tenants: [{ tenantId: 'acme' }],
    })
    const renamed = await updateUser(projectId, id, { name: 'Bob', customAttributes: { seats: 2 } })
    expect(toUserResponse(renamed)).toMatchObject({
      name: 'Bob',
      email: 'bob@example.com',
      verifiedEmail: true,
      customAttributes: { plan: 'free', seats: 2 },
      userTenants: [{ tenantId: 'acme' }],
    })
    const moved = await updateUser(projectId, id, {
      email: 'robert@example.com',
      loginIds: ['bob', 'robert'],
      tenants: [{ tenantId: 'globex', roleNames: ['Guest'] }],
      customAttributes: { plan: null },
    })
    expect(toUserResponse(moved)).toMatchObject({
      verifiedEmail: false,
      loginIds: ['bob', 'robert'],
      customAttributes: { seats: 2 },
      userTenants: [{ tenantId: 'globex', roleNames: ['Guest'] }],
    })
    expect(moved.searchText).toBe('bob\nrobert@example.com')
    const replaced = await updateUser(projectId, id, { customAttributes: {} }, { replaceAttributes: true })
    expect(replaced.customAttributes).toEqual({})
    await expect(updateUser(projectId, id, { loginIds: ['ada'] })).rejects.toMatchObject({ reason: 'userExists' })
    expect(await findUserByLoginId(projectId, 'robert')).toMatchObject({ id })
  })

  it('that disables ends the sessions', async () => {
    const { id } = await createUser(projectId, { loginIds: ['carol'] })
    await db().userSession.create({
      data: { projectId, id: 's1', userId: id, expiresAt: new Date(Date.now() + 60_000) },
    })
    await updateUser(projectId, id, { status: 'disabled' })
    expect(await db().userSession.findFirst({ where: { projectId, id: 's1' } })).toMatchObject({
      revokedAt: expect.any(Date),
      revokedReason: 'operator',
    })
    await deleteUser(projectId, id)
    expect(await db().userSession.count({ where: { projectId, id: 's1' } })).toBe(0)
    await expect(deleteUser(projectId, id)).rejects.toMatchObject({ reason: 'userNotFound' })
  })

  it('of many at once loses none', async () => {
    const { id } = await createUser(projectId, { loginIds: ['dora'] })
    await Promise.all([
      updateUser(projectId, id, { customAttributes: { plan: 'pro' } }),
      updateUser(projectId, id, { customAttributes: { seats: 9 } }),
      addToTenant(projectId, id, 'acme', ['A']),
      addToTenant(projectId, id, 'acme'),
    ])
    expect(await findUser(projectId, id)).toMatchObject({
      customAttributes: { plan: 'pro', seats: 9 },
      tenants: [{ tenantId: 'acme' }],
    })
  })
})

describe('a tenant', () => {
  it('goes with its memberships, and with the users of it alone when that is asked', async () => {
    await createTenant(projectId, { id: 'short', name: 'Short-lived' })
    const only = await createUser(projectId, { loginIds: ['only'], tenants: [{ tenantId: 'short' }] })
    const both = await createUser(projectId, {
      loginIds: ['both'],
      tenants: [{ tenantId: 'short' }, { tenantId: 'acme' }],
    })
    expect(await deleteTenant(projectId, 'short', { cascade: true })).toMatchObject({ deletedUsers: 1 })
    expect(await findUser(projectId, only.id)).toBeNull()
    expect((await findUser(projectId, both.id))?.tenants.map(({ tenantId }) => tenantId)).toEqual(['acme'])
    await expect(deleteTenant(projectId, 'short')).rejects.toMatchObject({ reason: 'tenantNotFound' })
  })

  it('has an id of its own, and learns attributes where it may', async () => {
    await expect(createTenant(projectId, { id: 'acme', name: 'Again' })).rejects.toMatchObject({
      reason: 'tenantExists',
    })
    await expect(createTenant(projectId, { name: 'X', customAttributes: { k: 'v' } })).rejects.toMatchObject({
      code: 'invalid',
    })
    const made = await createTenant(projectId, { name: 'X', customAttributes: { k: 'v' } }, { unknown: 'define' })
    expect(made.id).toMatch(/^T2/)
    expect(toTenantContext(made)).toMatchObject({ tenantId: made.id, customAttributes: { k: 'v' } })
    await expect(updateTenant(projectId, made.id, { customAttributes: { k: {} } })).rejects.toMatchObject({
      fields: { 'customAttributes.k': 'Give text.' },
    })
    expect(await updateTenant(projectId, made.id, { name: 'Y' })).toMatchObject({
      name: 'Y',
      customAttributes: { k: 'v' },
    })
  })
})

it('an attribute goes with its values, and never changes its type under them', async () => {
  const seats = { name: 'seats', displayName: '', type: 'number' as const, options: [] }
  await expect(createAttributes(projectId, 'user', [seats])).resolves.toHaveLength(2)
  await expect(createAttributes(projectId, 'user', [{ ...seats, type: 'text' }])).rejects.toMatchObject({
    reason: 'attributeExists',
  })
  expect(await updateAttribute(projectId, 'user', 'plan', { displayName: 'P', options: ['x'] })).toMatchObject({
    type: 'singleSelect',
    options: ['x'],
  })
  await expect(updateAttribute(projectId, 'user', 'plan', { displayName: '', options: [] })).rejects.toMatchObject({
    fields: { options: expect.any(String) },
  })
  expect(await deleteAttributes(projectId, 'user', ['seats', 'unknown'])).toEqual(['seats'])
  const left = await db().user.findMany({ where: { projectId }, select: { customAttributes: true } })
  expect(left.every(({ customAttributes }) => !Object.hasOwn(Object(customAttributes), 'seats'))).toBe(true)
})
