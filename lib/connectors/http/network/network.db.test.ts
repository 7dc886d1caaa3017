import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'
import { exportConnectors, getConnector, listConnectors } from '../../queries'
import { createConnector } from '../../service'
import { importConnectors } from '../../transfer/service'

const projects: string[] = []
beforeAll(ensureVault)
afterEach(async () => {
  await db().project.deleteMany({ where: { id: { in: projects.splice(0) } } })
})
afterAll(closeDatabase)

async function makeProject(): Promise<string> {
  const { id } = await db().project.create({ data: { id: newProjectId(), name: 'Test' } })
  projects.push(id)
  return id
}

it('is stored, listed and carried by a file; a file without it leaves both off', async () => {
  const [from, to] = [await makeProject(), await makeProject()]
  const base = { type: 'http', baseUrl: 'https://10.0.0.5:8443' }
  const settings = { ...base, name: 'Inner', insecure: true, useStaticIps: true }
  const { id, definition } = await createConnector({ projectId: from, operatorId: null, connector: settings })
  expect(definition).toMatchObject({ insecure: true, useStaticIps: true })
  await createConnector({ projectId: from, operatorId: null, connector: { ...base, name: 'Outer' } })
  const listed = (await listConnectors(from)).connectors.map(({ name, insecure }) => [name, insecure])
  expect(listed).toEqual([
    ['Inner', true],
    ['Outer', false],
  ])
  const document = JSON.parse(JSON.stringify(await exportConnectors(from)))
  await importConnectors({ projectId: to, operatorId: null, document })
  expect(await exportConnectors(to)).toEqual(document)
  expect((await getConnector(from, id)).definition).toEqual(document.connectors[0])
})
