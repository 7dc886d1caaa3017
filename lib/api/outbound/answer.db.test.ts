import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { newId } from '@/lib/id'
import { beginConnect, findConnect } from '@/lib/outbound/connect/service'
import { type QuirkyProvider, quirkyClient, startQuirkyProvider } from '@/lib/outbound/oauth/testing/quirky-provider'
import { type Owner, readOwner } from '@/lib/outbound/owner'
import { Browser, consent, type Page } from '@/lib/outbound/testing/browser'
import { type ConnectWorld, startConnectWorld } from '@/lib/outbound/testing/connect-world'
import { fetchToken } from '@/lib/outbound/tokens/fetch'

// Ada's browser, Patchbay and the sandbox's provider, each over real HTTP.
let world: ConnectWorld
let ada: Owner
let quirky: QuirkyProvider
const DONE = 'http://127.0.0.1:9/done'
const atDone = (url: string) => url.startsWith(DONE)

beforeAll(async () => {
  world = await startConnectWorld()
  ada = { level: 'user', userId: world.userId }
  quirky = await startQuirkyProvider()
  await world.addApp('quirky', {
    clientId: quirkyClient.id,
    clientSecret: quirkyClient.secret,
    discoveryUrl: '',
    authorizationUrl: `${quirky.origin}/authorize`,
    tokenUrl: `${quirky.origin}/token`,
    revocationUrl: `${quirky.origin}/revoke`,
    defaultScopes: ['read'],
  })
  await updateProjectSettings(world.projectId, { redirectUrls: [DONE] })
})
beforeEach(() => quirky.reset())
afterAll(async () => {
  await closeEgress()
  await quirky.close()
  await world.close()
  await closeDatabase()
})

const tokenOf = (owner: Owner, scopes: string[] | 'latest' = 'latest', appId = 'acme') =>
  fetchToken(world.projectId, { appId, owner, scopes, actor: { type: 'system', id: '', name: 'test' } })

const connect = (changes: Record<string, unknown> = {}) =>
  beginConnect(world.projectId, { appId: 'acme', owner: ada, redirectUrl: DONE, grantedBy: world.userId, ...changes })

describe('an answer of a provider', () => {
  /** Everything up to the provider's redirect, which is then what a test makes of it. */
  async function answered(
    changes: Record<string, unknown> = {},
  ): Promise<{ browser: Browser; connectId: string; url: URL }> {
    const { url, connectId } = await connect(changes)
    const browser = new Browser()
    const isCallback = (to: string) => to.startsWith(`${world.url}/v1/outbound/oauth/callback`)
    const page = await consent(browser, await browser.open(url, isCallback), 'ada', isCallback)
    return { browser, connectId, url: new URL(page.url) }
  }
  const stateOf = (connectId: string) => findConnect(world.projectId, connectId)
  const expectNotice = (page: Page, text: string) => {
    expect(page.status).toBe(400)
    expect(page.text).toContain('This cannot be connected')
    expect(page.text).toContain(text)
  }

  it('counts once', async () => {
    const { browser, url } = await answered()
    expect((await browser.open(url.href, atDone)).url).toBe(DONE)
    const again = await browser.open(url.href)
    expect(again.text).toContain('has come to its end already')
    expect([again.status, again.headers.get('location')]).toEqual([400, null])
  })

  it('that is brought once more while its code is exchanged waits for the same end', async () => {
    const { browser, url, connectId } = await quirkyAnswer()
    quirky.quirks.delayMs = 400
    const asked = quirky.requests.length
    const first = browser.open(url.href, atDone)
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(asked + 1))
    // A reload: the browser has let go of the first page.
    const reloaded = await browser.open(url.href, atDone)
    expect([reloaded.url, (await first).url]).toEqual([DONE, DONE])
    expect(quirky.requests).toHaveLength(asked + 1)
    expect(await stateOf(connectId)).toMatchObject({ status: 'completed' })

    const refused = await quirkyAnswer({ redirectUrl: null })
    quirky.quirks.replies = [{ status: 400, body: '{"error":"invalid_request"}' }]
    const pages = await Promise.all([1, 2].map(() => refused.browser.open(refused.url.href)))
    for (const page of pages) expect(page.text).toContain('invalid_request')
  })

  it('that another browser brings while its code is exchanged is refused there', async () => {
    const { browser, url } = await quirkyAnswer()
    quirky.quirks.delayMs = 300
    const asked = quirky.requests.length
    const first = browser.open(url.href, atDone)
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(asked + 1))
    expectNotice(await new Browser().open(url.href), 'begun in another browser')
    await first
  })

  it('counts once for many who bring it at the same time', async () => {
    const { browser, url, connectId } = await quirkyAnswer()
    const asked = quirky.requests.length
    const pages = await Promise.all(Array.from({ length: 5 }, () => browser.open(url.href, atDone)))
    expect(pages.map(({ url: to }) => to)).toEqual(Array(5).fill(DONE))
    expect(quirky.requests).toHaveLength(asked + 1)
    expect(await stateOf(connectId)).toMatchObject({ status: 'completed' })
  })

  it('with an altered or missing state is refused, and the real one still counts', async () => {
    const { browser, url } = await answered()
    const altered = new URL(url)
    altered.searchParams.set('state', `${url.searchParams.get('state')}x`)
    expectNotice(await browser.open(altered.href), 'belongs to no connect')
    altered.searchParams.delete('state')
    expectNotice(await browser.open(altered.href), 'belongs to no connect')
    expectNotice(await browser.open(`${url.href}&code=another`), 'belongs to no connect')
    expect((await browser.open(url.href, atDone)).url).toBe(DONE)
  })

  it('is refused in another browser, and still counts in its own', async () => {
    const { browser, url, connectId } = await answered()
    expectNotice(await new Browser().open(url.href), 'begun in another browser')
    // Another attempt of the same person in another browser does not help either.
    const other = await answered()
    expectNotice(await other.browser.open(url.href), 'begun in another browser')
    expect(await stateOf(connectId)).toMatchObject({ status: 'opened' })
    expect((await browser.open(url.href, atDone)).url).toBe(DONE)
  })

  it.each([
    [2, 'completed', null],
    [Number.POSITIVE_INFINITY, 'failed', 'notStored'],
  ])('whose token cannot be written %d times has %s', { timeout: 30_000 }, async (times, status, errorCode) => {
    const { browser, url, connectId } = await answered()
    const database = pool()
    const query = database.query.bind(database) as (...given: unknown[]) => unknown
    let failures = 0
    const spy = vi.spyOn(database, 'query').mockImplementation(((...given: unknown[]) => {
      if (!String(given[0]).includes('INSERT INTO "OutboundToken" ') || failures >= times) return query(...given)
      failures += 1
      return Promise.reject(new Error('The database does not answer.'))
    }) as never)
    try {
      await browser.open(url.href, atDone)
    } finally {
      spy.mockRestore()
    }
    expect(failures).toBeGreaterThanOrEqual(2)
    expect(await stateOf(connectId)).toMatchObject({ status, errorCode })
  })

  it('that comes too late is told so', async () => {
    const { browser, url, connectId } = await answered()
    await pool().query(`UPDATE "OutboundConnect" SET "expiresAt" = now() - interval '1 second' WHERE "id" = $1`, [
      connectId,
    ])
    expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=timedOut`)
    expect(await stateOf(connectId)).toMatchObject({ status: 'failed', errorCode: 'timedOut' })
  })

  it('with the code of another attempt is refused by the provider', async () => {
    const first = await answered()
    const second = await answered()
    const mixed = new URL(second.url)
    mixed.searchParams.set('code', first.url.searchParams.get('code') ?? '')
    // The verifier of one attempt does not fit the challenge of another.
    expect((await second.browser.open(mixed.href, atDone)).url).toBe(`${DONE}?err=providerRefused`)
    expect(await stateOf(second.connectId)).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('invalid_grant'),
      record: { action: 'exchange', response: { status: 400 } },
    })
  })

  it('of another issuer is refused before anybody is asked', async () => {
    for (const [iss, text] of [
      ['https://evil.example', 'another provider (https://evil.example)'],
      [`${world.sandbox.url}/idp/`, 'another provider'],
      [null, 'it names none'],
    ] as const) {
      const { browser, url, connectId } = await answered()
      if (iss === null) url.searchParams.delete('iss')
      else url.searchParams.set('iss', iss)
      expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=issuerMismatch`)
      const state = await stateOf(connectId)
      expect(state).toMatchObject({ status: 'failed', record: null, errorMessage: expect.stringContaining(text) })
    }
  })

  it('of a provider without metadata must name an issuer above an address that was entered', async () => {
    await world.addApp('bare', { discoveryUrl: '', defaultScopes: ['contacts.read'] })
    const right = await answered({ appId: 'bare' })
    expect((await right.browser.open(right.url.href, atDone)).url).toBe(DONE)
    // Not of another realm of the same host, either.
    for (const iss of [
      'https://evil.example',
      `${world.sandbox.url}/other`,
      `${world.sandbox.url}/id`,
      `${world.sandbox.url}/idp?x`,
    ]) {
      const wrong = await answered({ appId: 'bare' })
      wrong.url.searchParams.set('iss', iss)
      expect((await wrong.browser.open(wrong.url.href, atDone)).url).toBe(`${DONE}?err=issuerMismatch`)
    }
  })

  it('is told as it is when it is an error, as text', async () => {
    const { browser, url, connectId } = await answered({ redirectUrl: null })
    const answer = { error: 'invalid_scope', error_description: '<b>no</b> such\nscope.' }
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
    const page = await browser.open(url.href)
    expect(page.status).toBe(400)
    expect(page.text).toContain('invalid_scope (&lt;b&gt;no&lt;/b&gt; such scope)')
    expect(page.text).not.toContain('<b>no</b>')
    expect(await stateOf(connectId)).toMatchObject({ errorCode: 'providerRefused' })
  })

  it('is lost when the provider is down at the exchange, and the next connect works', async () => {
    const { browser, url, connectId } = await answered()
    await db().outboundApp.update({
      where: { projectId_id: { projectId: world.projectId, id: 'acme' } },
      data: { config: { ...(await configOf()), tokenUrl: 'http://127.0.0.1:1/token' }, version: { increment: 1 } },
    })
    const before = await tokenOf(ada)
    expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=providerUnavailable`)
    expect(await stateOf(connectId)).toMatchObject({
      errorMessage: expect.stringContaining('Nothing accepts connections'),
    })
    // What was there stays.
    expect((await tokenOf(ada)).id).toBe(before.id)
    await db().outboundApp.update({
      where: { projectId_id: { projectId: world.projectId, id: 'acme' } },
      data: {
        config: { ...(await configOf()), tokenUrl: `${world.sandbox.url}/idp/token` },
        version: { increment: 1 },
      },
    })
    const next = await answered()
    expect((await next.browser.open(next.url.href, atDone)).url).toBe(DONE)
  })

  it('is taken to its end when the browser leaves meanwhile', async () => {
    const { browser, url, connectId } = await quirkyAnswer()
    quirky.quirks.delayMs = 300
    const leaving = fetch(url, { headers: { cookie: browser.cookiesFor(url.href) }, signal: AbortSignal.timeout(100) })
    await expect(leaving).rejects.toThrow()
    await expect.poll(() => stateOf(connectId)).toMatchObject({ status: 'completed' })
  })

  it('grants 500 scopes when so many were asked for', async () => {
    const scopes = Array.from({ length: 500 }, (_, index) => `scope.${index}`)
    quirky.quirks.scope = scopes.join(',')
    const { browser, url } = await quirkyAnswer({ scopes })
    expect((await browser.open(url.href, atDone)).url).toBe(DONE)
    expect((await tokenOf(ada, scopes, 'quirky')).scopes).toHaveLength(500)
  })

  it('with a token of 1 MB is refused with a clear text, and nothing is stored', async () => {
    const scopes = ['huge']
    quirky.quirks.tokenBytes = 1_000_000
    const { browser, url, connectId } = await quirkyAnswer({ scopes })
    expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=providerRefused`)
    const { errorMessage } = (await stateOf(connectId)) ?? {}
    expect(errorMessage).toContain('A token may have 64 KB at most')
    await expect(tokenOf(ada, scopes, 'quirky')).rejects.toThrow('There is no token')
  })

  it('of a provider that narrows what was asked for is found by both sets', async () => {
    quirky.quirks.scope = 'narrow'
    const { browser, url } = await quirkyAnswer({ scopes: ['narrow', 'wide'] })
    await browser.open(url.href, atDone)
    const byRequested = await tokenOf(ada, ['wide', 'narrow'], 'quirky')
    expect(byRequested.scopes).toEqual(['narrow'])
    expect((await tokenOf(ada, ['narrow'], 'quirky')).id).toBe(byRequested.id)
  })

  async function quirkyAnswer(changes: Record<string, unknown> = {}) {
    return await answered({ appId: 'quirky', ...changes })
  }

  it('for a user who is gone meanwhile stores nothing', async () => {
    const gone = await db().user.create({ data: { projectId: world.projectId, id: 'U2gone' } })
    const { browser, url, connectId } = await answered({ owner: { level: 'user', userId: gone.id } })
    await db().user.delete({ where: { projectId_id: { projectId: world.projectId, id: gone.id } } })
    expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=ownerGone`)
    expect(await stateOf(connectId)).toMatchObject({ status: 'failed', errorCode: 'ownerGone' })
  })

  it.each(['user', 'userTenant', 'tenant'] as const)(
    'for a %s stores nothing once who connects is disabled, or has left the tenant',
    async (level) => {
      const { projectId } = world
      const person = { projectId, userId: `U2${newId(24)}` }
      await db().user.create({ data: { projectId, id: person.userId, tenants: { create: [{ tenantId: 'acme' }] } } })
      const owner = readOwner({ level, userId: person.userId, tenantId: 'acme' })
      const away = () => answered({ owner, scopes: [`left.${level}`], grantedBy: person.userId, appId: 'quirky' })
      const end = async ({ browser, url, connectId }: Awaited<ReturnType<typeof away>>) => {
        expect((await browser.open(url.href, atDone)).url).toBe(`${DONE}?err=noLongerAllowed`)
        expect(await stateOf(connectId)).toMatchObject({ errorCode: 'noLongerAllowed', record: null })
      }
      const member = await away()
      const enabled = await away()
      if (level !== 'user') {
        await db().tenantMember.deleteMany({ where: person })
        await end(member)
        await db().tenantMember.create({ data: { ...person, tenantId: 'acme' } })
      }
      await db().user.updateMany({ where: { id: person.userId }, data: { status: 'disabled' } })
      await end(enabled)
      await db().user.updateMany({ where: { id: person.userId }, data: { status: 'enabled' } })
      const back = await away()
      expect((await back.browser.open(back.url.href, atDone)).url).toBe(DONE)
    },
  )

  it('stores nothing for who leaves the tenant during the exchange, and has the tokens revoked', async () => {
    const { projectId } = world
    const person = { projectId, userId: `U2${newId(24)}` }
    await db().user.create({ data: { projectId, id: person.userId, tenants: { create: [{ tenantId: 'acme' }] } } })
    const owner: Owner = { level: 'userTenant', userId: person.userId, tenantId: 'acme' }
    const { browser, url } = await quirkyAnswer({ owner, grantedBy: person.userId })
    const asked = quirky.requests.length
    quirky.quirks.delayMs = 300
    const coming = browser.open(url.href, atDone)
    await vi.waitFor(() => expect(quirky.requests.length).toBeGreaterThan(asked))
    await db().tenantMember.deleteMany({ where: person })
    expect((await coming).url).toBe(`${DONE}?err=noLongerAllowed`)
    expect(await db().outboundToken.count({ where: person })).toBe(0)
    const [queued] = await db().outboundRevocation.findMany({ where: { projectId } })
    expect(queued).toMatchObject({ appId: 'quirky', tokenVersion: 1 })
    expect(queued?.refreshSealed).not.toBeNull()
  })

  it('goes nowhere that is not allowed any more', async () => {
    const { browser, url } = await answered()
    await updateProjectSettings(world.projectId, { redirectUrls: [] })
    const page = await browser.open(url.href)
    expect([page.status, page.url]).toEqual([200, url.href])
    await updateProjectSettings(world.projectId, { redirectUrls: [DONE] })
  })

  async function configOf() {
    const where = { projectId_id: { projectId: world.projectId, id: 'acme' } }
    return Object(await db().outboundApp.findUniqueOrThrow({ where })).config
  }
})
