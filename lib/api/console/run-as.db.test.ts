import { beforeAll, expect, test } from 'vitest'
import { CLIENT_ADDRESS_HEADER, handleAuthRequest } from '@/lib/console/auth'
import { createOperator } from '@/lib/console/operators'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createTenant } from '@/lib/identity/tenants/service'
import { createUser, updateUser } from '@/lib/identity/users/service'
import { getExecutionRow } from '@/lib/runner/journal-read'
import { openState } from '@/lib/runner/stored-state'
import { stepDefinitions } from '@/lib/steps/definitions'
import { makeProject } from '../testing/project'

const origin = 'http://localhost:3000'
const json = { origin, 'content-type': 'application/json' }
let project: Awaited<ReturnType<typeof makeProject>>
let other: Awaited<ReturnType<typeof makeProject>>
const cookies: Record<'editor' | 'viewer', string> = { editor: '', viewer: '' }
let adaId: string

beforeAll(async () => {
  project = await makeProject()
  other = await makeProject()
  cookies.editor = await signIn('editor', '10.9.7.1')
  cookies.viewer = await signIn('viewer', '10.9.7.2')
  const { projectId } = project
  await createTenant(projectId, { id: 'acme', name: 'Acme' })
  await createTenant(projectId, { id: 'globex', name: 'Globex' })
  await createTenant(projectId, { id: 'shut', name: 'Shut', disabled: true })
  const ada = { name: 'Ada', loginIds: ['ada@example.com'], tenants: [{ tenantId: 'acme' }, { tenantId: 'shut' }] }
  adaId = (await createUser(projectId, ada)).id
  const { id: barred } = await createUser(projectId, { loginIds: ['barred@example.com'] })
  await updateUser(projectId, barred, { status: 'disabled' })
  await createTenant(other.projectId, { id: 'theirs', name: 'Theirs' })
  const end = {
    ...stepDefinitions.end.create(),
    outputs: [
      { key: 'name', type: 'string' as const, value: '{{user.name}}' },
      { key: 'tenant', type: 'string' as const, value: '{{tenant.name}}' },
    ],
  }
  await project.publish('shows', 'interactive', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask: {
      ...stepDefinitions.screen.create(),
      components: [{ type: 'button', id: 'go', text: 'Go' }],
      next: { go: 'end' },
    },
    end,
  })
})

async function signIn(role: 'editor' | 'viewer', address: string): Promise<string> {
  const person = { email: `${newId()}@example.com`, password: 'correct horse battery' }
  await createOperator({ ...person, membership: { projectId: project.projectId, role } })
  const request = new Request(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { ...json, [CLIENT_ADDRESS_HEADER]: address },
    body: JSON.stringify(person),
  })
  const given = (await handleAuthRequest(request)).headers.getSetCookie()
  return given.map((each) => each.split(';')[0]).join('; ')
}

async function post(path: string, body: object, role: 'editor' | 'viewer' = 'editor') {
  const response = await project.api.request(`/v1/console/projects/${project.projectId}/flow/${path}`, {
    method: 'POST',
    headers: { ...json, cookie: cookies[role] },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const start = (inputs: object, role?: 'viewer') =>
  post('start', { executionId: newId(), flowId: 'shows', version: 'live', inputs }, role)

const sessions = () => db().userSession.count({ where: { projectId: project.projectId } })

async function stateOf(executionId: string) {
  const { projectId } = project
  const row = await getExecutionRow(projectId, executionId)
  return (await openState(projectId, executionId, row.revision, row.stateSealed ?? Buffer.alloc(0))).state
}

test('a flow runs as a user in a tenant of theirs, and nobody is given a session', async () => {
  for (const user of [' ADA@example.com', adaId]) {
    const started = await start({ user, tenant: 'acme', outboundAppId: 'crm', outboundAppScopes: ['read'] })
    expect(started).toMatchObject({ status: 200, body: { status: 'waiting' } })
    const { executionId, stepId } = started.body
    expect(await stateOf(executionId)).toMatchObject({
      context: { user: { userId: adaId, name: 'Ada' }, tenant: { tenantId: 'acme' } },
      signedIn: { userId: adaId, tenantId: 'acme', methods: [] },
      outbound: { appId: 'crm', scopes: ['read'] },
    })
    const ended = await post('next', { executionId, stepId, interactionId: 'go', input: {} })
    expect(ended.body).toMatchObject({ status: 'completed', output: { name: 'Ada', tenant: 'Acme' } })
    expect(ended.body).not.toHaveProperty('authInfo')
    const resumed = await project.post('/v1/flow/resume', { executionId: `shows|#|${executionId}` })
    expect(resumed.body).not.toHaveProperty('authInfo')
  }
  expect(await sessions()).toBe(0)
})

test('what is not given stays empty', async () => {
  for (const inputs of [{}, { user: '', tenant: '', outboundAppId: '', outboundAppScopes: [] }]) {
    const state = await stateOf((await start(inputs)).body.executionId)
    expect(state.signedIn).toBeNull()
    expect(state).not.toHaveProperty('outbound')
    expect(state.context).not.toHaveProperty('user.userId')
  }
  const { body } = await start({ tenant: 'globex' })
  const state = await stateOf(body.executionId)
  expect(state).toMatchObject({ signedIn: null, context: { tenant: { tenantId: 'globex' } } })
})

test.each([
  ['an unknown user', { user: 'nobody@example.com' }, 404, 'user', /There is no user/],
  ['a disabled user', { user: 'barred@example.com' }, 403, 'user', /disabled/],
  ['no id at all', { user: 'a\u0000b' }, 400, 'user', /id or login id/],
  ['an unknown tenant', { tenant: 'nowhere' }, 404, 'tenant', /There is no tenant/],
  ['a tenant of another project', { tenant: 'theirs' }, 404, 'tenant', /There is no tenant/],
  ['a disabled tenant', { user: 'ada@example.com', tenant: 'shut' }, 409, 'tenant', /disabled/],
  ['a tenant that is not the user\u2019s', { user: 'ada@example.com', tenant: 'globex' }, 403, 'tenant', /not belong/],
])('%s is refused at its field', async (_what, inputs, status, field, text) => {
  const executions = () => db().execution.count({ where: { projectId: project.projectId } })
  const before = await executions()
  const refused = await start(inputs)
  expect(refused.status).toBe(status)
  expect(refused.body.fields).toEqual({ [`inputs.${field}`]: expect.stringMatching(text) })
  expect(await executions()).toBe(before)
})

test('a user of another project is unknown', async () => {
  const theirs = await createUser(other.projectId, { loginIds: ['eve@example.com'] })
  for (const user of [theirs.id, 'eve@example.com']) expect((await start({ user })).status).toBe(404)
})

test('who may not run flows may not run them as anybody', async () => {
  expect((await start({ user: 'ada@example.com' }, 'viewer')).status).toBe(403)
})
