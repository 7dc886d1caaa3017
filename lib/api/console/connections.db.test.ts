import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT_ADDRESS_HEADER, handleAuthRequest } from '@/lib/console/auth'
import { createOperator } from '@/lib/console/operators'
import { db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { newId } from '@/lib/id'
import { createTenant } from '@/lib/identity/tenants/service'
import { createUser } from '@/lib/identity/users/service'
import { loadProvider } from '@/lib/outbound/apps/load'
import { createApp } from '@/lib/outbound/apps/service'
import { exposeSecret } from '@/lib/vault/secret'
import { startSandbox } from '@/server/sandbox/start'
import { makeProject } from '../testing/project'

// Against the sandbox's provider, a real one.
const origin = 'http://localhost:3000'
const json = { origin, 'content-type': 'application/json' }
let project: Awaited<ReturnType<typeof makeProject>>
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let editor: string
let viewer: string

beforeAll(async () => {
  project = await makeProject()
  sandbox = await startSandbox({ port: 0 })
  editor = await signIn('editor')
  viewer = await signIn('viewer')
})
afterAll(async () => {
  await closeEgress()
  await sandbox.close()
})

async function signIn(role: 'editor' | 'viewer'): Promise<string> {
  const person = { email: `${newId()}@example.com`, password: 'correct horse battery' }
  await createOperator({ ...person, membership: { projectId: project.projectId, role } })
  const request = new Request(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { ...json, [CLIENT_ADDRESS_HEADER]: role === 'editor' ? '10.9.1.1' : '10.9.1.2' },
    body: JSON.stringify(person),
  })
  const cookies = (await handleAuthRequest(request)).headers.getSetCookie()
  return cookies.map((each) => each.split(';')[0]).join('; ')
}

async function post(path: string, body: object, cookie = editor) {
  const response = await project.api.request(`/v1/console/projects/${project.projectId}/connections${path}`, {
    method: 'POST',
    headers: { ...json, cookie },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const addApp = (app: object) =>
  createApp({ projectId: project.projectId, operatorId: null, app: { type: 'oauth', name: 'Acme', ...app } })

describe('discovery', () => {
  test('tells the addresses, by the document or by the issuer', async () => {
    for (const url of [`${sandbox.url}/idp`, `${sandbox.url}/idp/.well-known/openid-configuration`]) {
      expect(await post('/discover', { url })).toEqual({
        status: 200,
        body: {
          issuer: `${sandbox.url}/idp`,
          authorizationUrl: `${sandbox.url}/idp/auth`,
          tokenUrl: `${sandbox.url}/idp/token`,
          revocationUrl: `${sandbox.url}/idp/token/revocation`,
          dcrUrl: `${sandbox.url}/idp/reg`,
          pkce: true,
        },
      })
    }
  })

  test('says what is wrong with an address, and with what lies there', async () => {
    expect(await post('/discover', { url: '' })).toMatchObject({
      status: 400,
      body: { fields: { url: expect.any(String) } },
    })
    expect(await post('/discover', { url: 'ftp://x' })).toMatchObject({ status: 400 })
    expect(await post('/discover', { url: `${sandbox.url}/crm` })).toMatchObject({ status: 400 })
    expect(await post('/discover', { url: 'http://127.0.0.1:9' })).toMatchObject({ status: 502 })
    // Passes the egress guard: what this machine says of itself in a cloud is nobody's.
    const guarded = await post('/discover', { url: 'http://169.254.169.254/latest' })
    expect(guarded.status).toBeGreaterThanOrEqual(400)
    expect(guarded.body.errorMessage).toMatch(/not called|not allowed|EGRESS/i)
  })

  test('is for who may change connections', async () => {
    expect(await post('/discover', { url: `${sandbox.url}/idp` }, viewer)).toMatchObject({ status: 403 })
    expect(await post('/discover', { url: `${sandbox.url}/idp` }, '')).toMatchObject({ status: 401 })
  })
})

describe('registration', () => {
  test('stores the client that the provider makes, and shows no secret', async () => {
    await addApp({
      id: 'dcr',
      useDcr: true,
      dcrUrl: `${sandbox.url}/idp/reg`,
      defaultScopes: ['openid', 'contacts.read'],
    })
    const { status, body } = await post('/dcr/register', { version: 1 })
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 2, storedSecrets: ['clientSecret', 'registrationAccessToken'] })
    const provider = await loadProvider(project.projectId, 'dcr')
    expect(provider.config.clientId).toBe(body.config.clientId)
    expect(provider.config.clientId).not.toBe('')
    expect(provider.learned.registrationUrl).toContain('/idp/reg/')
    const secrets = [provider.clientSecret, provider.registrationAccessToken].map((each) => each && exposeSecret(each))
    const events = await db().auditEvent.findMany({ where: { projectId: project.projectId, targetId: 'dcr' } })
    expect(events.map(({ action }) => action)).toContain('connection.register')
    for (const secret of secrets) {
      expect(secret).toEqual(expect.stringMatching(/.{20}/))
      expect(JSON.stringify([body, events])).not.toContain(secret)
    }
    // Another one takes its place, and a version that is past does not.
    const again = await post('/dcr/register', { version: 2 })
    expect(again.body.config.clientId).not.toBe(body.config.clientId)
    expect(await post('/dcr/register', { version: 2 })).toMatchObject({ status: 409 })
  })

  test('says what is missing, and who may', async () => {
    await addApp({ id: 'plain' })
    expect(await post('/plain/register', { version: 1 })).toMatchObject({ status: 400, body: { errorCode: 'E152003' } })
    expect(await post('/nowhere/register', { version: 1 })).toMatchObject({ status: 404 })
    expect(await post('/plain/register', { version: 1 }, viewer)).toMatchObject({ status: 403 })
    await addApp({ id: 'refused', useDcr: true, dcrUrl: `${sandbox.url}/idp/token` })
    expect(await post('/refused/register', { version: 1 })).toMatchObject({
      status: 400,
      body: { errorCode: 'E152202' },
    })
  })
})

describe('a connect from the console', () => {
  test('begins for whoever exists, and tells how it stands', async () => {
    await addApp({
      id: 'connected',
      clientId: 'c',
      authorizationUrl: 'https://a.example.com',
      tokenUrl: 'https://a.example.com',
    })
    const { projectId } = project
    const user = await createUser(projectId, { loginIds: ['ada@example.com'] })
    await createTenant(projectId, { id: 'acme', name: 'Acme' })
    const connect = (body: object, cookie?: string) => post('/connected/connect', body, cookie)

    expect(await connect({ level: 'user', user: 'nobody' })).toMatchObject({
      status: 400,
      body: { fields: { user: expect.any(String) } },
    })
    expect(await connect({ level: 'tenant', tenant: 'nowhere' })).toMatchObject({
      body: { fields: { tenant: expect.any(String) } },
    })
    expect(await connect({ level: 'userTenant', user: 'ada@example.com', tenant: 'acme' })).toMatchObject({
      body: { fields: { tenant: expect.stringContaining('belong') } },
    })
    expect(await connect({ level: 'user', user: user.id }, viewer)).toMatchObject({ status: 403 })

    const { status, body } = await connect({ level: 'user', user: 'ada@example.com' })
    expect(status).toBe(200)
    expect(body.url).toMatch(/^http:\/\/localhost:\d+\/v1\/outbound\/oauth\/connect\?ticket=/)
    expect(await db().outboundConnect.findFirst({ where: { projectId, id: body.connectId } })).toMatchObject({
      userId: user.id,
      redirectUrl: '',
      status: 'pending',
    })
    const read = async (appId: string) => {
      const path = `/v1/console/projects/${projectId}/connections/${appId}/connects/${body.connectId}`
      return (await project.api.request(path, { headers: { ...json, cookie: editor } })).json()
    }
    expect(await read('connected')).toMatchObject({ status: 'pending', errorMessage: null })
    expect(await read('plain')).toMatchObject({ errorCode: 'E011009' })
    const audited = await db().auditEvent.findFirst({ where: { projectId, action: 'connection.connectBegun' } })
    expect(audited).toMatchObject({ targetId: 'connected', userId: user.id })
    expect(JSON.stringify(audited)).not.toContain('ticket')
  })
})
