import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { flowTemplates, listTemplateConnectors } from '@/lib/flow/templates/registry'
import { ensureVault } from '@/lib/vault/keys'
import { listMissingConnectors, makeSampleConnectors } from './service'

beforeAll(ensureVault)
afterEach(() => vi.unstubAllEnvs())
afterAll(closeDatabase)

const NAMES = ['Acme CRM', 'Acme Database', 'Other']

it('makes what the sandbox answers, at its address, and leaves what is there', async () => {
  const { id: projectId } = await createProject('Samples')
  vi.stubEnv('SANDBOX_URL', 'http://127.0.0.1:4321')
  expect(await listMissingConnectors(projectId, NAMES)).toEqual({
    names: NAMES,
    ofSandbox: ['Acme CRM', 'Acme Database'],
  })
  const { created } = await makeSampleConnectors(projectId, NAMES, 'operator')
  expect(created.map(({ name }) => name)).toEqual(['Acme CRM', 'Acme Database'])
  const [crm, database] = await db().connector.findMany({ where: { projectId }, orderBy: { name: 'asc' } })
  expect(crm?.config).toMatchObject({ baseUrl: 'http://127.0.0.1:4321/crm' })
  expect(database?.config).toMatchObject({ port: 4322 })
  expect(await makeSampleConnectors(projectId, NAMES, 'operator')).toEqual({ created: [], updated: [] })
  expect(await listMissingConnectors(projectId, NAMES)).toEqual({ names: ['Other'], ofSandbox: [] })
})

it('makes nothing where no sandbox runs', async () => {
  const { id: projectId } = await createProject('No sandbox')
  vi.stubEnv('SANDBOX_URL', '')
  expect(await listMissingConnectors(projectId, NAMES)).toEqual({ names: NAMES, ofSandbox: [] })
  expect(await makeSampleConnectors(projectId, NAMES, 'operator')).toEqual({ created: [], updated: [] })
})

it('has every connector that a template calls', async () => {
  const { id: projectId } = await createProject('Templates')
  vi.stubEnv('SANDBOX_URL', 'http://127.0.0.1:4321')
  const called = [...new Set(flowTemplates.flatMap(listTemplateConnectors))]
  expect((await listMissingConnectors(projectId, called)).ofSandbox).toEqual(called)
})
