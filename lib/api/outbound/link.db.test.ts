import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { hashToken } from '@/lib/id'
import { abandonConnect, beginConnect, findConnect } from '@/lib/outbound/connect/service'
import type { Owner } from '@/lib/outbound/owner'
import { Browser, consent } from '@/lib/outbound/testing/browser'
import { type ConnectWorld, startConnectWorld } from '@/lib/outbound/testing/connect-world'

// Ada's browser, Patchbay and the sandbox's provider, each over real HTTP.
let world: ConnectWorld
let ada: Owner
const DONE = 'http://127.0.0.1:9/done'
const atDone = (url: string) => url.startsWith(DONE)

beforeAll(async () => {
  world = await startConnectWorld()
  ada = { level: 'user', userId: world.userId }
  await updateProjectSettings(world.projectId, { redirectUrls: [DONE] })
})
afterAll(async () => {
  await closeEgress()
  await world.close()
  await closeDatabase()
})

const connect = (changes: Record<string, unknown> = {}) =>
  beginConnect(world.projectId, { appId: 'acme', owner: ada, redirectUrl: DONE, grantedBy: world.userId, ...changes })

describe('a link', () => {
  it('leads to the provider with everything that was set, once', async () => {
    await world.addApp('detailed', {
      accessType: 'offline',
      prompt: ['consent'],
      authorizationUrlParams: [{ key: 'include_granted_scopes', value: 'true' }],
    })
    const { url } = await connect({ appId: 'detailed' })
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
    const browser = new Browser()
    const page = await browser.open(url, (to) => to.startsWith(world.sandbox.url))
    const parameters = Object.fromEntries(new URL(page.url).searchParams)
    expect(parameters).toMatchObject({
      response_type: 'code',
      client_id: 'patchbay-sandbox',
      redirect_uri: `${world.url}/v1/outbound/oauth/callback`,
      scope: 'contacts.read openid',
      prompt: 'consent',
      access_type: 'offline',
      include_granted_scopes: 'true',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^.{32}$/),
    })
    const [cookie = ''] = page.headers.getSetCookie()
    expect(cookie).toMatch(
      /^patchbay-connect-[a-z0-9]+=[a-z0-9]{32}\.[0-9a-f]{64}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const row = await db().outboundConnect.findFirstOrThrow({ where: { appId: 'detailed' } })
    const stored = JSON.stringify({ ...row, verifierSealed: Buffer.from(row.verifierSealed ?? []).toString('latin1') })
    const secrets = [
      parameters.state ?? '',
      parameters.nonce ?? '',
      cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';')),
    ]
    for (const secret of [...secrets, new URL(url).searchParams.get('ticket') ?? '']) {
      expect(secret.length).toBeGreaterThanOrEqual(32)
      expect(stored).not.toContain(secret)
    }
    const again = await browser.open(url)
    expect(again.status).toBe(400)
    expect(again.text).toContain('This link was used already or has lapsed')
  })

  it('without PKCE where the connection goes without', async () => {
    await world.addApp('plain', { pkce: false, defaultScopes: ['contacts.read'], accessType: 'online' })
    const { url } = await connect({ appId: 'plain' })
    const browser = new Browser()
    const page = await browser.open(url, (to) => to.startsWith(world.sandbox.url))
    const { searchParams } = new URL(page.url)
    for (const name of ['code_challenge', 'nonce', 'access_type', 'prompt']) expect(searchParams.has(name)).toBe(false)
    const back = await consent(browser, await browser.open(page.url), 'ada', atDone)
    expect(back.url).toBe(DONE)
  })

  it('is spent by one of two who open it at once', async () => {
    const { url } = await connect()
    const stop = (to: string) => to.startsWith(world.sandbox.url)
    const pages = await Promise.all(Array.from({ length: 5 }, () => new Browser().open(url, stop)))
    expect(pages.filter(({ status }) => status === 302)).toHaveLength(1)
  })

  it('is worth nothing once nobody waits for it', async () => {
    const { url, connectId } = await connect()
    const isCallback = (to: string) => to.startsWith(`${world.url}/v1/outbound/oauth/callback`)
    const browser = new Browser()
    const back = await consent(browser, await browser.open(url, isCallback), 'ada', isCallback)
    await abandonConnect(world.projectId, connectId, { code: 'timedOut', message: 'Too late.' })
    expect((await browser.open(back.url, atDone)).url).toBe(`${DONE}?err=timedOut`)
    const state = { status: 'failed', errorCode: 'timedOut', errorMessage: 'Too late.' }
    expect(await findConnect(world.projectId, connectId)).toMatchObject(state)
  })

  it('lapses', async () => {
    const { url, connectId } = await connect()
    await pool().query(`UPDATE "OutboundConnect" SET "expiresAt" = now() - interval '1 second' WHERE "id" = $1`, [
      connectId,
    ])
    expect((await new Browser().open(url)).text).toContain('has lapsed')
    expect(await findConnect(world.projectId, connectId)).toMatchObject({ status: 'failed', errorCode: 'timedOut' })
    expect((await new Browser().open(`${world.url}/v1/outbound/oauth/connect`)).status).toBe(400)
  })

  it('asks first whose account it is when the project wants it', async () => {
    await updateProjectSettings(world.projectId, { confirmConnect: true })
    const { url, connectId } = await connect()
    const browser = new Browser()
    const page = await browser.open(url)
    expect(page.status).toBe(200)
    for (const text of ['Connect Acme?', 'Ada (ada@example.com)', 'Identity']) expect(page.text).toContain(text)
    const links = [...page.text.matchAll(/href="(\/v1[^"]+)"/g)].map(
      ([, to = '']) => new URL(to.replaceAll('&amp;', '&'), page.url).href,
    )
    const [go = '', cancel = ''] = links
    // Another browser that was sent the address of the button is asked itself.
    expect((await new Browser().open(go)).text).toContain('Connect Acme?')
    expect((await new Browser().open(`${url}&continue=1`)).text).toContain('Connect Acme?')
    const back = await consent(browser, await browser.open(go), 'ada', atDone)
    expect(back.url).toBe(DONE)

    const second = await connect({ owner: { level: 'tenant', tenantId: 'acme' } })
    const asked = await browser.open(second.url)
    expect(asked.text).toContain('<dt>Tenant</dt><dd>Acme</dd>')
    const [, no = cancel] = [...asked.text.matchAll(/href="(\/v1[^"]+)"/g)].map(
      ([, to = '']) => new URL(to.replaceAll('&amp;', '&'), asked.url).href,
    )
    expect((await browser.open(no, atDone)).url).toBe(`${DONE}?err=consentRefused`)
    expect(await findConnect(world.projectId, connectId)).toMatchObject({ status: 'completed' })
    expect(await findConnect(world.projectId, second.connectId)).toMatchObject({ errorCode: 'consentRefused' })
    await updateProjectSettings(world.projectId, { confirmConnect: false })
  })

  it('is not gone on with by who brings a cookie or a page of somebody else', async () => {
    await updateProjectSettings(world.projectId, { confirmConnect: true })
    const { url, connectId } = await connect()
    const open = async (query: string, headers: Record<string, string>) =>
      await fetch(`${url}${query}`, { headers, redirect: 'manual' })
    const page = await open('', {})
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const proof = /continue=([0-9a-f]{64})/.exec(await page.text())?.[1] ?? ''
    const forged = `${'x'.repeat(32)}.${'0'.repeat(64)}`
    for (const [query, headers] of [
      [`&continue=${hashToken(`confirm:${forged}`)}`, { cookie: `patchbay-connect-${connectId}=${forged}` }],
      [`&continue=${proof}`, {}],
      [`&continue=${proof}`, { cookie: `patchbay-connect-${connectId}=${cookie.split('=')[1]}x` }],
      // An attacker who has opened the link and planted the cookie, and now sends the link of the button.
      [`&continue=${proof}`, { cookie, 'sec-fetch-site': 'cross-site' }],
      [`&continue=${proof}`, { cookie, 'sec-fetch-site': 'same-site' }],
      [`&cancel=${proof}`, { cookie, 'sec-fetch-site': 'none' }],
    ] as const) {
      const answer = await open(query, headers)
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Connect Acme?')])
    }
    const gone = await open(`&continue=${proof}`, { cookie, 'sec-fetch-site': 'same-origin' })
    expect([gone.status, gone.headers.get('location')]).toEqual([302, expect.stringContaining('/idp/auth')])
    await updateProjectSettings(world.projectId, { confirmConnect: false })
  })

  it('by https is bound by a cookie that no other host of the site can set', async () => {
    await world.addApp('guarded', { callbackDomain: 'connect.example.com' })
    const { url, connectId } = await connect({ appId: 'guarded' })
    const { pathname, search } = new URL(url)
    const opened = await fetch(`${world.url}${pathname}${search}`, { redirect: 'manual' })
    const [line = ''] = opened.headers.getSetCookie()
    expect(line).toMatch(/^__Host-patchbay-connect-\w+=[\w.]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const value = line.split(/[=;]/)[1] ?? ''
    const state = new URL(opened.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const bring = async (cookie: string) => {
      const answer = new URLSearchParams({ state, iss: `${world.sandbox.url}/idp`, error: 'access_denied' })
      const callback = `${world.url}/v1/outbound/oauth/callback?${answer}`
      return await fetch(callback, { headers: { cookie }, redirect: 'manual' })
    }
    const planted = await bring(`patchbay-connect-${connectId}=${value}`)
    expect(await planted.text()).toContain('begun in another browser')
    const back = await bring(`__Host-patchbay-connect-${connectId}=${value}`)
    expect(back.headers.get('location')).toBe(`${DONE}?err=consentRefused`)
    expect(back.headers.getSetCookie()).toEqual([`__Host-patchbay-connect-${connectId}=; Max-Age=0; Path=/; Secure`])
  })
})
