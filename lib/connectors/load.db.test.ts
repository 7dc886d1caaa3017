import { afterAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'
import { loadConnector } from './load'
import { createConnector, updateConnector } from './service'

afterAll(closeDatabase)

it('makes one client for all who call a connector at once, before and after an edit', async () => {
  await ensureVault()
  const { id: projectId } = await db().project.create({ data: { id: newProjectId(), name: 'Test' } })
  const connector = { type: 'sql', name: 'Database', engine: 'postgresql', host: '127.0.0.1', database: 'acme' }
  const settings = { ...connector, username: 'acme', password: 'a-database-password' }
  const { id } = await createConnector({ projectId, operatorId: null, connector: settings })
  const load = async () => {
    const loaded = await Promise.all(Array.from({ length: 50 }, () => loadConnector(projectId, id)))
    return [...new Set(loaded.map(({ client }) => client))]
  }
  const before = await load()
  expect(before).toHaveLength(1)
  const changed = { ...settings, name: 'Database 2' }
  await updateConnector({ projectId, operatorId: null, connectorId: id, version: 1, connector: changed })
  const after = await load()
  expect(after).toHaveLength(1)
  expect(after).not.toEqual(before)
  await db().project.delete({ where: { id: projectId } })
})
