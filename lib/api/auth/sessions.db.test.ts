import DescopeClient from '@descope/node-sdk'
import { getRequestListener } from '@hono/node-server'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase } from '@/lib/db'
import { issueSession } from '@/lib/identity/sessions/service/issue'
import { keepSigningKeys, rotateSigningKey } from '@/lib/identity/signing-keys/service'
import { makePerson } from '@/lib/identity/testing/person'
import { createApi } from '../app'
import { startThirdParty } from '../testing/project'

// The published SDK, unmodified, against the API as it is served.
let projectId: string
let userId: string
let server: Awaited<ReturnType<typeof startThirdParty>>
const api = createApi()

beforeAll(async () => {
  ;({ projectId, userId } = await makePerson())
  server = await startThirdParty(getRequestListener(api.fetch))
})

afterAll(async () => {
  await server.close()
  await closeDatabase()
})

const sdk = () => DescopeClient({ projectId, baseUrl: server.url })
const signIn = async () => {
  const { tokens } = await issueSession({
    projectId,
    userId,
    tenantId: null,
    methods: ['pwd'],
    firstSeen: false,
    claims: {},
    ipAddress: '203.0.113.9',
    userAgent: 'test',
  })
  return tokens
}

describe('the SDK', () => {
  test('validates both tokens by the published keys', async () => {
    const { sessionJwt, refreshJwt } = await signIn()
    const client = sdk()
    const session = await client.validateSession(sessionJwt)
    expect(session.token).toMatchObject({ sub: userId, iss: projectId, drn: 'DS' })
    expect(client.validateRoles(session, ['owner'])).toBe(true)
    expect(client.validateTenantRoles(session, 'acme', ['admin'])).toBe(true)
    expect(client.validateTenantRoles(session, 'shut', [])).toBe(false)
    await client.validateJwt(refreshJwt)
    await expect(client.validateJwt(`${sessionJwt}x`)).rejects.toThrow()
  })

  test('refreshes, with the successor of the refresh token', async () => {
    const { refreshJwt } = await signIn()
    const client = sdk()
    const first = await client.refreshSession(refreshJwt)
    expect(first.token).toMatchObject({ sub: userId, drn: 'DS' })
    const second = await client.refreshSession(first.refreshJwt ?? '')
    expect(decodeJwt(second.refreshJwt ?? '')).toMatchObject({ gen: 3 })
    await expect(client.refreshSession(refreshJwt)).rejects.toThrow('used before')
    await expect(client.refreshSession(second.refreshJwt ?? '')).rejects.toThrow('session has ended')
  })

  test('refreshes what has lapsed by validateAndRefreshSession', async () => {
    const { refreshJwt } = await signIn()
    expect((await sdk().validateAndRefreshSession('', refreshJwt)).token.sub).toBe(userId)
  })

  test('reads the user, their tenants and sign-ins', async () => {
    const { refreshJwt } = await signIn()
    const client = sdk()
    const me = await client.me(refreshJwt)
    expect(me).toMatchObject({ ok: true, data: { userId, loginIds: ['ada@example.com'], email: 'ada@example.com' } })
    expect(await client.myTenants(['acme', 'shut', 'unknown'], refreshJwt)).toMatchObject({
      data: { tenants: [{ id: 'acme', name: 'Acme', customAttributes: {} }] },
    })
    expect(await client.myTenants(true, refreshJwt)).toMatchObject({ data: { tenants: [] } })
    expect((await client.history(refreshJwt)).data).toMatchObject({ 0: { userId, ip: '203.0.113.9' } })
  })

  test('selects a tenant', async () => {
    const { refreshJwt } = await signIn()
    const client = sdk()
    const selected = await client.selectTenant('acme', refreshJwt)
    expect(client.getCurrentTenant(selected.data?.sessionJwt ?? '')).toBe('acme')
    expect(await client.myTenants(true, selected.data?.refreshJwt)).toMatchObject({
      data: { tenants: [{ id: 'acme' }] },
    })
    expect(await client.selectTenant('shut', selected.data?.refreshJwt)).toMatchObject({ ok: false, code: 403 })
  })

  test('logs one session out, or all', async () => {
    const client = sdk()
    const [first, second, third] = [await signIn(), await signIn(), await signIn()]
    expect(await client.logout(first.refreshJwt)).toMatchObject({ ok: true, code: 200 })
    expect(await client.me(first.refreshJwt)).toMatchObject({ ok: false, code: 401 })
    expect(await client.me(second.refreshJwt)).toMatchObject({ ok: true })
    expect(await client.logoutAll(second.refreshJwt)).toMatchObject({ ok: true })
    expect(await client.me(third.refreshJwt)).toMatchObject({ ok: false, code: 401 })
  })

  test('refuses wrong tokens by errors that it reads', async () => {
    const client = sdk()
    const { sessionJwt } = await signIn()
    for (const token of [sessionJwt, 'nonsense', undefined]) {
      expect(await client.refresh(token)).toMatchObject({
        ok: false,
        code: 401,
        error: { errorCode: expect.any(String), errorMessage: expect.any(String) },
      })
    }
  })
})

describe('rotating the signing keys', () => {
  const kid = (token: string) => decodeProtectedHeader(token).kid
  const published = async (): Promise<{ kid: string; alg: string; use: string }[]> => {
    const response = await api.request(`/v2/keys/${projectId}`)
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    return (await response.json()).keys
  }
  /** By the clock alone: nothing waits for it. */
  const pass = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds })
  afterAll(() => vi.useRealTimers())

  test('publishes the next key before it signs, and keeps the old one; one client sees it through', async () => {
    const client = sdk()
    const before = await signIn()
    await client.validateJwt(before.sessionJwt)
    const [old] = await published()
    expect(old).toMatchObject({ kid: kid(before.sessionJwt), alg: 'RS256', use: 'sig' })
    expect(Object.keys(old ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])

    const { id } = await rotateSigningKey(projectId, false)
    expect((await published()).map((key) => key.kid)).toEqual([id, old?.kid])
    expect(kid((await signIn()).sessionJwt)).toBe(old?.kid)
    await expect(rotateSigningKey(projectId, false)).rejects.toMatchObject({ code: 'conflict' })

    pass(15 * 60_000)
    const after = await signIn()
    expect(kid(after.sessionJwt)).toBe(id)
    await client.validateJwt(after.sessionJwt)
    await client.refreshSession(before.refreshJwt)
    expect((await published()).map((key) => key.kid)).toEqual([id, old?.kid])
  })

  test('to ES256 by the project\u2019s settings', async () => {
    await updateProjectSettings(projectId, { signingAlgorithm: 'ES256' })
    await Promise.all(Array.from({ length: 5 }, () => keepSigningKeys(projectId)))
    const keys = await published()
    expect(keys[0]).toMatchObject({ alg: 'ES256', kty: 'EC', crv: 'P-256', use: 'sig' })
    expect(keys.filter(({ alg }) => alg === 'ES256')).toHaveLength(1)
    pass(15 * 60_000)
    const { sessionJwt, refreshJwt } = await signIn()
    expect(decodeProtectedHeader(sessionJwt)).toMatchObject({ alg: 'ES256', kid: keys[0]?.kid })
    const client = sdk()
    await client.validateJwt(sessionJwt)
    await client.refreshSession(refreshJwt)
  })
})

describe('a refresh token in a cookie', () => {
  const call = async (cookie: string, headers: Record<string, string>, path = '/v1/auth/refresh') =>
    await api.request(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${projectId}`, cookie, ...headers },
    })

  test('counts from this server\u2019s own and allowed origins alone', async () => {
    await updateProjectSettings(projectId, { allowedOrigins: ['https://app.example.com'], cookieDomain: 'example.com' })
    const cookie = async () => `DSR=${(await signIn()).refreshJwt}`
    for (const headers of [
      {},
      { origin: 'https://evil.example.com' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      expect((await call(await cookie(), headers)).status).toBe('origin' in headers ? 403 : 401)
    }
    expect((await call(await cookie(), { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    const answer = await call(await cookie(), { origin: 'https://app.example.com' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).not.toHaveProperty('refreshJwt')
    expect(answer.headers.get('set-cookie')).toMatch(
      /^DSR=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=\d+; Domain=example\.com; Path=\/; HttpOnly; SameSite=Strict$/,
    )
  })

  test('is taken away when the session ends, and asked for by its own name', async () => {
    const origin = { origin: 'https://app.example.com', 'x-descope-refresh-cookie-name': 'MYR' }
    const cookie = `MYR=${(await signIn()).refreshJwt}`
    const out = await call(cookie, origin, '/v1/auth/logout')
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toMatch(/^MYR=; Max-Age=0; Domain=example\.com; Path=\//)
    const tried = await call(cookie, origin, '/v1/auth/try-refresh')
    expect([tried.status, await tried.json()]).toEqual([200, {}])
  })

  test('try-refresh without any answers nothing', async () => {
    const answer = await call('', {}, '/v1/auth/try-refresh')
    expect([answer.status, await answer.json()]).toEqual([200, {}])
  })
})
