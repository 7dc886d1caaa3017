import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { exchangeAccessKey } from '@/lib/identity/access-keys/exchange'
import { createAccessKey } from '@/lib/identity/access-keys/service'
import { issueSession } from '@/lib/identity/sessions/service/issue'
import { createTenant } from '@/lib/identity/tenants/service'
import { addToTenant } from '@/lib/identity/users/memberships/service'
import { createUser, updateUser } from '@/lib/identity/users/service'
import { loadProvider } from '@/lib/outbound/apps/load'
import { createApp } from '@/lib/outbound/apps/service'
import { exchangeCode } from '@/lib/outbound/oauth/exchange-code'
import { type QuirkyProvider, quirkyClient, startQuirkyProvider } from '@/lib/outbound/oauth/testing/quirky-provider'
import type { Owner } from '@/lib/outbound/owner'
import { storeToken } from '@/lib/outbound/tokens/store'
import { makeProject, startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let project: Awaited<ReturnType<typeof makeProject>>
let api: Awaited<ReturnType<typeof startThirdParty>>
let quirky: QuirkyProvider
let outbound: ReturnType<typeof DescopeClient>['management']['outboundApplication']
let projectId: string
let userId: string
const LOGIN_ID = 'Ada@Example.com'

beforeAll(async () => {
  quirky = await startQuirkyProvider()
  project = await makeProject()
  projectId = project.projectId
  api = await startThirdParty(getRequestListener(project.api.fetch))
  const sdk = DescopeClient({ projectId, managementKey: project.key, baseUrl: api.url })
  outbound = sdk.management.outboundApplication
  await sdk.management.tenant.createWithId('acme', 'Acme')
  const made = await sdk.management.user.create(LOGIN_ID, {
    email: LOGIN_ID,
    userTenants: [{ tenantId: 'acme', roleNames: [] }],
  })
  userId = made.data?.userId ?? ''
  const app = {
    type: 'oauth',
    id: 'crm',
    name: 'CRM',
    clientId: quirkyClient.id,
    clientSecret: quirkyClient.secret,
    authorizationUrl: `${quirky.origin}/authorize`,
    tokenUrl: `${quirky.origin}/token`,
    revocationUrl: `${quirky.origin}/revoke`,
  }
  await createApp({ projectId, operatorId: null, app })
  await createApp({ projectId, operatorId: null, app: { type: 'apiKey', id: 'keys', name: 'Keys' } })
})
beforeEach(async () => {
  quirky.reset()
  await db().outboundToken.deleteMany({ where: { projectId } })
})
afterAll(async () => {
  await closeEgress()
  await api.close()
  await quirky.close()
})

async function connect(owner: Owner, requestedScopes = ['read', 'write']) {
  const given = {
    code: quirky.issueCode(),
    redirectUri: 'http://127.0.0.1:9/cb',
    verifier: 'v'.repeat(43),
    nonce: null,
  }
  const answer = await exchangeCode(await loadProvider(projectId, 'crm'), given)
  const actor = { type: 'user' as const, id: userId, name: 'Ada' }
  await storeToken(projectId, {
    appId: 'crm',
    owner,
    externalIdentifier: '',
    requestedScopes,
    answer,
    grantedBy: 'Ada',
    actor,
  })
  quirky.requests.length = 0
}

const request = (method: string, path: string, body?: unknown, bearer = project.bearer) =>
  project.api.request(`/v1/mgmt/outbound${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('tokens by the SDK', () => {
  test('of a user are fetched by scopes and as the latest, by user id and login id', async () => {
    await connect({ level: 'user', userId })
    const byScopes = await outbound.fetchTokenByScopes('crm', userId, ['write', 'read'])
    expect(byScopes).toMatchObject({
      ok: true,
      data: {
        appId: 'crm',
        userId,
        tenantId: '',
        accessToken: expect.stringMatching(/^access-/),
        accessTokenType: 'Bearer',
        accessTokenExpiry: expect.stringMatching(/^\d{10}$/),
        hasRefreshToken: true,
        lastRefreshTime: '',
        lastRefreshError: '',
        scopes: ['read', 'write'],
        grantedBy: 'Ada',
        externalIdentifier: '',
        tokenType: 'Bearer',
        expiresIn: expect.any(Number),
      },
    })
    expect(byScopes.data).not.toHaveProperty('refreshToken')
    expect(byScopes.data).toHaveProperty('token', byScopes.data?.accessToken)
    const latest = await outbound.fetchToken('crm', 'ada@example.com')
    expect(latest.data?.accessToken).toBe(byScopes.data?.accessToken)
    expect(await outbound.fetchTokenByScopes('crm', userId, ['read'])).toMatchObject({ ok: false, code: 404 })
    expect(await outbound.fetchToken('crm', 'nobody')).toMatchObject({ ok: false, code: 404 })
  })

  test('are refreshed when they are to be, with the refresh token for who asks', async () => {
    await connect({ level: 'user', userId })
    const first = await outbound.fetchToken('crm', userId, undefined, { withRefreshToken: true })
    const second = await outbound.fetchToken('crm', userId, undefined, { withRefreshToken: true, forceRefresh: true })
    expect(second.data?.accessToken).not.toBe(first.data?.accessToken)
    expect(second.data?.refreshToken).not.toBe(first.data?.refreshToken)
    expect(second.data).toHaveProperty('lastRefreshTime', expect.stringMatching(/^\d{10}$/))
    expect(quirky.requests).toHaveLength(1)
  })

  test('of the three levels are never given for one another', async () => {
    const levels: [Owner, () => Promise<{ ok: boolean; code?: number; data?: { accessToken: string } }>][] = [
      [{ level: 'user', userId }, () => outbound.fetchToken('crm', userId)],
      [{ level: 'userTenant', userId, tenantId: 'acme' }, () => outbound.fetchToken('crm', userId, 'acme')],
      [{ level: 'tenant', tenantId: 'acme' }, () => outbound.fetchTenantToken('crm', 'acme')],
    ]
    for (const [at, [owner]] of levels.entries()) {
      await db().outboundToken.deleteMany({ where: { projectId } })
      await connect(owner)
      const codes = await Promise.all(levels.map(async ([, fetch]) => (await fetch()).ok))
      expect(codes).toEqual(levels.map((_, other) => other === at))
    }
    expect((await outbound.fetchTenantTokenByScopes('crm', 'acme', ['read', 'write'])).data).toMatchObject({
      userId: '',
      tenantId: 'acme',
    })
  })

  test('of a provider that is down answer 502 once they have lapsed, and 404 when it refuses for good', async () => {
    await connect({ level: 'user', userId })
    await db()
      .$executeRaw`UPDATE "OutboundToken" SET "expiresAt" = now() - interval '1 second' WHERE "projectId" = ${projectId}`
    quirky.quirks.replies = [{ status: 503, body: 'down' }]
    const down = await outbound.fetchToken('crm', userId)
    expect(down).toMatchObject({ ok: false, code: 502, error: { errorMessage: expect.stringContaining('503') } })
    await db().outboundToken.updateMany({ where: { projectId }, data: { retryAt: null } })
    quirky.endGrants()
    expect(await outbound.fetchToken('crm', userId)).toMatchObject({
      ok: false,
      code: 404,
      error: { errorCode: 'E152103' },
    })
  })

  test('are deleted by app, by user and by id, and only those', async () => {
    const acme: Owner = { level: 'tenant', tenantId: 'acme' }
    const all = async () => {
      await connect({ level: 'user', userId })
      await connect({ level: 'userTenant', userId, tenantId: 'acme' })
      await connect(acme)
    }
    const left = async () =>
      (await db().outboundToken.findMany({ where: { projectId } })).map(({ level }) => level).sort()
    await all()
    // The SDK sends userId=undefined here.
    expect(await outbound.deleteUserTokens('crm')).toMatchObject({ ok: true })
    expect(await left()).toEqual(['tenant'])
    await all()
    expect(await outbound.deleteUserTokens(undefined, LOGIN_ID)).toMatchObject({ ok: true })
    expect(await left()).toEqual(['tenant'])
    expect(await outbound.deleteUserTokens()).toMatchObject({ ok: false, code: 400 })
    expect(await left()).toEqual(['tenant'])
    const token = await outbound.fetchTenantToken('crm', 'acme')
    expect(await outbound.deleteTokenById(token.data?.id ?? '')).toMatchObject({ ok: true })
    expect(await left()).toEqual([])
    expect(await db().outboundRevocation.count({ where: { projectId } })).toBe(5)
  })

  test('of a user in a tenant end with the membership, and the provider is told', async () => {
    await connect({ level: 'user', userId })
    await connect({ level: 'tenant', tenantId: 'acme' })
    const other = (await createUser(projectId, { loginIds: ['grace'], tenants: [{ tenantId: 'acme', roleNames: [] }] }))
      .id
    await createTenant(projectId, { id: 'globex', name: 'Globex' })
    await addToTenant(projectId, other, 'globex')
    for (const tenantId of ['acme', 'globex']) await connect({ level: 'userTenant', userId: other, tenantId })
    await connect({ level: 'userTenant', userId, tenantId: 'acme' })
    await connect({ level: 'user', userId: other })
    const revocations = await db().outboundRevocation.count({ where: { projectId } })
    await updateUser(projectId, other, { tenants: [{ tenantId: 'globex', roleNames: [] }] })
    const left = await db().outboundToken.findMany({ where: { projectId } })
    expect(left).toHaveLength(5)
    expect(left.some((token) => token.userId === other && token.tenantId === 'acme')).toBe(false)
    expect(await db().outboundRevocation.count({ where: { projectId } })).toBe(revocations + 1)
  })

  test('tell which apps a user has connected', async () => {
    await connect({ level: 'user', userId })
    await outbound.uploadUserApiKey('keys', userId, 'key', 'acme')
    expect((await outbound.listAppsWithUserToken(LOGIN_ID)).data).toEqual(['crm'])
    expect((await outbound.listAppsWithUserToken(userId, 'acme')).data).toEqual(['keys'])
  })
})

describe('uploads by the SDK', () => {
  test('of API keys are fetched like tokens', async () => {
    expect(await outbound.uploadUserApiKey('keys', LOGIN_ID, 'user key')).toMatchObject({ ok: true })
    expect(await outbound.uploadTenantApiKey('keys', 'acme', 'tenant key')).toMatchObject({ ok: true })
    const shown = { accessTokenExpiry: '', scopes: [], hasRefreshToken: false, accessTokenType: 'apiKey' }
    expect((await outbound.fetchToken('keys', userId)).data).toMatchObject({ ...shown, accessToken: 'user key' })
    expect((await outbound.fetchTenantToken('keys', 'acme')).data).toMatchObject({
      ...shown,
      accessToken: 'tenant key',
    })
    expect(await outbound.uploadUserApiKey('crm', userId, 'key')).toMatchObject({ ok: false, code: 400 })
    expect(await outbound.uploadUserApiKey('keys', 'nobody', 'key')).toMatchObject({ ok: false, code: 404 })
  })

  test('of OAuth tokens are fetched with all that was given', async () => {
    const expiry = Math.floor(Date.now() / 1_000) + 3_600
    const given = {
      accessToken: 'a',
      refreshToken: 'r',
      accessTokenExpiry: expiry,
      accessTokenType: 'Bearer',
      scopes: ['x'],
    }
    const extra = { externalIdentifier: 'e', idToken: 'i', grantedBy: 'g' }
    expect(await outbound.uploadUserToken({ appId: 'crm', userId, ...given, ...extra })).toMatchObject({ ok: true })
    const { data } = await outbound.fetchTokenByScopes('crm', userId, ['x'])
    expect(data).toMatchObject({ accessToken: 'a', externalIdentifier: 'e', grantedBy: 'g', scopes: ['x'] })
    expect(Math.abs(Number(data?.accessTokenExpiry) - expiry)).toBeLessThanOrEqual(2)
    expect(await outbound.uploadTenantToken({ appId: 'crm', tenantId: 'acme', accessToken: 't' })).toMatchObject({
      ok: true,
    })
    expect((await outbound.fetchTenantToken('crm', 'acme')).data).toMatchObject({
      accessToken: 't',
      accessTokenExpiry: '',
    })
    expect(await outbound.uploadUserToken({ appId: 'crm', userId })).toMatchObject({ ok: false, code: 400 })
  })

  test('are verified by a refresh when that is wished for', async () => {
    await connect({ level: 'user', userId })
    const { data } = await outbound.fetchToken('crm', userId, undefined, { withRefreshToken: true })
    await db().outboundToken.deleteMany({ where: { projectId } })
    const upload = { appId: 'crm', userId, refreshToken: data?.refreshToken ?? '', verifyRefresh: true }
    expect(await outbound.uploadUserToken(upload)).toMatchObject({ ok: true })
    expect((await outbound.fetchToken('crm', userId)).data?.accessToken).toMatch(/^access-/)
    await db().outboundToken.deleteMany({ where: { projectId } })
    // It has been spent by the first.
    expect(await outbound.uploadUserToken(upload)).toMatchObject({
      ok: false,
      code: 400,
      error: { errorMessage: expect.stringContaining('invalid_grant') },
    })
    expect(await db().outboundToken.count({ where: { projectId } })).toBe(0)
  })

  test('of many are all stored or none', async () => {
    const good = { appId: 'crm', userId, accessToken: 'a' }
    const failed = await outbound.batchUploadUserTokens([good, { ...good, userId: 'nobody' }, good])
    expect(failed).toMatchObject({ ok: true, code: 200 })
    expect(failed.data?.failures).toMatchObject([
      { appId: 'crm', userId: 'nobody', errorCode: 'E152110', reason: expect.any(String) },
      { appId: 'crm', userId },
    ])
    expect(await db().outboundToken.count({ where: { projectId } })).toBe(0)
    const stored = await outbound.batchUploadUserTokens([good, { ...good, scopes: ['x'], accessToken: 'b' }])
    expect(stored.data?.failures).toEqual([])
    const tenants = await outbound.batchUploadTenantTokens([{ appId: 'crm', tenantId: 'acme', accessToken: 't' }])
    expect(tenants.data?.failures).toEqual([])
    expect(await db().outboundToken.count({ where: { projectId } })).toBe(3)
  })
})

describe('the JWT of a user', () => {
  const jwt = async (scope: string, tenantId: string | null = null, ofUser = userId) => {
    await db().project.update({ where: { id: projectId }, data: { settings: { scope } } })
    const { tokens } = await issueSession({
      projectId,
      userId: ofUser,
      tenantId,
      methods: [],
      firstSeen: false,
      claims: {},
      ipAddress: '',
      userAgent: '',
    })
    return { session: `${projectId}:${tokens.sessionJwt}`, refresh: `${projectId}:${tokens.refreshJwt}` }
  }
  const fetchAs = async (bearer: string, body: object, level = 'user') =>
    (await request('POST', `/app/${level}/token/latest`, { appId: 'crm', userId, ...body }, bearer)).status

  test('fetches their own tokens, with the scope', async () => {
    await connect({ level: 'user', userId })
    await connect({ level: 'userTenant', userId, tenantId: 'acme' })
    await connect({ level: 'tenant', tenantId: 'acme' })
    const { session } = await jwt('outbound.token.fetch other')
    expect(await fetchAs(session, {})).toBe(200)
    expect(await fetchAs(session, { userId: LOGIN_ID })).toBe(200)
    expect(await fetchAs(session, { tenantId: 'acme' })).toBe(200)
    expect(await fetchAs(session, { tenantId: 'none' })).toBe(403)
    expect(await fetchAs(session, { options: { withRefreshToken: true } })).toBe(403)
    expect(await fetchAs(session, { tenantId: 'acme' }, 'tenant')).toBe(403)
    const other = (await db().user.create({ data: { projectId, id: `U2${'0'.repeat(24)}` } })).id
    expect(await fetchAs(session, { userId: other })).toBe(403)
    const events = await request('DELETE', '/token?id=x', undefined, session)
    expect(events.status).toBe(401)
  })

  test('that speaks of a tenant fetches nothing of it once the membership has ended', async () => {
    const grace = await createUser(projectId, {
      loginIds: ['former@example.com'],
      tenants: [{ tenantId: 'acme', roleNames: [] }],
    })
    const { session, refresh } = await jwt('outbound.token.fetch', 'acme', grace.id)
    const within = { userId: grace.id, tenantId: 'acme' }
    await connect({ level: 'userTenant', ...within })
    expect(await fetchAs(session, within)).toBe(200)
    // The token is left, as if it had been stored a moment later.
    await db().tenantMember.deleteMany({ where: { projectId, userId: grace.id } })
    expect(await fetchAs(session, within)).toBe(403)
    const { status } = await request('POST', '/app/connect', { appId: 'crm', tenantLevel: true }, refresh)
    expect(status).toBe(400)
    await addToTenant(projectId, grace.id, 'acme')
    expect(await fetchAs(session, within)).toBe(200)
    await db().tenant.updateMany({ where: { projectId, id: 'acme' }, data: { disabled: true } })
    expect(await fetchAs(session, within)).toBe(403)
    await db().tenant.updateMany({ where: { projectId, id: 'acme' }, data: { disabled: false } })
    await db().user.updateMany({ where: { projectId, id: grace.id }, data: { status: 'disabled' } })
    expect(await fetchAs(session, within)).toBe(403)
  })

  test('without the scope fetches nothing', async () => {
    await connect({ level: 'user', userId })
    const { session, refresh } = await jwt('other')
    expect(await fetchAs(session, {})).toBe(403)
    expect(await fetchAs(refresh, {})).toBe(403)
    expect(await fetchAs(`${projectId}:a.b.c`, {})).toBe(401)
  })

  test('of a refresh sees what they have connected, and no secret', async () => {
    await connect({ level: 'user', userId })
    const { refresh } = await jwt('')
    const connected = await request('GET', `/apps-with-user-token?userId=${userId}`, undefined, refresh)
    expect(await connected.json()).toEqual({ appIds: ['crm'] })
    const others = await request('GET', `/apps-with-user-token?userId=U2${'0'.repeat(24)}`, undefined, refresh)
    expect(others.status).toBe(403)
    const { apps } = await (await request('GET', '/apps', undefined, refresh)).json()
    expect(Object.keys(apps[0]).sort()).toEqual(['description', 'id', 'logo', 'name'])
  })

  test('does not tell which login ids there are', async () => {
    await db().user.create({
      data: {
        projectId,
        id: `U3${'0'.repeat(24)}`,
        loginIds: { create: { key: 'known@example.com', loginId: 'known@example.com' } },
      },
    })
    const { session, refresh } = await jwt('outbound.token.fetch')
    const { session: unscoped } = await jwt('other')
    const answers = async (login: string) => {
      const app = { appId: 'crm', userId: login }
      const replies = await Promise.all([
        request('POST', '/app/user/token/latest', app, session),
        request('POST', '/app/user/token', { ...app, options: { withRefreshToken: true } }, session),
        request('POST', '/app/user/token', app, unscoped),
        request('GET', `/apps-with-user-token?userId=${login}`, undefined, refresh),
      ])
      return await Promise.all(replies.map(async (reply) => [reply.status, await reply.json()]))
    }
    const known = await answers('known@example.com')
    expect(known.map(([status]) => status)).toEqual([403, 403, 403, 403])
    expect(await answers('unknown@example.com')).toEqual(known)
  })

  test('of an access key in its own name fetches the tokens of its tenants alone', async () => {
    await connect({ level: 'user', userId })
    await connect({ level: 'tenant', tenantId: 'acme' })
    await db().project.update({ where: { id: projectId }, data: { settings: { scope: 'outbound.token.fetch' } } })
    const made = await createAccessKey(
      projectId,
      { name: 'Agent', tenants: [{ tenantId: 'acme', roleNames: [] }] },
      'test',
    )
    const exchange = { projectId, secret: made.secret, ipAddress: '127.0.0.1', tenantId: null, claims: {} }
    const bearer = `${projectId}:${(await exchangeAccessKey(exchange)).sessionJwt}`
    expect(await fetchAs(bearer, { tenantId: 'acme' }, 'tenant')).toBe(200)
    expect(await fetchAs(bearer, { tenantId: 'other' }, 'tenant')).toBe(403)
    expect(await fetchAs(bearer, {})).toBe(403)
    // Its JWT still speaks of a tenant that was taken away from the key.
    await db().accessKey.updateMany({ where: { projectId }, data: { tenants: [] } })
    expect(await fetchAs(bearer, { tenantId: 'acme' }, 'tenant')).toBe(403)
  })
})
