import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stepDefinitions } from '@/lib/steps/definitions'
import { makeProject, startThirdParty } from './testing/project'

// The published SDK, unmodified, against the API as it is served.
let project: Awaited<ReturnType<typeof makeProject>>
let api: Awaited<ReturnType<typeof startThirdParty>>

beforeAll(async () => {
  project = await makeProject()
  api = await startThirdParty(getRequestListener(project.api.fetch))
  await project.publish('greet', 'management', {
    start: { kind: 'start', next: { default: 'end' } },
    end: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'greeting', type: 'string', value: 'Hello {{client.name}}' }],
    },
  })
})

afterAll(() => api.close())

const sdk = (managementKey: string) => DescopeClient({ projectId: project.projectId, managementKey, baseUrl: api.url })

test('management.flow.run answers the outputs', async () => {
  const answer = await sdk(project.key).management.flow.run('greet', { input: { name: 'Ada' } })
  expect(answer).toMatchObject({ ok: true, code: 200, data: { greeting: 'Hello Ada' } })
})

test('a wrong key and an unknown flow come back as the SDK\u2019s errors', async () => {
  const wrong = await sdk('wrong').management.flow.run('greet')
  expect(wrong).toMatchObject({
    ok: false,
    code: 401,
    error: { errorCode: expect.any(String), errorMessage: expect.any(String) },
  })
  const unknown = await sdk(project.key).management.flow.run('nope')
  expect(unknown).toMatchObject({ ok: false, code: 404 })
})

test('flow.start and flow.next run an interactive flow', async () => {
  await project.publish('ask', 'interactive', {
    start: { kind: 'start', next: { default: 'screen' } },
    screen: {
      ...stepDefinitions.screen.create(),
      components: [
        { type: 'text-input', name: 'name', label: 'Name', required: true },
        { type: 'button', id: 'submit', text: 'Go' },
      ],
      next: { submit: 'end' },
    },
    end: { ...stepDefinitions.end.create(), outputs: [{ key: 'name', type: 'string', value: '{{form.name}}' }] },
  })
  const client = sdk(project.key)
  const started = await client.flow.start('ask')
  expect(started.data).toMatchObject({ status: 'waiting', action: 'screen' })
  const { executionId = '', stepId = '' } = started.data ?? {}
  const finished = await client.flow.next(executionId, stepId, 'submit', 1, '', { name: 'Grace' })
  expect(finished.data).toMatchObject({ status: 'completed', output: { name: 'Grace' } })
})

test('management.audit.createEvent writes a line that searchAll finds', async () => {
  const { audit } = sdk(project.key).management
  const made = await audit.createEvent({
    action: 'order.placed',
    type: 'warn',
    actorId: 'worker-7',
    tenantId: 'acme',
    data: { total: 12 },
  })
  expect(made).toMatchObject({ ok: true, code: 200 })
  const found = await audit.searchAll({ actions: ['order.placed'], from: Date.now() - 60_000, to: Date.now() + 1_000 })
  expect(found.data).toMatchObject({
    total: 1,
    audits: [{ action: 'order.placed', type: 'warn', actorId: 'worker-7', tenants: ['acme'], data: { total: 12 } }],
  })
  expect(Number(found.data?.audits[0]?.occurred)).toBeGreaterThan(Date.now() - 60_000)
  expect((await audit.searchAll({ noTenants: true, actions: ['order.placed'] })).data).toEqual({ audits: [], total: 0 })
  expect((await audit.searchAll({ loginIds: ['nobody@example.com'] })).data).toEqual({ audits: [], total: 0 })
})
