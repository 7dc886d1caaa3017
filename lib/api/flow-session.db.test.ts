import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT_ADDRESS_HEADER } from '@/lib/console/auth'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import type { ExecutionState } from '@/lib/engine/state'
import { newId } from '@/lib/id'
import { listLiveSessions } from '@/lib/identity/sessions/queries'
import { getExecutionRow } from '@/lib/runner/journal-read'
import { submitStep } from '@/lib/runner/next'
import { startExecution } from '@/lib/runner/start'
import { openState, sealState } from '@/lib/runner/stored-state'
import type { ActionName } from '@/lib/steps/action/schema'
import { createActionStep } from '@/lib/steps/action/types/registry'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { makeProject, startThirdParty } from './testing/project'

let project: Awaited<ReturnType<typeof makeProject>>
let server: Awaited<ReturnType<typeof startThirdParty>>
const userId = `U2${newId(24)}`
const signedIn = { userId, tenantId: null, methods: ['pwd'], firstSeen: true }

beforeAll(async () => {
  project = await makeProject()
  const { projectId } = project
  server = await startThirdParty(getRequestListener(project.api.fetch))
  await updateProjectSettings(projectId, { redirectUrls: ['https://app.example.com/in'] })
  await db().user.create({
    data: { projectId, id: userId, loginIds: { create: { key: 'ada@example.com', loginId: 'ada@example.com' } } },
  })
  const flow = (returnTokenWithoutUser: boolean, result: 'success' | 'failure') => ({
    start: { kind: 'start' as const, next: { default: 'ask' } },
    ask: {
      ...stepDefinitions.screen.create(),
      components: [{ type: 'button' as const, id: 'go', text: 'Go' }],
      next: { go: 'end' },
    },
    end: { ...stepDefinitions.end.create(), result, returnTokenWithoutUser },
  })
  await project.publish('enter', 'interactive', flow(false, 'success'))
  await project.publish('open', 'interactive', flow(true, 'success'))
  await project.publish('fail', 'interactive', flow(false, 'failure'))
})
afterAll(async () => {
  await server.close()
  await closeDatabase()
})

const sdk = () => DescopeClient({ projectId: project.projectId, baseUrl: server.url })

/** Lets a waiting execution have come to a state, as its earlier steps would have brought it there. */
async function bring(executionId: string, change: (state: ExecutionState) => Partial<ExecutionState>): Promise<void> {
  const { projectId } = project
  const row = await getExecutionRow(projectId, executionId)
  const stored = await openState(projectId, row.id, row.revision, row.stateSealed ?? new Uint8Array())
  const state = { ...stored.state, ...change(stored.state) }
  const stateSealed = new Uint8Array(await sealState(projectId, row.id, row.revision, { ...stored, state }))
  await db().execution.update({ where: { projectId_id: { projectId, id: row.id } }, data: { stateSealed } })
}

async function begin(flowId: string, change: (state: ExecutionState) => Partial<ExecutionState>) {
  const started = await sdk().flow.start(flowId)
  const { executionId = '', stepId = '' } = started.data ?? {}
  await bring(executionId.split('|#|')[1] ?? '', change)
  return { executionId, stepId, next: () => sdk().flow.next(executionId, stepId, 'go', 1, '', {}) }
}

const sessions = async () => await db().userSession.count({ where: { projectId: project.projectId } })

describe('a flow that ends with a signed-in user', () => {
  test('answers their session, which the SDK validates and refreshes', async () => {
    const { next } = await begin('enter', (state) => ({
      signedIn,
      context: { ...state.context, jwtClaims: { plan: 'pro', sub: 'x' } },
    }))
    const { data } = await next()
    expect(data).toMatchObject({ status: 'completed', authInfo: { firstSeen: true, user: { userId } } })
    const { token } = await sdk().validateSession(data?.authInfo?.sessionJwt ?? '')
    expect(token).toMatchObject({ sub: userId, amr: ['pwd'], plan: 'pro' })
    expect((await sdk().refreshSession(data?.authInfo?.refreshJwt ?? '')).token).toMatchObject({ plan: 'pro' })
  })

  test('keeps the device and address of the request that signed in, not of the one that began', async () => {
    const ask = async (path: string, body: object, address: string, userAgent: string) => {
      const headers = { 'user-agent': userAgent, [CLIENT_ADDRESS_HEADER]: address }
      return (await project.post(`/v1/flow/${path}`, body, undefined, headers)).body
    }
    const { executionId, stepId } = await ask('start', { flowId: 'enter' }, '203.0.113.1', 'Laptop/1')
    await bring(executionId.split('|#|')[1], () => ({ signedIn }))
    const phone = `Phone/2 ${'x'.repeat(1_000)}`
    const { authInfo } = await ask('next', { executionId, stepId, interactionId: 'go' }, '203.0.113.2', phone)
    const id = String(decodeJwt(authInfo.refreshJwt).sid)
    const [session] = (await listLiveSessions(project.projectId, userId)).filter((one) => one.id === id)
    expect(session).toMatchObject({ ipAddress: '203.0.113.2', userAgent: phone.slice(0, 400) })
  })

  test('answers the same session to the same submission again, until somebody has used it', async () => {
    const { next } = await begin('enter', () => ({ signedIn }))
    const [first, again] = [await next(), await next()]
    const sid = (reply: typeof first) => decodeJwt(reply.data?.authInfo?.refreshJwt ?? '').sid
    expect(sid(again)).toBe(sid(first))
    await sdk().refresh(first.data?.authInfo?.refreshJwt)
    const late = await next()
    expect(late.data).toMatchObject({ status: 'completed' })
    expect(late.data).not.toHaveProperty('authInfo')
  })

  test('keeps no token: neither in messages nor in the rows of the execution', async () => {
    const { executionId, next } = await begin('enter', () => ({ signedIn }))
    const { sessionJwt = '-', refreshJwt = '-' } = (await next()).data?.authInfo ?? {}
    const id = executionId.split('|#|')[1] ?? ''
    const { rows } = {
      rows: await db().$queryRaw<{ text: string }[]>`
      SELECT m."body"::text AS "text" FROM "RunnerMessage" m WHERE m."executionId" = ${id}
      UNION ALL SELECT to_jsonb(s)::text FROM "UserSession" s UNION ALL SELECT to_jsonb(e)::text FROM "Execution" e WHERE e."id" = ${id}`,
    }
    const all = rows.map(({ text }) => text).join()
    expect(rows.length).toBeGreaterThan(2)
    for (const part of [...sessionJwt.split('.').slice(1), ...refreshJwt.split('.').slice(1)])
      expect(all).not.toContain(part)
  })

  test('hands the session over by the code, once', async () => {
    const { executionId, next } = await begin('enter', () => ({ signedIn }))
    await next()
    const redirectUrl = 'https://app.example.com/in'
    const left = await project.post('/v1/flow/code', { executionId, redirectUrl })
    const code = new URL(left.body.url).searchParams.get('code')
    expect(left.body.url).not.toContain('eyJ')
    const answer = await project.post('/v1/flow/exchange', { code, redirectUrl })
    expect(answer.body).toMatchObject({ status: 'completed', authInfo: { user: { userId } } })
    await sdk().validateSession(answer.body.authInfo.sessionJwt)
    expect((await project.post('/v1/flow/exchange', { code, redirectUrl })).status).toBeGreaterThanOrEqual(400)
  })

  test('hands no session over that has ended, before nor after the code was made', async () => {
    const { executionId, next } = await begin('enter', () => ({ signedIn }))
    await next()
    const redirectUrl = 'https://app.example.com/in'
    const leave = () => project.post('/v1/flow/code', { executionId, redirectUrl })
    const code = new URL((await leave()).body.url).searchParams.get('code')
    await db().userSession.updateMany({ where: { userId }, data: { revokedAt: new Date() } })
    const late = await project.post('/v1/flow/exchange', { code, redirectUrl })
    expect([late.status, late.body.errorCode]).toEqual([409, 'E103010'])
    expect(await leave()).toMatchObject({ status: 409, body: { errorCode: 'E103010' } })
  })

  test('shows no token to a page that only asks where it stands', async () => {
    const { executionId, next } = await begin('enter', () => ({ signedIn }))
    await next()
    const { body } = await project.post('/v1/flow/resume', { executionId })
    expect(body).toMatchObject({ status: 'completed' })
    expect(body).not.toHaveProperty('authInfo')
  })

  test('fails when the user has been disabled meanwhile', async () => {
    const { next } = await begin('enter', () => ({ signedIn }))
    const who = { where: { projectId_id: { projectId: project.projectId, id: userId } } }
    await db().user.update({ ...who, data: { status: 'disabled' } })
    const before = await sessions()
    expect((await next()).data).toMatchObject({ status: 'failed', error: { code: 'sessionRefused' } })
    expect(await sessions()).toBe(before)
    await db().user.update({ ...who, data: { status: 'enabled' } })
  })
})

test('a flow of real actions ends with a session that carries what they did', async () => {
  const action = (name: ActionName, settings: object, success: string): Step => {
    const step: Step = createActionStep(name)
    return Object.assign(step, { settings, next: { success } })
  }
  const claims = { mode: 'json', claims: { level: 3, mail: '{{user.email}}' } }
  await project.publish('join', 'interactive', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask: {
      ...stepDefinitions.screen.create(),
      components: [
        { type: 'email', name: 'email', label: 'Email', required: true },
        { type: 'password', name: 'password', label: 'Password', required: true },
        { type: 'button', id: 'go', text: 'Go' },
      ],
      next: { go: 'sign' },
    },
    sign: action(
      'sign-up-or-in-password',
      { loginId: '{{form.email}}', passwordField: 'password', name: '' },
      'tenant',
    ),
    tenant: action('create-tenant', { name: 'Join', tenantId: 'join', addUser: true, roleNames: 'boss' }, 'load'),
    load: action('load-tenant', { tenantId: 'join', select: true }, 'claims'),
    claims: action('custom-claims', claims, 'end'),
    end: stepDefinitions.end.create(),
  })
  const started = await sdk().flow.start('join')
  const { executionId = '', stepId = '' } = started.data ?? {}
  const input = { email: 'grace@example.com', password: 'a fine pass phrase 7f3a' }
  const { data } = await sdk().flow.next(executionId, stepId, 'go', 1, '', input)
  expect(data).toMatchObject({ status: 'completed', authInfo: { firstSeen: true } })
  const { token } = await sdk().validateSession(data?.authInfo?.sessionJwt ?? '')
  expect(token).toMatchObject({
    amr: ['pwd'],
    dct: 'join',
    tenants: { join: { roles: ['boss'] } },
    level: 3,
    mail: 'grace@example.com',
  })
})

test('a flow that is started with a refresh token reads who that is; a bad one counts as none', async () => {
  await project.publish('who', 'interactive', {
    start: { kind: 'start', next: { default: 'end' } },
    end: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'who', type: 'string', value: '{{user.userId}}' }],
    },
  })
  const { next } = await begin('enter', () => ({ signedIn }))
  const refreshJwt = (await next()).data?.authInfo?.refreshJwt ?? ''
  const start = (token: string) => project.post('/v1/flow/start', { flowId: 'who' }, `${project.projectId}:${token}`)
  const known = await start(refreshJwt)
  expect(known.body).toMatchObject({ status: 'completed', output: { who: userId } })
  // It is no sign-in of this flow.
  expect(known.body).not.toHaveProperty('authInfo')
  for (const bad of ['a.b.c', `${refreshJwt}x`])
    expect((await start(bad)).body).toMatchObject({ output: { who: null } })
})

describe('no session comes of', () => {
  test('a failure end, or a flow in which nobody has signed in', async () => {
    const before = await sessions()
    const failed = await (await begin('fail', () => ({ signedIn }))).next()
    expect(failed.data).toMatchObject({ status: 'failed' })
    const nobody = await (await begin('enter', () => ({ signedIn: null }))).next()
    for (const { data } of [failed, nobody]) expect(data).not.toHaveProperty('authInfo')
    expect(await sessions()).toBe(before)
  })

  test('a loaded user, unless the End step says so', async () => {
    const load = ({ context }: ExecutionState) => ({ context: { ...context, user: { userId } } })
    expect((await (await begin('enter', load)).next()).data).not.toHaveProperty('authInfo')
    const { data } = await (await begin('open', load)).next()
    expect((await sdk().validateSession(data?.authInfo?.sessionJwt ?? '')).token).toMatchObject({
      sub: userId,
      amr: [],
    })
    expect((await (await begin('open', () => ({}))).next()).data).not.toHaveProperty('authInfo')
  })

  test('a run by an operator', async () => {
    const before = await sessions()
    const { projectId } = project
    const started = await startExecution({
      projectId,
      flowId: 'enter',
      version: 'draft',
      trigger: 'console',
      startedById: null,
      client: {},
      ipAddress: '',
      watched: true,
    })
    await bring(started.executionId, () => ({ signedIn }))
    const { executionId, stepId } = started
    const ended = await submitStep({ projectId, executionId, stepId, interactionId: 'go', input: {}, watched: true })
    expect(ended).toMatchObject({ status: 'completed' })
    expect(ended).not.toHaveProperty('authInfo')
    expect(await sessions()).toBe(before)
  })
})
