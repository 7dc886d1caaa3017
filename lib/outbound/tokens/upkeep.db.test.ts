import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { startServer } from '@/lib/egress/testing/server'
import { deleteTenant } from '@/lib/identity/tenants/service'
import { deleteUser } from '@/lib/identity/users/service'
import { exposeSecret, Secret } from '@/lib/vault/secret'
import { createApp, deleteApp } from '../apps/service'
import { type QuirkyProvider, startQuirkyProvider } from '../oauth/testing/quirky-provider'
import { deleteTokens } from './delete'
import { fetchToken } from './fetch'
import { revokeDue } from './revoke'
import { storeApiKey, storeToken, storeTokens } from './store'
import { pruneOutbound, sweepTokens } from './sweep'
import { type ConnectedUser, connectUser, testActor } from './testing/connected-user'
import { writeGathered } from './timeline'
import { SYSTEM_ACTOR } from './types'

let quirky: QuirkyProvider
let ada: ConnectedUser
const forever = new AbortController().signal

beforeAll(async () => {
  quirky = await startQuirkyProvider()
})
beforeEach(async () => {
  // What other tests left would be swept too.
  await db().outboundToken.deleteMany()
  await db().outboundRevocation.deleteMany()
  quirky.reset()
  ada = await connectUser(quirky)
})
afterAll(async () => {
  await closeEgress()
  await quirky.close()
  await closeDatabase()
})

const OWN = { level: 'user' as const, userId: '' }
async function secrets() {
  const wish = {
    appId: 'crm',
    owner: { ...OWN, userId: ada.userId },
    scopes: 'latest' as const,
    withRefreshToken: true,
  }
  const token = await fetchToken(ada.projectId, { ...wish, actor: testActor })
  return [token.refreshToken && exposeSecret(token.refreshToken), exposeSecret(token.accessToken)]
}
const waiting = () => db().outboundRevocation.count({ where: { projectId: ada.projectId } })
const due = () => db().outboundRevocation.updateMany({ data: { nextAt: new Date(0) } })

const setRevocationUrl = ({ projectId, provider }: ConnectedUser, revocationUrl: string) =>
  db().outboundApp.updateMany({
    where: { projectId },
    data: { config: { ...provider.config, revocationUrl }, version: { increment: 1 } },
  })

/** Deletes the user's token and so many more. */
async function queueMany({ projectId, userId }: ConnectedUser, count: number) {
  const many = Array.from({ length: count }, (_, at) => ({
    appId: 'crm',
    owner: { level: 'user' as const, userId },
    externalIdentifier: '',
    requestedScopes: [`scope.${at}`],
    answer: {
      accessToken: new Secret('access'),
      refreshToken: null,
      idToken: null,
      tokenType: 'Bearer',
      expiresInSeconds: null,
      scopes: null,
      sub: '',
    },
    grantedBy: '',
  }))
  await storeTokens(projectId, many, { actor: testActor })
  await deleteTokens(projectId, {}, testActor)
}

describe('a deleted token', () => {
  it('is revoked at its provider, the refresh token first', async () => {
    const own = await secrets()
    expect(await deleteTokens(ada.projectId, { tokenId: ada.tokenId }, testActor)).toBe(1)
    await expect(ada.fetch()).rejects.toMatchObject({ reason: 'notConnected' })
    await revokeDue(forever)
    expect(quirky.revoked).toEqual(own)
    expect(await waiting()).toBe(0)
    expect((await ada.events()).filter((type) => type !== 'fetched')).toEqual(['issued', 'deleted', 'revoked'])
  })

  it.each([
    ['its user', () => deleteUser(ada.projectId, ada.userId)],
    ['its app', () => deleteApp(ada.projectId, 'crm')],
  ])('with %s is revoked too', async (_, remove) => {
    const own = await secrets()
    await remove()
    await revokeDue(forever)
    expect(quirky.revoked).toEqual(own)
  })

  it('waits for no other app whose provider does not answer', async () => {
    let hanging = 0
    const server = await startServer(() => {
      hanging += 1
    })
    const slow = await connectUser(quirky)
    await setRevocationUrl(slow, `${server.origin}/revoke`)
    // More than are taken at once, and all of them before Ada’s.
    await queueMany(slow, 30)
    await due()
    const stop = new AbortController()
    const run = revokeDue(stop.signal).catch((error: unknown) => error)
    try {
      await vi.waitFor(() => expect(hanging).toBe(2))
      await deleteTokens(ada.projectId, {}, testActor)
      await vi.waitFor(() => expect(quirky.revoked).toHaveLength(2), { timeout: 5_000 })
      expect(hanging).toBe(2)
    } finally {
      stop.abort()
      await run
      await server.close()
    }
    // Nothing is lost by it.
    expect(await db().outboundRevocation.count({ where: { projectId: slow.projectId } })).toBe(31)
  })

  it('of a provider in trouble leaves the rest to the next run', async () => {
    let asked = 0
    const server = await startServer((_, response) => {
      asked += 1
      response.writeHead(503).end()
    })
    await setRevocationUrl(ada, server.origin)
    await queueMany(ada, 20)
    await revokeDue(forever)
    await server.close()
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(asked).toBeLessThanOrEqual(4)
    expect(await waiting()).toBe(21)
  })

  it('with its tenant, and the users of that alone, is revoked too', async () => {
    const own = await secrets()
    await db().tenantMember.deleteMany({ where: { projectId: ada.projectId, tenantId: 'shut' } })
    const answer = {
      accessToken: new Secret('of the tenant'),
      refreshToken: null,
      idToken: null,
      tokenType: 'Bearer',
      expiresInSeconds: null,
      scopes: null,
      sub: '',
    }
    const owner = { level: 'tenant' as const, tenantId: 'acme' }
    const place = { appId: 'crm', owner, externalIdentifier: '', requestedScopes: [], grantedBy: '' }
    await storeToken(ada.projectId, { ...place, answer, actor: testActor })
    await deleteTenant(ada.projectId, 'acme', { cascade: true })
    await revokeDue(forever)
    expect(quirky.revoked.toSorted()).toEqual([...own, 'of the tenant'].toSorted())
  })

  it('is told again and again to a provider that is down, for a day', async () => {
    await deleteTokens(ada.projectId, {}, testActor)
    const origin = new URL(quirky.origin)
    const gone = `http://127.0.0.1:1${origin.pathname}revoke`
    await db()
      .$executeRaw`UPDATE "OutboundRevocation" SET "config" = "config" || jsonb_build_object('revocationUrl', ${gone}::text)`
    await revokeDue(forever)
    expect(await db().outboundRevocation.findFirst()).toMatchObject({ attempts: 1 })
    // Not before its time.
    await revokeDue(forever)
    expect(await db().outboundRevocation.findFirst()).toMatchObject({ attempts: 1 })
    await due()
    await db().outboundRevocation.updateMany({ data: { createdAt: new Date(Date.now() - 86_500_000) } })
    await revokeDue(forever)
    expect(await waiting()).toBe(0)
    expect(await ada.events()).toContain('revokeFailed')
  })

  it('without anybody to tell leaves nothing behind', async () => {
    await createApp({ projectId: ada.projectId, operatorId: null, app: { type: 'apiKey', id: 'keys', name: 'Keys' } })
    const owner = { level: 'user' as const, userId: ada.userId }
    await storeApiKey(ada.projectId, { appId: 'keys', owner, apiKey: new Secret('k'), grantedBy: '', actor: testActor })
    expect(await deleteTokens(ada.projectId, { appId: 'keys' }, testActor)).toBe(1)
    expect(await waiting()).toBe(0)
  })

  it('while it was being refreshed has its new tokens revoked', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 300
    const fetching = ada.fetch().catch((error: unknown) => error)
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
    const spent = quirky.requests[0]?.form.get('refresh_token')
    await deleteTokens(ada.projectId, { userId: ada.userId }, testActor)
    expect(await fetching).toMatchObject({ reason: 'notConnected' })
    await revokeDue(forever)
    expect(quirky.revoked).toHaveLength(2)
    expect(quirky.revoked).not.toContain(spent)
    expect(quirky.revoked[0]).toMatch(/^refresh-/)
  })
})

describe('the sweep', () => {
  it('refreshes what lapses unused, and nothing else', async () => {
    await ada.lapseIn(120)
    await sweepTokens(forever)
    expect(quirky.requests).toHaveLength(0)
    await ada.lapseIn(30)
    await sweepTokens(forever)
    await sweepTokens(forever)
    expect(quirky.requests).toHaveLength(1)
    const event = await db().outboundTokenEvent.findFirstOrThrow({
      where: { projectId: ada.projectId, type: 'refreshed' },
    })
    expect(event).toMatchObject({ actorType: 'system', actorName: SYSTEM_ACTOR.name })
  })

  it('ends also for a token that is due again as soon as it is refreshed', async () => {
    quirky.quirks.expiresIn = 30
    await ada.lapseIn(30)
    await sweepTokens(forever)
    expect(quirky.requests).toHaveLength(1)
    await sweepTokens(forever)
    expect(quirky.requests).toHaveLength(2)
  })

  it('leaves a provider in trouble alone after some failures', async () => {
    const row = await ada.row()
    await db().outboundToken.createMany({
      data: Array.from({ length: 30 }, (_, at) => ({
        ...row,
        id: `copy${at}`,
        externalIdentifier: String(at),
        expiresAt: new Date(0),
      })),
    })
    quirky.quirks.replies = Array.from({ length: 100 }, () => ({ status: 500, body: '' }))
    // Copies open nowhere; the one that was stored meets the provider.
    await ada.lapseIn(-1)
    await sweepTokens(forever)
    const failed = await db().outboundToken.count({ where: { projectId: ada.projectId, refreshFailures: { gt: 0 } } })
    expect(failed).toBeGreaterThanOrEqual(3)
    expect(failed).toBeLessThan(12)
  })

  it('forgets what is long past', async () => {
    const old = new Date(Date.now() - 91 * 86_400_000)
    await db().outboundTokenEvent.updateMany({ where: { projectId: ada.projectId }, data: { at: old } })
    const { projectId } = ada
    const connects = [2, 0.5].map((days) => ({
      ...{ projectId, appId: 'crm', level: 'user' as const, userId: ada.userId },
      ...{ id: `${days}`, ticketHash: `${projectId} ${days}`, expiresAt: new Date(Date.now() - days * 86_400_000) },
    }))
    await db().outboundConnect.createMany({ data: connects })
    await pruneOutbound(forever)
    expect(await ada.events()).toEqual([])
    expect((await db().outboundConnect.findMany({ where: { projectId } })).map(({ id }) => id)).toEqual(['0.5'])
  })
})

describe('fetches', () => {
  it('are written into the timeline together, one event an hour for each who fetches', async () => {
    // They are written a second after the first of them: not while this looks.
    await writeGathered()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      await Promise.all(Array.from({ length: 30 }, () => ada.fetch()))
      await ada.fetch({ actor: { type: 'key', id: 'k2', name: 'Other' } })
      expect(await ada.events()).toEqual(['issued'])
      await writeGathered()
      await ada.fetch()
      await writeGathered()
    } finally {
      vi.useRealTimers()
    }
    const events = await db().outboundTokenEvent.findMany({ where: { projectId: ada.projectId, type: 'fetched' } })
    // An hour may have ended meanwhile: then there are two events for one who fetches.
    const sumOf = (name: string) =>
      events.filter(({ actorName }) => actorName === name).reduce((sum, { count }) => sum + count, 0)
    expect([sumOf('Backend'), sumOf('Other')]).toEqual([31, 1])
    expect(events.length).toBeLessThanOrEqual(4)
    expect((await ada.row()).lastFetchedAt).not.toBeNull()
  })
})
