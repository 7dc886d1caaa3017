import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import connectorFile from '@/examples/connectors.json'
import { makeProject } from '@/lib/api/testing/project'
import { importConnectors } from '@/lib/connectors/transfer/service'
import { closeDatabase, db } from '@/lib/db'
import { flowTemplates } from '@/lib/flow/templates/registry'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { getFlow } from '@/lib/flow-catalog/queries'
import { createFlow } from '@/lib/flow-catalog/service'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import { submitStep } from '@/lib/runner/next'
import { startExecution } from '@/lib/runner/start'
import type { FlowReply } from '@/lib/runner/types'
import { freePort } from '../free-port'
import { type SandboxDatabase, startSandboxDatabase } from './database'
import { type Sandbox, startSandbox } from './start'

// Every template, from the console's "New flow" to its end, against the sandbox as it ships.
let folder: string
let sandbox: Sandbox
let database: SandboxDatabase | null
let project: Awaited<ReturnType<typeof makeProject>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-templates-'))
  const port = (await freePort()) - 1
  sandbox = await startSandbox({ port: 0 })
  database = await startSandboxDatabase({ dataDir: folder, sandboxPort: port, say: () => {} })
  project = await makeProject()
  const connectors = connectorFile.connectors.map((connector) =>
    connector.baseUrl === undefined
      ? { ...connector, port: database?.port }
      : { ...connector, baseUrl: sandbox.url + new URL(connector.baseUrl).pathname },
  )
  await importConnectors({ projectId: project.projectId, operatorId: null, document: { ...connectorFile, connectors } })
}, 90_000)
afterAll(async () => {
  await sandbox.close()
  await database?.close()
  await rm(folder, { recursive: true, force: true })
  await closeDatabase()
})

/** A template published as a flow and started, as an operator does. */
async function begin(template: string, client: JsonObject = {}): Promise<FlowReply> {
  const { projectId } = project
  const { id: flowId, missing } = await createFlow(
    projectId,
    { name: `${template} ${newId(6)}`, kind: 'interactive', template },
    null,
  )
  expect(missing).toEqual([])
  const { draftRevision: revision } = await getFlow(projectId, flowId)
  await publishFlow(projectId, { flowId, revision, note: '' }, null)
  return await startExecution({
    projectId,
    flowId,
    version: 'live',
    trigger: 'console',
    startedById: null,
    client,
    ipAddress: '203.0.113.9',
    watched: false,
  })
}

async function press({ executionId, stepId }: FlowReply, input: JsonObject, interactionId = 'submit') {
  return await submitStep({ projectId: project.projectId, executionId, stepId, interactionId, input, watched: false })
}

const messagesOf = async ({ executionId }: FlowReply) =>
  JSON.stringify(
    await db().runnerMessage.findMany({
      where: { projectId: project.projectId, executionId },
      orderBy: { number: 'asc' },
    }),
  )

const password = 'a fine pass phrase 7f3a'
const runs: Record<string, () => Promise<void>> = {
  'sign-up-with-password': async () => {
    const end = await press(await begin('sign-up-with-password'), { name: 'Ada', email: 'up@example.com', password })
    expect(end).toMatchObject({ status: 'completed', output: { email: 'up@example.com' } })
  },
  'sign-in-with-password': async () => {
    await press(await begin('sign-up-with-password'), { name: 'In', email: 'in@example.com', password })
    const wrong = await press(await begin('sign-in-with-password'), {
      email: 'in@example.com',
      password: 'not this one',
    })
    expect(wrong).toMatchObject({ status: 'waiting', stepName: 'Sign in' })
    expect(await press(wrong, { email: 'in@example.com', password })).toMatchObject({ status: 'completed' })
  },
  'sign-up-or-in-with-code': async () => {
    const asked = await press(await begin('sign-up-or-in-with-code'), { email: 'code@example.com' })
    expect(asked).toMatchObject({ status: 'waiting', stepName: 'Enter the code' })
    const code = /\b\d{6}\b/.exec((await messagesOf(asked)).match(/"code":\s*"\d{6}"/)?.[0] ?? '')?.[0] ?? ''
    expect(await press(asked, { code })).toMatchObject({ status: 'completed', output: { email: 'code@example.com' } })
  },
  'onboard-a-company': async () => {
    const company = await press(await begin('onboard-a-company'), {
      name: 'Grace',
      email: 'grace@navy.example',
      password,
    })
    const end = await press(company, { company: 'Navy' })
    expect(end).toMatchObject({ status: 'completed', output: { company: 'Navy', tenantId: expect.any(String) } })
  },
  'connect-an-account': async () => {
    await press(await begin('sign-up-with-password'), { name: 'Con', email: 'connect@example.com', password })
    const offer = await press(await begin('connect-an-account'), { email: 'connect@example.com', password })
    const refused = await press(offer, {}, 'connect')
    expect(refused).toMatchObject({ stepName: 'Offer to connect', screen: { view: { error: expect.any(String) } } })
    expect(await press(refused, {}, 'later')).toMatchObject({
      status: 'completed',
      output: { userId: expect.any(String) },
    })
  },
  'enrich-from-crm': async () => {
    const known = await press(await begin('enrich-from-crm'), { email: 'ada@example.com', password })
    expect(known).toMatchObject({ status: 'completed', output: { plan: 'pro' } })
    const other = await press(await begin('enrich-from-crm'), { email: 'nobody@example.com', password })
    expect(other).toMatchObject({ status: 'completed', output: { plan: 'none' } })
  },
  'profile-look-up': async () => {
    const none = await press(await begin('profile-look-up'), { email: 'edsger@example.com' })
    expect(none).toMatchObject({ status: 'waiting', stepName: 'No orders' })
    const end = await press(await press(none, {}), { email: 'ada@example.com' })
    expect(end).toMatchObject({ status: 'completed', output: { name: 'Ada Lovelace', orders: 2 } })
  },
  approval: async () => {
    const small = await press(await begin('approval'), { purpose: 'Tea', amount: 12 })
    expect(small).toMatchObject({ status: 'completed', output: { amount: 12 } })
    const large = await press(await begin('approval'), { purpose: 'A ship', amount: 5_000 })
    expect(large).toMatchObject({ status: 'waiting', stepName: 'Decide' })
    expect(await press(large, {}, 'refuse')).toMatchObject({ status: 'failed', output: { amount: 5_000 } })
    expect(await db().auditEvent.count({ where: { projectId: project.projectId, action: 'expense.approve' } })).toBe(1)
  },
  'update-a-user': async () => {
    await press(await begin('sign-up-with-password'), { name: 'Old', email: 'rename@example.com', password })
    const end = await begin('update-a-user', { loginId: 'rename@example.com', name: 'New' })
    expect(end).toMatchObject({ status: 'completed', output: { name: 'New' } })
    expect(await begin('update-a-user', { loginId: 'nobody', name: 'x' })).toMatchObject({ status: 'failed' })
  },
  'try-again-when-busy': async () => {
    expect(await begin('try-again-when-busy')).toMatchObject({ status: 'completed', output: { attempts: 2 } })
  },
  'notify-without-waiting': async () => {
    const end = await begin('notify-without-waiting', { customerId: 'cus-1001' })
    expect(end).toMatchObject({ status: 'completed', output: { customerId: 'cus-1001' } })
    const where = { projectId: project.projectId, executionId: end.executionId }
    expect(await db().asyncCall.count({ where })).toBe(1)
  },
}

describe('every template', () => {
  test('is run below', () => expect(Object.keys(runs).sort()).toEqual(flowTemplates.map(({ id }) => id).sort()))
  test.each(Object.entries(runs))('%s runs to its end', async (_id, run) => await run(), 30_000)
})

test('a project without the connectors gets the flow with the steps left open', async () => {
  const { projectId } = await makeProject()
  const made = await createFlow(projectId, { name: 'Enrich', kind: 'management', template: 'enrich-from-crm' }, null)
  expect(made.missing).toEqual(['Acme CRM'])
  const { draft } = await getFlow(projectId, made.id)
  expect(draft).toMatchObject({ kind: 'interactive', name: 'Enrich', steps: { crm: { connector: '' } } })
  await expect(createFlow(projectId, { name: 'X', kind: 'management', template: 'nope' }, null)).rejects.toMatchObject({
    code: 'invalid',
    fields: { template: expect.any(String) },
  })
})
