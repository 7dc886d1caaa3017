import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { testConnector } from '@/lib/connectors/call'
import { getConnector, listConnectorNames } from '@/lib/connectors/queries'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'
import { type Sandbox, startSandbox } from '../../sandbox/start'
import { importText } from './connector-import'

const TOKEN = 'acme-crm-demo-token'

let folder = ''
let sandbox: Sandbox
let project = ''
let out = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-import-'))
  sandbox = await startSandbox({ port: 0 })
  await ensureVault()
})
beforeEach(async () => {
  const { id } = await db().project.create({ data: { id: newProjectId(), name: 'Import' } })
  project = id
  out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await db().project.deleteMany({ where: { id: project } })
})
afterAll(async () => {
  await closeDatabase()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

async function file(text: string): Promise<string> {
  const path = join(folder, 'given.txt')
  await writeFile(path, text)
  return path
}

it('makes a connector of a curl command that calls as the command does, and prints no secret', async () => {
  const command = `curl '${sandbox.url}/crm/customers?email=ada@example.com' -H 'Authorization: Bearer ${TOKEN}' --wat`
  await importText(await file(command), { project, json: true, curl: true, name: 'CRM', operation: [] })
  expect(out).not.toContain(TOKEN)
  const printed: unknown = JSON.parse(out)
  expect(printed).toMatchObject({
    created: { name: 'CRM' },
    steps: { steps: { 'call-1': { action: 'GET', endpoint: '/crm/customers?email=ada@example.com' } } },
    report: [{ tone: 'left', what: '--wat' }],
  })
  const [made] = await listConnectorNames(project)
  expect(await getConnector(project, made?.id ?? '')).toMatchObject({
    definition: { baseUrl: sandbox.url, authentication: { method: 'bearerToken' } },
    storedSecrets: ['authentication.bearerToken'],
  })
  const call = {
    action: 'GET',
    endpoint: '/crm/customers?email=ada@example.com',
    payload: null,
    timeoutSeconds: null,
  }
  const { ok } = await testConnector({ projectId: project, connectorId: made?.id ?? '', call, values: {} })
  expect(ok).toBe(true)
})

it('takes a secret that the text lacks from the environment, and writes nothing without', async () => {
  const path = await file('curl https://api.example.com/v1/x -H "X-Api-Key: $KEY"')
  const options = { project, json: true, curl: true, operation: [] }
  await expect(importText(path, options)).rejects.toThrow('--secret-env')
  await expect(importText(path, { ...options, secretEnv: 'PATCHBAY_NOT_SET' })).rejects.toThrow('PATCHBAY_NOT_SET')
  expect(await listConnectorNames(project)).toEqual([])
  vi.stubEnv('SHOP_KEY', 'the-key-itself')
  await importText(path, { ...options, secretEnv: 'SHOP_KEY' })
  expect(out).not.toContain('the-key-itself')
  expect(await listConnectorNames(project)).toMatchObject([{ name: 'api.example.com' }])
})

it('makes a connector and steps of an OpenAPI document', async () => {
  const document = `
openapi: 3.0.0
info: { title: Things }
servers: [{ url: 'https://things.example.com/v1' }]
paths: { '/things/{id}': { get: { operationId: readThing }, put: { operationId: writeThing } } }
`
  const path = await file(document)
  const options = { project, json: true, openapi: true }
  await expect(importText(path, { ...options, operation: ['nothing'] })).rejects.toThrow('there is no "nothing"')
  await importText(path, { ...options, operation: ['readThing', 'PUT /things/{id}'] })
  const printed: unknown = JSON.parse(out)
  expect(printed).toMatchObject({
    created: { name: 'Things' },
    steps: { steps: { 'call-1': { endpoint: '/things/{{client.id}}' }, 'call-2': { action: 'PUT' } } },
  })
})

it('names why a text cannot be read', async () => {
  await expect(
    importText(await file('curl -X TRACE https://example.com'), { project, curl: true, operation: [] }),
  ).rejects.toThrow('Connectors send GET')
})
