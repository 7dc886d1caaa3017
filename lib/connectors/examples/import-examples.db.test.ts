import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { ensureVault } from '@/lib/vault/keys'
import { createConnector } from '../service'
import { importExamples } from './import-examples'
import { listCallExamples, listExamples } from './queries'
import { MAX_EXAMPLES } from './schema'
import { saveExample } from './service'

let projectId: string
beforeAll(async () => {
  await ensureVault()
  projectId = (await createProject('Imported examples')).id
})
afterAll(async () => {
  await db().project.delete({ where: { id: projectId } })
  await closeDatabase()
})

async function make(name: string, settings: Record<string, unknown> = {}) {
  const connector = { type: 'http', name, baseUrl: 'https://api.example.com', ...settings }
  return (await createConnector({ projectId, operatorId: null, connector })).id
}
const get = (target: string, body: unknown, status = 200) => ({ action: 'GET', target, status, body: Object(body) })

it('keeps answers as flows find them, and what somebody kept before', async () => {
  const connectorId = await make('Plain')
  await saveExample({ projectId, connectorId, action: 'GET', target: '/mine', value: { mine: 1 }, version: null }, null)
  const examples = [get('/a', { id: 1 }, 201), get('/list', [1]), get('/mine', { theirs: 1 })]
  expect(await importExamples({ projectId, connectorId, examples }, null)).toMatchObject({ name: 'Plain', kept: 2 })
  const values = new Map((await listCallExamples(projectId, [connectorId])).map(({ target, value }) => [target, value]))
  expect(values.get('/a')).toEqual({ id: 1, statusCode: 201 })
  expect(values.get('/list')).toEqual({ body: [1], statusCode: 200 })
  expect(values.get('/mine')).toEqual({ mine: 1 })
})

it('lays them out with headers where the connector does, which are not known', async () => {
  const connectorId = await make('Headers', { includeHeadersInContext: true })
  await importExamples({ projectId, connectorId, examples: [get('/a', { id: 1 })] }, null)
  const [example] = await listCallExamples(projectId, [connectorId])
  expect(example?.value).toEqual({ body: { id: 1 }, headers: null, statusCode: 200 })
})

it('ends where there is no room, and is refused in another project', async () => {
  const connectorId = await make('Full')
  const many = Array.from({ length: MAX_EXAMPLES }, (_, at) => get(`/${at}`, { at }))
  expect((await importExamples({ projectId, connectorId, examples: many }, null)).kept).toBe(MAX_EXAMPLES)
  expect((await importExamples({ projectId, connectorId, examples: [get('/more', {})] }, null)).kept).toBe(0)
  expect(await listExamples(projectId, connectorId)).toHaveLength(MAX_EXAMPLES)
  const other = importExamples({ projectId: 'another', connectorId, examples: [get('/x', {})] }, null)
  await expect(other).rejects.toMatchObject({ code: 'notFound' })
})
