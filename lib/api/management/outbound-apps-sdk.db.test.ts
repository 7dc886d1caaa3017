import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { issueSession } from '@/lib/identity/sessions/service/issue'
import { makePerson } from '@/lib/identity/testing/person'
import { createApp } from '@/lib/outbound/apps/service'
import { makeProject, startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let project: Awaited<ReturnType<typeof makeProject>>
let api: Awaited<ReturnType<typeof startThirdParty>>
let outbound: ReturnType<typeof DescopeClient>['management']['outboundApplication']

const SECRET = 'a-client-secret-of-github'

beforeAll(async () => {
  project = await makeProject()
  api = await startThirdParty(getRequestListener(project.api.fetch))
  const { projectId, key: managementKey } = project
  outbound = DescopeClient({ projectId, managementKey, baseUrl: api.url }).management.outboundApplication
})

afterAll(() => api.close())

const request = (path: string, body?: unknown, bearer = project.bearer) =>
  project.api.request(`/v1/mgmt/outbound${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const github = {
  name: 'GitHub',
  id: 'github',
  clientId: 'cid',
  clientSecret: SECRET,
  authorizationUrl: 'https://idp.example.com/authorize',
  authorizationUrlParams: [{ key: 'a', value: 'b' }],
  tokenUrl: 'https://idp.example.com/token',
  defaultScopes: ['repo'],
  pkce: true,
  accessType: 'offline',
  prompt: ['consent'],
  useDcr: false,
} as const

describe('outbound applications by the SDK', () => {
  test('are created, loaded, replaced and deleted', async () => {
    const { clientSecret: _, ...shown } = github
    const made = await outbound.createApplication({
      ...github,
      prompt: ['consent'],
      defaultScopes: ['repo'],
      authorizationUrlParams: [{ key: 'a', value: 'b' }],
    })
    expect(made).toMatchObject({ ok: true, data: { ...shown, logo: '', revocationUrl: '', tokenUrlParams: [] } })
    expect((await outbound.loadApplication('github')).data).toEqual(made.data)
    expect((await outbound.loadAllApplications()).data).toEqual([made.data])

    // A replacement by the name alone empties what it does not name, and keeps the secret.
    const replaced = await outbound.updateApplication({
      id: 'github',
      name: 'GH',
      authorizationUrl: 'https://idp.example.com/a',
      tokenUrl: 'https://idp.example.com/t',
    })
    expect(replaced.data).toMatchObject({ name: 'GH', clientId: '', defaultScopes: [], prompt: [], pkce: true })
    expect(await db().outboundAppSecret.count({ where: { projectId: project.projectId, appId: 'github' } })).toBe(1)
    const elsewhere = await outbound.updateApplication({
      id: 'github',
      name: 'GH',
      tokenUrl: 'https://evil.example.com',
    })
    expect(elsewhere).toMatchObject({ ok: false, code: 400 })
    const withSecret = { id: 'github', name: 'GH', tokenUrl: 'https://other.example.com', clientSecret: 'new' }
    expect(await outbound.updateApplication(withSecret)).toMatchObject({ ok: true })

    expect(await outbound.deleteApplication('github')).toMatchObject({ ok: true, data: {} })
    expect(await outbound.loadApplication('github')).toMatchObject({ ok: false, code: 404 })
    expect(await outbound.deleteApplication('github')).toMatchObject({ ok: false, code: 404 })
    expect(await outbound.updateApplication({ id: 'github', name: 'x' })).toMatchObject({ ok: false, code: 404 })
  })

  test('need a name alone, and then get an id', async () => {
    const made = await outbound.createApplication({ name: 'Bare' })
    expect(made.data).toMatchObject({ id: expect.stringMatching(/^[a-z0-9]+$/), accessType: 'offline', pkce: true })
    expect(await outbound.createApplication({ name: '' })).toMatchObject({ ok: false, code: 400 })
    const { id = '' } = made.data ?? {}
    expect(await outbound.createApplication({ name: 'Again', id })).toMatchObject({
      code: 409,
      error: { errorCode: 'E152001' },
    })
    await outbound.deleteApplication(id)
  })

  test('come from a template', async () => {
    const made = await outbound.createApplicationByTemplate({
      templateId: 'github',
      id: 'gh2',
      clientId: 'c',
      clientSecret: 's',
      overrides: { name: 'x' },
    })
    expect(made.data).toMatchObject({
      id: 'gh2',
      name: 'x',
      clientId: 'c',
      templateId: 'github',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      defaultScopes: ['read:user', 'repo'],
    })
    const keys = await outbound.createApplicationByTemplate({ templateId: 'openai', id: 'ai' })
    expect(keys.data).toMatchObject({ id: 'ai', name: 'OpenAI', appType: 'apiKey' })
    expect(await outbound.createApplicationByTemplate({ templateId: 'nothing' })).toMatchObject({ code: 404 })
    // Each shop has addresses of its own.
    expect(await outbound.createApplicationByTemplate({ templateId: 'shopify', id: 'shop' })).toMatchObject({
      ok: false,
      code: 400,
      error: { errorMessage: expect.stringContaining('see the marked fields') },
    })
    const shop = {
      authorizationUrl: 'https://a.myshopify.com/admin/oauth/authorize',
      tokenUrl: 'https://a.myshopify.com/t',
    }
    const made2 = await outbound.createApplicationByTemplate({ templateId: 'shopify', id: 'shop', overrides: shop })
    expect(made2.data).toMatchObject({ ...shop, scopeSeparator: 'comma' })
    // What SDKs do not know survives their replacement.
    const replaced = await outbound.updateApplication({ id: 'shop', name: 'Shop', ...shop })
    expect(replaced.data).toMatchObject({
      scopeSeparator: 'comma',
      tokenEndpointAuthentication: 'body',
      templateId: 'shopify',
    })
    for (const id of ['gh2', 'ai', 'shop']) await outbound.deleteApplication(id)
  })
})

describe('outbound applications by HTTP', () => {
  test('are read from every SDK’s form', async () => {
    const python = {
      name: 'Python',
      id: 'python',
      description: null,
      logo: null,
      authorizationUrlParams: [{ name: 'a', value: 'b' }],
      tokenUrlParams: null,
      prompt: null,
      pkce: null,
      accessType: '',
      clientSecret: '',
    }
    const made = await (await request('/app/create', python)).json()
    expect(made.app).toMatchObject({
      authorizationUrlParams: [{ key: 'a', value: 'b' }],
      tokenUrlParams: [],
      prompt: [],
      pkce: true,
      accessType: 'offline',
    })
    expect((await request('/app/delete', { id: 'python' })).status).toBe(200)
  })

  test.each(['a/b', 'a?b', 'a#b', 'a%b', 'a b'])('refuse the id %s', async (id) => {
    expect((await request('/app/create', { name: 'Odd', id })).status).toBe(400)
    expect((await request('/app/delete', { id })).status).toBe(400)
    expect((await request('/app/update', { app: { id, name: 'Odd' } })).status).toBe(400)
    expect((await request(`/app/${encodeURIComponent(id)}`)).status).toBe(400)
  })

  test('need a management key, and stay in its project', async () => {
    const other = await makeProject()
    await request('/app/create', { name: 'Own', id: 'own', clientSecret: SECRET })
    expect((await request('/app/own', undefined, other.bearer)).status).toBe(404)
    expect((await request('/apps', undefined, project.projectId)).status).toBe(401)
    const all = await (await request('/apps')).text()
    expect(all).toContain('"own"')
    expect(all).not.toContain(SECRET)
    const audited = await db().auditEvent.findMany({ where: { projectId: project.projectId } })
    expect(audited.map(({ action }) => action)).toContain('connection.create')
    expect(JSON.stringify(audited)).not.toContain(SECRET)
  })

  test('show a user what a widget shows, and nothing of the client', async () => {
    const { projectId, userId } = await makePerson()
    const app = { type: 'oauth', id: 'own', name: 'Own', clientId: 'client-of-own', clientSecret: SECRET }
    await createApp({ projectId, operatorId: null, app })
    const { tokens } = await issueSession({
      ...{ projectId, userId, tenantId: null, methods: [], firstSeen: false, claims: {} },
      ...{ ipAddress: '', userAgent: '' },
    })
    const list = await request('/apps', undefined, `${projectId}:${tokens.refreshJwt}`)
    expect(await list.json()).toEqual({ apps: [{ id: 'own', name: 'Own', description: '', logo: '' }] })
    expect((await request('/app/own', undefined, `${projectId}:${tokens.refreshJwt}`)).status).toBe(401)
    expect((await request('/apps', undefined, `${projectId}:a.b.c`)).status).toBe(401)
  })
})
