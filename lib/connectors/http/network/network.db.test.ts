import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { secretStays } from '../../kept-secrets'
import { exportConnectors, getConnector, listConnectors } from '../../queries'
import { createConnector, updateConnector } from '../../service'
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

const oauth = (authUrl: string, clientSecret?: string) => ({
  method: 'oauth2ClientCredentials',
  oauth2ClientCredentials: { authUrl, clientId: 'id', clientSecret },
})
const bearer = (bearerToken?: string) => ({ method: 'bearerToken', bearerToken })
const TOKEN = 'authentication.bearerToken'
const CLIENT = 'authentication.oauth2ClientCredentials.clientSecret'

async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'saved',
    (error: unknown) => (error instanceof DomainError ? error.fields : error),
  )
}

it.each([
  ['a token', 'https://api.example', bearer, TOKEN],
  ['a client secret, by the base URL', 'https://api.example', (s?: string) => oauth('http://auth.example', s), CLIENT],
  ['a client secret, by the token URL', 'http://api.example', (s?: string) => oauth('https://auth.example', s), CLIENT],
])('%s is asked for again when certificates are no longer verified', async (_name, baseUrl, authentication, field) => {
  const projectId = await makeProject()
  const base = { type: 'http', name: 'Inner', baseUrl }
  const made = await createConnector({
    projectId,
    operatorId: null,
    connector: { ...base, authentication: authentication('first'), hmacSecret: 'signing' },
  })
  const save = (version: number, change: object) =>
    outcome(
      updateConnector({
        projectId,
        operatorId: null,
        connectorId: made.id,
        version,
        connector: { ...base, ...change },
      }),
    )
  const loose = { authentication: authentication(), insecure: true, hmacSecret: null }
  expect(await save(1, loose)).toEqual({ [field]: secretStays })
  const document = { ...base, ...loose }
  expect(await outcome(importConnectors({ projectId, operatorId: null, document }))).toEqual({ [field]: secretStays })
  expect((await getConnector(projectId, made.id)).version).toBe(1)
  expect(await save(1, { ...loose, authentication: authentication('second') })).toBe('saved')
  expect(await save(2, { ...loose, description: 'Still' })).toBe('saved')
  expect(await save(3, { ...loose, insecure: false })).toBe('saved')
  expect((await getConnector(projectId, made.id)).storedSecrets).toContain(field)
})

it('a signing secret is asked for again too; over plain http nothing changes', async () => {
  const projectId = await makeProject()
  const base = { type: 'http', name: 'Inner', hmacSecret: 'signing' }
  for (const [name, baseUrl, expected] of [
    ['Secure', 'https://api.example', { hmacSecret: secretStays }],
    ['Plain', 'http://api.example', 'saved'],
  ] as const) {
    const { id } = await createConnector({ projectId, operatorId: null, connector: { ...base, name, baseUrl } })
    const connector = { type: 'http', name, baseUrl, insecure: true }
    const saved = updateConnector({ projectId, operatorId: null, connectorId: id, version: 1, connector })
    expect(await outcome(saved)).toEqual(expected)
  }
})
