import { afterAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newId } from '@/lib/id'
import { issueSession } from '../sessions/service/issue'
import { deleteTenant } from '../tenants/service'
import { makePerson } from '../testing/person'
import { createUser } from '../users/service'
import { countTenantRemains, countUserRemains } from './queries'

afterAll(closeDatabase)

it('counts what a deletion then takes, of this project alone', async () => {
  const { projectId, userId: ada } = await makePerson()
  await makePerson()
  const bob = await createUser(projectId, { loginIds: ['bob'], tenants: [{ tenantId: 'acme' }] })
  await createUser(projectId, { loginIds: ['eve'], tenants: [] })
  await issueSession({
    projectId,
    userId: ada,
    tenantId: null,
    methods: [],
    firstSeen: false,
    claims: {},
    ipAddress: '',
    userAgent: '',
  })
  await db().outboundApp.create({ data: { projectId, id: 'crm', name: 'CRM', type: 'apiKey', config: {} } })
  const tokens = [
    { level: 'tenant' as const, ownerKey: 'tenant:acme', tenantId: 'acme' },
    { level: 'tenant' as const, ownerKey: 'tenant:shut', tenantId: 'shut' },
    { level: 'userTenant' as const, ownerKey: `userTenant:${bob.id}:acme`, tenantId: 'acme', userId: bob.id },
    { level: 'user' as const, ownerKey: `user:${bob.id}`, userId: bob.id },
    { level: 'user' as const, ownerKey: `user:${ada}`, userId: ada },
    { level: 'userTenant' as const, ownerKey: `userTenant:${ada}:acme`, tenantId: 'acme', userId: ada },
  ]
  await db().outboundToken.createMany({
    data: tokens.map((token) => ({
      ...token,
      projectId,
      id: newId(),
      appId: 'crm',
      requestedKey: '',
      grantedKey: '',
      accessSealed: new Uint8Array(8),
      tokenType: 'apiKey',
    })),
  })

  // Ada is in two tenants, Bob in this one alone.
  expect(await countTenantRemains(projectId, 'acme')).toEqual({
    members: 2,
    tokens: 3,
    onlyHere: { users: 1, tokens: 1 },
  })
  expect(await countUserRemains(projectId, ada)).toEqual({ tenants: 2, sessions: 1, tokens: 2 })
  await expect(countTenantRemains(projectId, 'nowhere')).rejects.toMatchObject({ reason: 'tenantNotFound' })
  await expect(countUserRemains(projectId, 'nobody')).rejects.toMatchObject({ reason: 'userNotFound' })

  const before = await db().outboundToken.count({ where: { projectId } })
  expect(await deleteTenant(projectId, 'acme', { cascade: true })).toMatchObject({ deletedUsers: 1 })
  expect(before - (await db().outboundToken.count({ where: { projectId } }))).toBe(3 + 1)
  expect(await countUserRemains(projectId, ada)).toMatchObject({ tenants: 1, tokens: 1 })
})
