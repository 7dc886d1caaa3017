import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createAttributes } from '@/lib/identity/attributes/service'
import { createTenant } from '@/lib/identity/tenants/service'
import { addToTenant } from '@/lib/identity/users/memberships/service'
import { findUserByLoginId } from '@/lib/identity/users/queries'
import { createUser } from '@/lib/identity/users/service'
import type { JsonObject } from '@/lib/language/json'
import type { ActionName, SettingsOf } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import type { Step } from '@/lib/steps/schemas'
import { submitStep } from '../../next'
import { type StartRequest, startExecution } from '../../start'
import type { FlowReply } from '../../types'

const PASSWORD = 'a fine pass phrase 7f3a'
let project: Awaited<ReturnType<typeof makeProject>>

beforeAll(async () => {
  project = await makeProject()
  await createAttributes(project.projectId, 'user', [
    { name: 'seats', displayName: '', type: 'number', options: [] },
    { name: 'plan', displayName: '', type: 'singleSelect', options: ['free', 'pro'] },
  ])
})
afterAll(() => db().project.deleteMany({ where: { id: project.projectId } }))

function action<A extends ActionName>(name: A, settings: SettingsOf<A>, next: Record<string, string>): Step {
  const step: Step = createActionStep(name)
  return Object.assign(step, { settings, next })
}

const start = (to: string): Step => ({ kind: 'start', next: { default: to } })
const end = (outputs: Record<string, string> = {}): Step => ({
  kind: 'end',
  name: 'Done',
  next: {},
  result: 'success',
  outputs: Object.entries(outputs).map(([key, value]) => ({ key, type: 'json', value })),
  returnTokenWithoutUser: false,
})
const ask = (to: string, ...secretFields: string[]): Step => ({
  kind: 'screen',
  name: 'Ask',
  components: [
    { type: 'error' },
    { type: 'text-input', name: 'email', label: 'Email' },
    ...secretFields.map((name) => ({ type: 'password' as const, name, label: name })),
    { type: 'button', id: 'go', text: 'Go' },
  ],
  next: { go: to },
})

/** Publishes a flow and starts it. */
async function run(steps: Record<string, Step>, request: Partial<StartRequest> = {}): Promise<FlowReply> {
  const flowId = `f${newId(10)}`
  const kind = Object.values(steps).some((step) => step.kind === 'screen') ? 'interactive' : 'management'
  await project.publish(flowId, kind, steps)
  const common = { version: 'live', trigger: 'api', startedById: null, client: {}, ipAddress: '203.0.113.7' } as const
  return await startExecution({ ...common, projectId: project.projectId, flowId, watched: false, ...request })
}

const submit = ({ executionId, stepId }: FlowReply, input: JsonObject) =>
  submitStep({ projectId: project.projectId, executionId, stepId, interactionId: 'go', input, watched: false })

const messagesOf = ({ executionId }: FlowReply) =>
  db().runnerMessage.findMany({ where: { projectId: project.projectId, executionId }, orderBy: { number: 'asc' } })

const actionMessages = async (reply: FlowReply) =>
  (await messagesOf(reply))
    .map(({ body }) => body)
    .filter(
      (body) => JSON.stringify(body).includes('"type": "action"') || JSON.stringify(body).includes('"type":"action"'),
    )

it('signs up with a password, keeps it from everything that is stored, and goes on with the user', async () => {
  const waiting = await run({
    start: start('ask'),
    ask: ask('sign', 'password'),
    sign: action(
      'sign-up-or-in-password',
      { loginId: '{{form.email}}', passwordField: 'password', name: 'Ada' },
      { success: 'update' },
    ),
    update: action(
      'update-user-properties',
      {
        properties: [
          { key: 'customAttributes.seats', value: '12' },
          { key: 'customAttributes.plan', value: 'pro' },
          { key: 'roleNames', value: 'owner, admin' },
        ],
      },
      { success: 'tenant' },
    ),
    tenant: action(
      'create-tenant',
      { name: 'Acme', tenantId: 'acme', addUser: true, roleNames: 'boss' },
      { success: 'load' },
    ),
    load: action('load-tenant', { tenantId: '{{tenant.id}}', select: true }, { success: 'claims' }),
    claims: action(
      'custom-claims',
      { mode: 'json', claims: { seats: '{{user.customAttributes.seats}}' } },
      { success: 'audit' },
    ),
    audit: action(
      'generate-audit-event',
      { action: 'order.approve', severity: 'warn', data: [{ key: 'by', type: 'string', value: '{{user.email}}' }] },
      { success: 'done' },
    ),
    done: end({ user: '{{user}}', claims: '{{jwtClaims}}', tenant: '{{tenant.name}}', secret: '{{form.password}}' }),
  })
  const reply = await submit(waiting, { email: 'Ada@Example.com', password: PASSWORD })
  expect(reply.error).toBeUndefined()
  expect(reply).toMatchObject({
    status: 'completed',
    output: {
      user: {
        email: 'ada@example.com',
        name: 'Ada',
        roleNames: ['owner', 'admin'],
        customAttributes: { seats: 12, plan: 'pro' },
        userTenants: [{ tenantId: 'acme', roleNames: ['boss'] }],
      },
      claims: { seats: 12 },
      tenant: 'Acme',
      secret: null,
    },
  })
  const messages = await messagesOf(reply)
  const execution = await db().execution.findFirstOrThrow({
    where: { projectId: project.projectId, id: reply.executionId },
  })
  const audit = await db().auditEvent.findMany({ where: { projectId: project.projectId } })
  const stored = JSON.stringify([
    messages,
    execution,
    audit,
    await db().user.findMany({ where: { projectId: project.projectId } }),
  ])
  expect(stored).not.toContain(PASSWORD)
  expect(stored).not.toContain(Buffer.from(PASSWORD).toString('base64'))
  expect(messages.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ inputs: { loginId: 'Ada@Example.com', name: 'Ada', password: '••••' } }),
  )
  expect(audit.map((line) => [line.action, line.actorType, line.severity])).toEqual(
    expect.arrayContaining([
      ['user.create', 'system', 'info'],
      ['user.update', 'system', 'info'],
      ['tenant.create', 'system', 'info'],
      ['user.addToTenant', 'system', 'info'],
      ['order.approve', 'system', 'warn'],
    ]),
  )
})

it('shows a wrong password on the screen, asks for it anew, and signs in', async () => {
  await createUser(project.projectId, { loginIds: ['grace@example.com'] })
  const steps = {
    start: start('ask'),
    ask: ask('sign', 'password'),
    sign: action(
      'sign-up-or-in-password',
      { loginId: '{{form.email}}', passwordField: 'password' },
      { success: 'done' },
    ),
    done: end({ user: '{{user.userId}}' }),
  }
  const first = await submit(await run(steps), { email: 'linus@example.com', password: PASSWORD })
  const again = await submit(await run(steps), { email: 'linus@example.com', password: 'not that one at all' })
  expect(again).toMatchObject({
    status: 'waiting',
    screen: {
      view: {
        error: 'The login or the password is not right. Check both and try again.',
        values: { email: 'linus@example.com' },
      },
    },
  })
  // The first password is gone: without another one there is nothing to try.
  const empty = await submit(again, { email: 'linus@example.com', password: '' })
  expect(empty.screen.view?.error).toBe('Enter your password.')
  const right = await submit(empty, { email: 'linus@example.com', password: PASSWORD })
  expect(right).toMatchObject({ status: 'completed', output: first.output ?? {} })
  const unknown = await submit(await run(steps), { email: 'grace@example.com', password: PASSWORD })
  expect(unknown.screen.view?.error).toBe('The login or the password is not right. Check both and try again.')
})

const mailFlow = (next: Record<string, string> = { success: 'code' }) => ({
  start: start('ask'),
  ask: ask('send'),
  send: action(
    'sign-up-or-in-otp-email',
    { loginId: '{{form.email}}', connector: '', subject: 'Code', text: '{{otp.code}}' },
    next,
  ),
  code: ask('verify', 'code'),
  verify: action('verify-otp-email', { codeField: 'code' }, { success: 'done' }),
  done: end({ user: '{{user.email}}', verified: '{{user.verifiedEmail}}', sentTo: '{{otp.sentTo}}' }),
})

it('shows a code to who runs the flow in the console, and takes it once', async () => {
  const asked = await submit(await run(mailFlow(), { trigger: 'console' }), { email: 'otp@example.com' })
  expect(asked).toMatchObject({ status: 'waiting', stepId: expect.stringMatching(/^code-/) })
  const [sent] = await actionMessages(asked)
  const code = /"code": ?"(\d{6})"/.exec(JSON.stringify(sent))?.[1] ?? ''
  expect(code).toMatch(/^\d{6}$/)
  const wrong = await submit(asked, { code: code === '000000' ? '000001' : '000000' })
  expect(wrong.screen.view?.error).toBe('This is not the code. Check the newest mail and try again.')
  expect(await submit(wrong, { code })).toMatchObject({
    status: 'completed',
    output: { user: 'otp@example.com', verified: true, sentTo: 'otp@example.com' },
  })
})

it('shows no code to anybody else', async () => {
  const refused = await submit(await run(mailFlow()), { email: 'otp2@example.com' })
  expect(refused.screen.view?.error).toMatch(/No mail connector/)
  expect(await db().oneTimeCode.count({ where: { projectId: project.projectId, loginKey: 'otp2@example.com' } })).toBe(
    0,
  )
})

it('loads a user, whom it does not sign in, and refuses what is not there', async () => {
  const { id } = await createUser(project.projectId, { loginIds: ['loaded@example.com'] })
  const load = action('load-user', { loginId: '{{client.who}}' }, { success: 'session' })
  const steps = {
    start: start('load'),
    load,
    session: action('load-tenant', { tenantId: 'acme-2', select: true }, { success: 'done' }),
    done: end({ user: '{{user.userId}}' }),
  }
  await createTenant(project.projectId, { id: 'acme-2', name: 'Acme 2' })
  await addToTenant(project.projectId, id, 'acme-2')
  expect((await run(steps, { client: { who: 'LOADED@example.com' } })).error).toMatchObject({ code: 'notSignedIn' })
  expect((await run(steps, { client: { who: 'nobody' } })).error).toMatchObject({ code: 'userNotFound' })
  const ignoring = { start: start('load'), load: { ...load, next: { success: 'done' } }, done: steps.done }
  expect(await run(ignoring, { client: { who: id } })).toMatchObject({ status: 'completed', output: { user: id } })
})

it('needs a user where it changes one, and names the field that is wrong', async () => {
  const update = (value: string) =>
    action('update-user-properties', { properties: [{ key: 'customAttributes.seats', value }] }, { success: 'done' })
  const nobody = await run({ start: start('update'), update: update('1'), done: end() })
  expect(nobody.error).toMatchObject({ code: 'noUser', message: expect.stringContaining('Load User') })
  await createUser(project.projectId, { loginIds: ['field@example.com'] })
  const wrong = await run({
    start: start('load'),
    load: action('load-user', { loginId: 'field@example.com' }, { success: 'update' }),
    update: update('many'),
    done: end(),
  })
  expect(wrong.error?.message).toMatch(/seats.*number/)
})

it('refuses claims beyond the limits where dynamic values bring them', async () => {
  const claims = action(
    'custom-claims',
    { mode: 'rows', claims: [{ key: 'note', type: 'string', value: '{{client.note}}' }] },
    { success: 'done' },
  )
  const steps = { start: start('claims'), claims, done: end({ claims: '{{jwtClaims}}' }) }
  expect((await run(steps, { client: { note: 'x'.repeat(501) } })).error).toMatchObject({ code: 'invalidClaims' })
  expect(await run(steps, { client: { note: 'short' } })).toMatchObject({ output: { claims: { note: 'short' } } })
})

it('logs out: the user is gone from the context, and everywhere when asked to', async () => {
  const { id: userId } = await createUser(project.projectId, { loginIds: ['out@example.com'] })
  await db().userSession.create({
    data: { projectId: project.projectId, id: newId(), userId, expiresAt: new Date(Date.now() + 60_000) },
  })
  const reply = await run({
    start: start('load'),
    load: action('load-user', { loginId: 'out@example.com' }, { success: 'out' }),
    out: action('log-out', { everywhere: true }, { success: 'done' }),
    done: end({ user: '{{user}}' }),
  })
  expect(reply.output).toEqual({ user: {} })
  expect(await db().userSession.count({ where: { userId, revokedAt: null } })).toBe(0)
  expect(await findUserByLoginId(project.projectId, 'out@example.com')).not.toBeNull()
})
