import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAuditEvents } from './audit/queries'
import { recordAudit } from './audit/service'
import { listConnectors } from './connectors/queries'
import { createProject } from './console/projects'
import { closeDatabase, db } from './db'
import { listFlows } from './flow-catalog/queries'
import { listTenants } from './identity/tenants/search/queries'
import { listUsers } from './identity/users/search/queries'
import { createUser } from './identity/users/service'
import { listApps } from './outbound/apps/queries'
import { listTokens } from './outbound/tokens/list/queries'
import { listExecutions } from './runner/queries'

let projectId: string

beforeAll(async () => {
  projectId = (await createProject('Sought')).id
  for (const name of ['100% sure', 'Plain']) {
    const id = name.replaceAll(/\W/g, '').toLowerCase()
    await db().tenant.create({ data: { projectId, id, name } })
    await db().connector.create({ data: { projectId, id: `${projectId}${id}`, type: 'http', name, config: {} } })
    await db().outboundApp.create({ data: { projectId, id, name, type: 'apiKey', config: {} } })
    await createUser(projectId, { loginIds: [id], name })
    await recordAudit({ type: 'key', id, name, ipAddress: '' }, projectId, { action: 'test.made' })
  }
})

afterAll(closeDatabase)

const lists = {
  tenants: async (text: string) => (await listTenants(projectId, { text })).tenants.length,
  users: async (text: string) => (await listUsers(projectId, { text })).users.length,
  connectors: async (search: string) => (await listConnectors(projectId, { search })).connectors.length,
  apps: async (search: string) => (await listApps(projectId, { search })).apps.length,
  audit: async (text: string) =>
    (await listAuditEvents(projectId, { text })).events.filter(({ action }) => action === 'test.made').length,
}

it.each(Object.entries(lists))('%s are found by what was typed, which is no pattern', async (_, count) => {
  expect(await count('0% s')).toBe(1)
  expect(await count('%')).toBe(1)
  expect(await count('_lain')).toBe(0)
  expect(await count('\\')).toBe(0)
  expect(await count('plain\0')).toBe(1)
  expect(await count('\0')).toBe(2)
})

it('no list is broken by a text that PostgreSQL refuses', async () => {
  const text = '\0a\0'
  expect((await listFlows(projectId, { search: text })).flows).toEqual([])
  expect((await listTokens(projectId, { text })).tokens).toEqual([])
  expect((await listExecutions(projectId, { text })).executions).toEqual([])
})
