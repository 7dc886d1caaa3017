import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import type { Json } from '@/lib/language/json'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { createConnector, deleteConnector, updateConnector } from '../service'
import { listCallExamples, listExamples } from './queries'
import { MAX_CALL_EXAMPLES, MAX_CALL_EXAMPLES_BYTES, MAX_EXAMPLES } from './schema'
import { removeExample, saveExample } from './service'

let projectId: string
let other: string
let connectorId: string
const definition = { type: 'http', name: 'Acme', baseUrl: 'https://api.example.com' }

beforeAll(async () => {
  await ensureVault()
  projectId = (await createProject('Examples')).id
  other = (await createProject('Other')).id
  connectorId = (await createConnector({ projectId, operatorId: null, connector: definition })).id
})
afterAll(async () => {
  await db().project.deleteMany({ where: { id: { in: [projectId, other] } } })
  await closeDatabase()
})

const call = (target: string, action = 'GET') => ({ projectId, connectorId, action, target })
const save = (target: string, value: Json, version: number | null = null) =>
  saveExample({ ...call(target), value, version }, null)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  )

test('an example belongs to one call, and is replaced only by who has seen it', async () => {
  expect(await save('/a?b={{client.c}}', { plan: 'pro', z: 1, a: 2 })).toMatchObject({ version: 1 })
  // The same call, written otherwise.
  expect(await codeOf(save('a?b={{ client.c }}', {}))).toBe('conflict')
  expect(await save('a?b={{ client.c }}', { plan: 'free', z: 1, a: 2 }, 1)).toMatchObject({ version: 2 })
  expect(await codeOf(save('/a?b={{client.c}}', {}, 1))).toBe('conflict')
  await saveExample({ ...call('/a?b={{client.c}}', 'POST'), value: [], version: null }, null)
  const examples = await listExamples(projectId, connectorId)
  expect(examples.map(({ action, value, version }) => [action, value, version])).toEqual([
    ['POST', [], 1],
    ['GET', { plan: 'free', z: 1, a: 2 }, 2],
  ])
  expect(Object.keys(examples[1]?.value ?? {})).toEqual(['plan', 'z', 'a'])
})

test('it is of its project alone', async () => {
  await save('/mine', { a: 1 })
  expect(await codeOf(saveExample({ ...call('/mine'), projectId: other, value: {}, version: null }, null))).toBe(
    'notFound',
  )
  expect(await codeOf(saveExample({ ...call('/mine'), projectId: other, value: {}, version: 1 }, null))).toBe(
    'notFound',
  )
  expect(await codeOf(removeExample({ ...call('/mine'), projectId: other, version: 1 }))).toBe('conflict')
  expect(await listExamples(other, connectorId)).toEqual([])
  expect(await listCallExamples(other, [connectorId])).toEqual([])
  expect(await codeOf(removeExample({ ...call('/mine'), version: 7 }))).toBe('conflict')
  expect(await codeOf(removeExample({ ...call('/mine'), version: 1 }))).toBe('done')
})

test('it is shortened, takes what PostgreSQL does not, and is bounded in number', async () => {
  await save('/odd', { 'k\0': 'a\0b\ud800', list: Array.from({ length: 10_000 }, () => 'x'.repeat(500)) })
  const odd = (await listExamples(projectId, connectorId)).find(({ target }) => target === '/odd')
  expect(JSON.stringify(odd?.value).length).toBeLessThan(33_000)
  expect(odd?.value).toMatchObject({ k: 'ab\ufffd' })
  const keys = Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`key ${at}`, at]))
  expect(await codeOf(save('/large', keys))).toBe('invalid')
  const others = await createConnector({ projectId, operatorId: null, connector: { ...definition, name: 'Many' } })
  const many = { projectId, connectorId: others.id, action: 'GET', version: null }
  for (let at = 0; at < MAX_EXAMPLES; at++) await saveExample({ ...many, target: `/${at}`, value: at }, null)
  expect(await codeOf(saveExample({ ...many, target: '/more', value: 1 }, null))).toBe('invalid')
  await deleteConnector(projectId, others.id)
  expect(await db().connectorExample.count({ where: { projectId, connectorId: others.id } })).toBe(0)
})

test('flows get it until the connector lays answers out otherwise', async () => {
  const { id, version } = await createConnector({
    projectId,
    operatorId: null,
    connector: { ...definition, name: 'Lay' },
  })
  await saveExample({ projectId, connectorId: id, action: 'GET', target: '/x', value: { a: 1 }, version: null }, null)
  const expected = [{ connector: id, action: 'GET', target: '/x', value: { a: 1 } }]
  expect(await listCallExamples(projectId, [id])).toEqual(expected)
  const change = { ...definition, name: 'Lay', description: 'New', includeHeadersInContext: false }
  await updateConnector({ projectId, operatorId: null, connectorId: id, version, connector: change })
  expect(await listCallExamples(projectId, [id])).toEqual(expected)
  const headers = { ...change, includeHeadersInContext: true }
  await updateConnector({ projectId, operatorId: null, connectorId: id, version: version + 1, connector: headers })
  expect(await listCallExamples(projectId, [id])).toEqual([])
  expect(await listExamples(projectId, id)).toMatchObject([{ outdated: true }])
})

test('flows get the newest of very many, by number and by size', async () => {
  const connector = { ...definition, name: 'Much' }
  const { id } = await createConnector({ projectId, operatorId: null, connector })
  const fill = async (count: number, value: string) => {
    await db().connectorExample.deleteMany({ where: { projectId, connectorId: id } })
    const data = Array.from({ length: count }, (_, at) => ({
      projectId,
      connectorId: id,
      callHash: String(at),
      action: 'GET',
      target: `/${at}`,
      value,
      form: 'body',
      savedAt: new Date(1_700_000_000_000 + at * 1_000),
    }))
    await db().connectorExample.createMany({ data })
    return listCallExamples(projectId, [id, id])
  }
  const many = await fill(MAX_CALL_EXAMPLES + 5, 'x')
  expect(many).toHaveLength(MAX_CALL_EXAMPLES)
  expect(many[0]?.target).toBe(`/${MAX_CALL_EXAMPLES + 4}`)
  // Bytes, not characters: each of these takes three.
  const large = await fill(100, '\u2603'.repeat(10_000))
  expect(large.length).toBe(Math.floor(MAX_CALL_EXAMPLES_BYTES / Buffer.byteLength(JSON.stringify(large[0]))))
  expect(large[0]?.target).toBe('/99')
})
