import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import type { ActionName, SettingsOf } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { makeProject, startThirdParty } from './testing/project'

const PASSWORD = 'a pass phrase that nobody knows 93b1'
let project: Awaited<ReturnType<typeof makeProject>>
let server: Awaited<ReturnType<typeof startThirdParty>>

function action<A extends ActionName>(name: A, settings: SettingsOf<A>, to: string): Step {
  return Object.assign(createActionStep(name), { settings, next: { success: to } })
}

beforeAll(async () => {
  project = await makeProject()
  server = await startThirdParty(getRequestListener(project.api.fetch))
  const ask: Step = {
    ...stepDefinitions.screen.create(),
    components: [
      { type: 'error' },
      { type: 'email', name: 'email', label: 'Email', required: true },
      { type: 'password', name: 'password', label: 'Password', required: true },
      { type: 'button', id: 'go', text: 'Go' },
    ],
    next: { go: 'sign' },
  }
  const login = { loginId: '{{form.email}}', passwordField: 'password' }
  await project.publish('sign-in', 'interactive', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask,
    sign: action('sign-up-or-in-password', login, 'tenant'),
    tenant: action('create-tenant', { name: '{{user.email}}', addUser: true, roleNames: 'owner' }, 'select'),
    select: action('load-tenant', { tenantId: '{{tenant.id}}', select: true }, 'claims'),
    claims: action('custom-claims', { mode: 'json', claims: { mail: '{{user.email}}', tenants2: 1 } }, 'done'),
    done: stepDefinitions.end.create(),
  })
  await project.publish('sign-out', 'interactive', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask,
    sign: action('sign-in-password', login, 'out'),
    out: action('log-out', { everywhere: true }, 'done'),
    done: stepDefinitions.end.create(),
  })
})
afterAll(async () => {
  await server.close()
  await closeDatabase()
})

const sdk = () => DescopeClient({ projectId: project.projectId, baseUrl: server.url })

async function run(flowId: string, password: string) {
  const started = await sdk().flow.start(flowId)
  const { executionId = '', stepId = '' } = started.data ?? {}
  return (await sdk().flow.next(executionId, stepId, 'go', 1, '', { email: 'ada@example.com', password })).data
}

it('signs up by a flow of actions; the SDK validates the JWT with tenant, method and claims', async () => {
  const reply = await run('sign-in', PASSWORD)
  expect(reply).toMatchObject({
    status: 'completed',
    authInfo: { firstSeen: true, user: { email: 'ada@example.com' } },
  })
  const { token } = await sdk().validateSession(reply?.authInfo?.sessionJwt ?? '')
  const [tenant] = await db().tenant.findMany({ where: { projectId: project.projectId } })
  expect(token).toMatchObject({
    amr: ['pwd'],
    mail: 'ada@example.com',
    dct: tenant?.id,
    tenants: { [tenant?.id ?? '']: { roles: ['owner'] } },
  })
  expect((await run('sign-in', PASSWORD))?.authInfo?.firstSeen).toBe(false)
  expect(await run('sign-in', 'something else entirely')).toMatchObject({ status: 'waiting' })
})

it('issues nothing to who was logged out, and ends what they had', async () => {
  const before = await run('sign-in', PASSWORD)
  const out = await run('sign-out', PASSWORD)
  expect(out).toMatchObject({ status: 'completed' })
  expect(out).not.toHaveProperty('authInfo')
  await expect(sdk().refreshSession(before?.authInfo?.refreshJwt ?? '')).rejects.toThrow()
})

it('leaves the password nowhere in the database', async () => {
  await run('sign-in', PASSWORD)
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS "name" FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'projectId'`
  const encoded = [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(PASSWORD).toString('base64')]
  for (const { name } of tables) {
    const rows = await db().$queryRawUnsafe<{ text: string }[]>(
      `SELECT to_jsonb(t)::text AS "text" FROM "${name}" t WHERE "projectId" = $1`,
      project.projectId,
    )
    const text = rows.map((row) => row.text).join('\n')
    for (const secret of encoded) expect(text.includes(secret), name).toBe(false)
  }
  expect(tables.map(({ name }) => name)).toContain('RunnerMessage')
})
