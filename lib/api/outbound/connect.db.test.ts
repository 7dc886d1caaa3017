import DescopeClient from '@descope/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManagementKey } from '@/lib/console/keys'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { beginConnect, findConnect } from '@/lib/outbound/connect/service'
import type { Owner } from '@/lib/outbound/owner'
import { Browser, consent } from '@/lib/outbound/testing/browser'
import { type ConnectWorld, startConnectWorld } from '@/lib/outbound/testing/connect-world'
import { fetchToken } from '@/lib/outbound/tokens/fetch'
import { exposeSecret } from '@/lib/vault/secret'

// Ada's browser, Patchbay and the sandbox's provider, each over real HTTP.
let world: ConnectWorld
let ada: Owner
const DONE = 'http://127.0.0.1:9/done'
const atDone = (url: string) => url.startsWith(DONE)

beforeAll(async () => {
  world = await startConnectWorld()
  ada = { level: 'user', userId: world.userId }
  await updateProjectSettings(world.projectId, { redirectUrls: [DONE], allowedOrigins: ['https://app.example.com'] })
})
afterAll(async () => {
  await closeEgress()
  await world.close()
  await closeDatabase()
})

const sdk = () => DescopeClient({ projectId: world.projectId, baseUrl: world.url })

async function post(path: string, body: unknown, token: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.projectId}:${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const tokenOf = (owner: Owner, scopes: string[] | 'latest' = 'latest', appId = 'acme') =>
  fetchToken(world.projectId, { appId, owner, scopes, actor: { type: 'system', id: '', name: 'test' } })

/** What the provider's own API says of a token. */
async function accountOf(owner: Owner, appId = 'acme') {
  const { accessToken } = await tokenOf(owner, 'latest', appId)
  const headers = { authorization: `Bearer ${exposeSecret(accessToken)}` }
  return await (await fetch(`${world.sandbox.url}/idp/api/account`, { headers })).json()
}

const auditOf = (action: string) =>
  db().auditEvent.findFirst({ where: { projectId: world.projectId, action }, orderBy: { at: 'desc' } })

const auditsOf = ({ tenantId }: { tenantId: string }) =>
  db().auditEvent.findMany({
    where: { projectId: world.projectId, action: 'connection.connect', tenantId, userId: null },
    orderBy: { at: 'desc' },
  })

const connect = (changes: Record<string, unknown> = {}) =>
  beginConnect(world.projectId, { appId: 'acme', owner: ada, redirectUrl: DONE, grantedBy: world.userId, ...changes })

describe('a user who connects', () => {
  it('goes from the SDK by Patchbay and the provider back to the application', async () => {
    const { refreshJwt } = await world.signIn()
    const answer = await sdk().outbound.connect('acme', { redirectUrl: `${DONE}?tab=1` }, refreshJwt)
    const url = answer.data?.url ?? ''
    expect(url).toMatch(new RegExp(`^${world.url}/v1/outbound/oauth/connect\\?ticket=[a-z0-9]{32}$`))
    const browser = new Browser()
    const back = await consent(browser, await browser.open(url), 'grace', atDone)
    // Nothing is added to the address: no code, no token.
    expect(back.url).toBe(`${DONE}?tab=1`)
    expect(back.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await tokenOf(ada)).toMatchObject({ tokenSub: 'grace', scopes: ['contacts.read', 'openid'] })
    expect(await accountOf(ada)).toMatchObject({ sub: 'grace', client: 'patchbay-sandbox' })
    expect(await auditOf('connection.connect')).toMatchObject({
      actorType: 'user',
      actorId: world.userId,
      actorName: 'Ada',
      targetId: 'acme',
      userId: world.userId,
    })
    const event = await db().outboundTokenEvent.findFirst({
      where: { projectId: world.projectId },
      orderBy: { at: 'desc' },
    })
    expect(event).toMatchObject({ actorType: 'user', actorName: 'Ada', type: 'issued' })
  })

  it('asks for more later, and holds both sets', async () => {
    const { sessionJwt } = await world.signIn()
    const { body } = await post(
      '/v1/mgmt/outbound/app/connect',
      { appId: 'acme', scopes: ['calendar.read'] },
      sessionJwt,
    )
    const browser = new Browser()
    const end = await consent(browser, await browser.open(body.url), 'grace')
    expect(end.text).toContain('<h1>Acme is connected</h1>')
    expect((await tokenOf(ada, ['calendar.read'])).scopes).toEqual(['calendar.read'])
    expect((await tokenOf(ada, ['openid', 'contacts.read'])).scopes).toEqual(['contacts.read', 'openid'])
  })

  it('connects a tenant, or herself within it, and each is its own', async () => {
    const { refreshJwt } = await world.signIn()
    const tenant = { level: 'tenant' as const, tenantId: 'acme' }
    const within: Owner = { level: 'userTenant', userId: world.userId, tenantId: 'acme' }
    for (const [owner, tenantLevel, account] of [
      [tenant, true, 'alan'],
      [within, false, 'ada'],
    ] as const) {
      await expect(tokenOf(owner)).rejects.toThrow('There is no token for this')
      const answer = await sdk().outbound.connect('acme', { tenantId: 'acme', tenantLevel }, refreshJwt)
      const browser = new Browser()
      await consent(browser, await browser.open(answer.data?.url ?? ''), account)
      expect(await accountOf(owner)).toMatchObject({ sub: account })
    }
    expect(await accountOf(ada)).toMatchObject({ sub: 'grace' })
    const [about, ...others] = await auditsOf(tenant)
    expect([about?.actorType, about?.actorId, about?.actorName, others]).toEqual(['user', world.userId, 'Ada', []])
    const shut = await sdk().outbound.connect('acme', { tenantId: 'shut' }, refreshJwt)
    expect(shut).toMatchObject({ ok: false, code: 403 })
  })

  it('is named in the audit log when she connects a tenant within a flow', async () => {
    const owner = { level: 'tenant' as const, tenantId: 'acme' }
    const actor = { type: 'flow', id: 'e1', name: world.userId }
    const { url } = await connect({ owner, actor, scopes: ['calendar.read'] })
    const browser = new Browser()
    expect((await consent(browser, await browser.open(url), 'alan', atDone)).url).toBe(DONE)
    expect((await auditsOf(owner))[0]).toMatchObject({ actorType: 'user', actorId: world.userId, tenantId: 'acme' })
  })

  it('is told on a page of Patchbay that closes its window where there is nowhere to go', async () => {
    const { url, connectId } = await connect({ redirectUrl: null })
    const browser = new Browser()
    const end = await consent(browser, await browser.open(url))
    expect(end.status).toBe(200)
    const policy = end.headers.get('content-security-policy') ?? ''
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(policy).toContain("frame-ancestors 'none'")
    expect(end.text).toContain(`<script nonce="${nonce}">`)
    expect(end.text).toContain(`{"type":"patchbay:connect","connectId":"${connectId}","status":"completed"}`)
    expect(end.text).not.toContain("postMessage(message,'*')")
    const { accessToken } = await tokenOf(ada)
    expect(end.text).not.toContain(exposeSecret(accessToken))
    expect(await findConnect(world.projectId, connectId)).toMatchObject({
      status: 'completed',
      tokenId: expect.any(String),
      record: { action: 'exchange', response: { status: 200 } },
    })
  })

  it('may refuse, and the application learns it', async () => {
    const { url, connectId } = await connect()
    const browser = new Browser()
    const back = await browser.press(await browser.open(url), { deny: '1' }, atDone)
    expect(back.url).toBe(`${DONE}?err=consentRefused`)
    expect(await findConnect(world.projectId, connectId)).toMatchObject({
      status: 'failed',
      errorCode: 'consentRefused',
    })
    expect(await auditOf('connection.connectFailed')).toMatchObject({
      severity: 'warn',
      data: { reason: 'consentRefused' },
    })
  })

  it('brings the provider\u2019s answer herself when her application does', async () => {
    const { url } = await connect()
    const browser = new Browser()
    const isCallback = (to: string) => to.startsWith(`${world.url}/v1/outbound/oauth/callback`)
    const back = await consent(browser, await browser.open(url), 'ada', isCallback)
    const { code, state, iss } = Object.fromEntries(new URL(back.url).searchParams)
    const another = await db().user.create({ data: { projectId: world.projectId, id: 'U2other' } })
    const stranger = await world.signIn(null, another.id)
    const stolen = await post('/v1/outbound/oauth/callback', { code, state, iss }, stranger.refreshJwt)
    expect(stolen).toMatchObject({ status: 400, body: { errorCode: 'E152204' } })
    const events = () => db().outboundTokenEvent.count({ where: { projectId: world.projectId } })
    const before = await events()
    const { refreshJwt } = await world.signIn()
    const brought = await post('/v1/outbound/oauth/callback', { code, state, iss }, refreshJwt)
    expect(brought).toMatchObject({ status: 200, body: { appId: 'acme', redirectUrl: DONE } })
    // An SDK that did not get the answer sends it again.
    const again = await post('/v1/outbound/oauth/callback', { code, state, iss }, refreshJwt)
    expect(again).toMatchObject({ status: 200, body: { appId: 'acme', redirectUrl: DONE } })
    expect(await events()).toBe(before + 1)
  })
})

describe('a connection that registers itself', () => {
  it('is registered at its first connect, once for all who come at once', async () => {
    await world.addApp('registers', {
      clientId: '',
      clientSecret: undefined,
      useDcr: true,
      dcrUrl: `${world.sandbox.url}/idp/reg`,
    })
    const begun = await Promise.all(Array.from({ length: 3 }, () => connect({ appId: 'registers' })))
    const { config, learned } = await db().outboundApp.findFirstOrThrow({ where: { id: 'registers' } })
    const { clientId } = Object(config)
    expect(clientId).toMatch(/^.{10,}$/)
    expect(learned).toMatchObject({ tokenEndpointAuthentication: 'basic' })
    expect(await db().auditEvent.count({ where: { projectId: world.projectId, action: 'connection.register' } })).toBe(
      1,
    )
    const browser = new Browser()
    const back = await consent(browser, await browser.open(begun[2]?.url ?? ''), 'alan', atDone)
    expect(back.url).toBe(DONE)
    expect(await accountOf(ada, 'registers')).toMatchObject({ sub: 'alan', client: clientId })
  })

  it('says so when its provider does not take it', async () => {
    await world.addApp('refused', {
      clientId: '',
      clientSecret: undefined,
      useDcr: true,
      dcrUrl: `${world.sandbox.url}/nothing`,
    })
    await expect(connect({ appId: 'refused' })).rejects.toMatchObject({ reason: 'providerRefused' })
    await world.addApp('away', { clientId: '', clientSecret: undefined, useDcr: true, dcrUrl: 'http://127.0.0.1:1/' })
    await expect(connect({ appId: 'away' })).rejects.toMatchObject({ reason: 'providerUnavailable' })
  })
})

describe('a call that begins a connect', () => {
  it('needs a user', async () => {
    const { secret } = await createManagementKey(world.projectId, 'Test', null)
    const byKey = await post('/v1/mgmt/outbound/app/connect', { appId: 'acme' }, secret)
    expect(byKey).toMatchObject({
      status: 401,
      body: { errorMessage: expect.stringContaining('A management key names nobody') },
    })
    expect(await post('/v1/outbound/oauth/connect', { appId: 'acme' }, secret)).toMatchObject({ status: 401 })
    expect(await post('/v1/outbound/oauth/connect', { appId: 'acme' }, 'a.b.c')).toMatchObject({ status: 401 })
  })

  it('says what is wrong with it', async () => {
    const { refreshJwt } = await world.signIn()
    const begin = (body: unknown) => post('/v1/outbound/oauth/connect', body, refreshJwt)
    expect(await begin({ appId: 'none' })).toMatchObject({ status: 404 })
    expect(await begin({ appId: 'a/b' })).toMatchObject({ status: 400 })
    expect(await begin({ appId: 'acme', tenantLevel: true })).toMatchObject({
      status: 400,
      body: { errorCode: 'E152209' },
    })
    expect(await begin({ appId: 'acme', options: { scopes: ['a b'] } })).toMatchObject({ status: 400 })
    await world.addApp('half', { tokenUrl: '', discoveryUrl: '' })
    expect(await begin({ appId: 'half' })).toMatchObject({ status: 400, body: { errorCode: 'E152003' } })
  })

  it('asks for so many scopes as an address can carry, and says where that ends', async () => {
    const { refreshJwt } = await world.signIn()
    const scopesOf = (count: number, length: number) =>
      Array.from({ length: count }, (_, at) => `${at}`.padEnd(length, 'x'))
    const begin = (scopes: string[]) =>
      post('/v1/outbound/oauth/connect', { appId: 'acme', options: { scopes } }, refreshJwt)
    expect((await begin(scopesOf(500, 31))).status).toBe(200)
    const long = await begin(scopesOf(500, 40))
    expect(long).toMatchObject({ status: 400, body: { errorCode: 'E152220' } })
    expect(long.body.errorMessage).toContain('at most 16,000 characters')
    const many = await begin(scopesOf(501, 5))
    expect([many.status, many.body.errorMessage]).toEqual([400, expect.stringContaining('at most 500 scopes')])
    await expect(world.addApp('wide', { defaultScopes: scopesOf(500, 40) })).rejects.toMatchObject({
      fields: { defaultScopes: expect.stringContaining('16,000') },
    })
  })

  it('ends the oldest of very many that a user has open, and none of an operator', async () => {
    const { projectId } = world
    const { id } = await db().user.create({ data: { projectId, id: 'U2busy' } })
    const owner: Owner = { level: 'user', userId: id }
    const open = (changes: Record<string, unknown> = {}) => connect({ owner, grantedBy: id, ...changes })
    const [first, second] = [await open(), await open()]
    for (let more = 0; more < 18; more += 1) await open()
    const stateOf = async ({ connectId }: typeof first) => (await findConnect(projectId, connectId))?.status
    expect([await stateOf(first), await stateOf(second)]).toEqual(['pending', 'pending'])
    await connect()
    await open({ actor: { type: 'operator', id: 'o1', name: 'Olga' } })
    expect(await stateOf(first)).toBe('pending')
    await open()
    expect([await stateOf(first), await stateOf(second)]).toEqual(['failed', 'failed'])
    expect((await new Browser().open(first.url)).text).toContain('used already or has lapsed')
    const left = await db().outboundConnect.count({ where: { projectId, grantedBy: id, status: 'pending' } })
    expect(left).toBe(20)
  })

  it('takes what SDKs send for nothing', async () => {
    const { refreshJwt } = await world.signIn()
    const body = {
      appId: 'acme',
      tenantId: '',
      tenantLevel: false,
      options: { redirectUrl: '', scopes: null, prompt: null },
    }
    expect((await post('/v1/outbound/oauth/connect', body, refreshJwt)).status).toBe(200)
    const prompted = { appId: 'acme', options: { prompt: ['login', 'consent'] } }
    const { url } = (await post('/v1/mgmt/outbound/app/connect', prompted, refreshJwt)).body
    const page = await new Browser().open(url, (to) => to.startsWith(world.sandbox.url))
    expect(new URL(page.url).searchParams.get('prompt')).toBe('login consent')
  })

  it('comes from allowed origins only, and reads a cookie only there', async () => {
    const { refreshJwt } = await world.signIn()
    const begin = (headers: Record<string, string>) =>
      fetch(`${world.url}/v1/outbound/oauth/connect`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.projectId}`, 'content-type': 'application/json', ...headers },
        body: '{"appId":"acme"}',
      })
    const cookie = `DSR=${refreshJwt}`
    const allowed = await begin({ origin: 'https://app.example.com', cookie })
    expect(allowed.status).toBe(200)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect((await begin({ origin: 'https://evil.example', cookie })).status).toBe(403)
    expect((await begin({ cookie })).status).toBe(401)
  })

  it.each([
    'https://evil.example/',
    'http://127.0.0.1:9/done.evil.example',
    'http://127.0.0.1:9/done/%2e%2e/other',
    'http://127.0.0.1:9@evil.example/done',
    '//evil.example/done',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('is not sent to %s at the end', async (redirectUrl) => {
    const { refreshJwt } = await world.signIn()
    const answer = await post('/v1/outbound/oauth/connect', { appId: 'acme', options: { redirectUrl } }, refreshJwt)
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'E152207' } })
  })

  it('may send to the origin of the connection\u2019s own redirect URL', async () => {
    await world.addApp('own', { defaultRedirectUrl: 'https://own.example.com/connected' })
    const begin = (redirectUrl?: string) => connect({ appId: 'own', redirectUrl })
    for (const url of [undefined, 'https://own.example.com/elsewhere?x=1']) await begin(url)
    await expect(begin('https://own.example.com.evil.example/')).rejects.toThrow('not allowed')
  })
})
