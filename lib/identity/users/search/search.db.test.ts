import { beforeAll, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { createAttributes } from '../../attributes/service'
import { listTenants } from '../../tenants/search/queries'
import { createTenant, updateTenant } from '../../tenants/service'
import { createUser } from '../service'
import { listUsers } from './queries'

let projectId: string

beforeAll(async () => {
  projectId = (await createProject('Listed')).id
  const otherProject = (await createProject('Other')).id
  await createUser(otherProject, { loginIds: ['user 3'], name: 'Foreign' })
  await createAttributes(projectId, 'user', [{ name: 'plan', displayName: '', type: 'text', options: [] }])
  for (const id of ['a', 'b', 'c', 'd', 'e']) await createTenant(projectId, { id, name: `Tenant ${id.toUpperCase()}` })
  for (let at = 1; at <= 7; at += 1) {
    await createUser(projectId, {
      loginIds: [`user ${at}`],
      name: at === 3 ? '100% Ünï_code' : `Name ${at}`,
      status: at % 2 === 0 ? 'disabled' : 'enabled',
      customAttributes: at < 3 ? { plan: 'pro' } : {},
      tenants: at === 1 ? ['a', 'b', 'c', 'd', 'e'].map((tenantId) => ({ tenantId })) : [{ tenantId: 'e' }],
    })
  }
})

const names = async (filter: Parameters<typeof listUsers>[1]) => {
  const { users, total } = await listUsers(projectId, filter)
  expect(total).toBe(users.length)
  return users.map(({ loginId }) => loginId.slice(5)).join('')
}

it('shows the users of a project page by page, newest first, each once', async () => {
  const first = await listUsers(projectId, {}, { limit: 3 })
  const seen: string[] = []
  let cursor: string | null = null
  const totals: number[] = []
  do {
    const page: Awaited<ReturnType<typeof listUsers>> = await listUsers(projectId, {}, { cursor, limit: 3 })
    seen.push(...page.users.map(({ loginId }) => loginId))
    totals.push(page.total)
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((at) => `user ${at}`))
  expect(totals).toEqual([7, 7, 7])
  const second = await listUsers(projectId, {}, { cursor: first.nextCursor, limit: 3 })
  expect(first.previousCursor).toBeNull()
  expect((await listUsers(projectId, {}, { cursor: second.previousCursor, limit: 3 })).users).toEqual(first.users)
  // A cursor that is none begins at the first page.
  expect(await listUsers(projectId, {}, { cursor: 'nonsense', limit: 3 })).toEqual(first)
})

it('narrows by text, status, tenant and attribute, alone and together', async () => {
  expect(await names({ text: 'NAME' })).toBe('765421')
  expect(await names({ text: '100% ÜNÏ_' })).toBe('3')
  expect(await names({ text: '_' })).toBe('3')
  expect(await names({ text: '%' })).toBe('3')
  expect(await names({ text: 'user 3\nfor' })).toBe('')
  expect(await names({ text: '\0' })).toBe('7654321')
  expect(await names({ statuses: ['disabled'] })).toBe('642')
  expect(await names({ tenantIds: ['a'] })).toBe('1')
  expect(await names({ tenantIds: ['a', 'e'], attributes: { plan: 'pro' } })).toBe('21')
  expect(await names({ attributes: { plan: ['free', 'pro'] }, statuses: ['enabled'] })).toBe('1')
  expect(await names({ attributes: { "pl'an": 'x' } })).toBe('')
})

it('tells a row what it shows', async () => {
  const { users } = await listUsers(projectId, { tenantIds: ['a'] })
  expect(users).toMatchObject([
    {
      name: 'Name 1',
      email: '',
      status: 'enabled',
      tenants: [{ id: 'a', name: 'Tenant A' }, { id: 'b' }, { id: 'c' }],
      tenantCount: 5,
      lastSignInAt: null,
    },
  ])
  const [found] = users
  expect((await listUsers(projectId, { text: found?.id ?? '' })).users).toEqual(users)
})

it('shows tenants the same way, with how many users they have', async () => {
  await updateTenant(projectId, 'b', { disabled: true, selfProvisioningDomains: ['B.example.com'] })
  const first = await listTenants(projectId, {}, { limit: 3 })
  expect(first.tenants.map(({ id, userCount }) => `${id}${userCount}`)).toEqual(['e7', 'd1', 'c1'])
  const second = await listTenants(projectId, {}, { cursor: first.nextCursor })
  expect(second).toMatchObject({
    tenants: [{ id: 'b', disabled: true, domains: ['b.example.com'] }, { id: 'a' }],
    nextCursor: null,
    total: 5,
  })
  expect((await listTenants(projectId, { text: 'ant C' })).tenants).toMatchObject([{ id: 'c' }])
  expect((await listTenants(projectId, { text: 'd' })).tenants).toMatchObject([{ id: 'd' }])
})
