import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { Secret } from '@/lib/vault/secret'
import { type QuirkyProvider, startQuirkyProvider } from '../oauth/testing/quirky-provider'
import { refreshToken } from './fetch'
import { storeToken } from './store'
import { type ConnectedUser, connectUser, testActor } from './testing/connected-user'

let quirky: QuirkyProvider
let ada: ConnectedUser

beforeAll(async () => {
  quirky = await startQuirkyProvider()
})
beforeEach(async () => {
  quirky.reset()
  ada = await connectUser(quirky)
})
afterAll(async () => {
  await closeEgress()
  await quirky.close()
  await closeDatabase()
})

const FAILURE = { status: 500, body: '{"error":"server_error"}' }

describe('a fetch', () => {
  it('leaves a token alone that lives long enough, and refreshes one that does not', async () => {
    const first = await ada.fetch()
    await ada.lapseIn(301)
    expect(await ada.fetch()).toBe(first)
    await ada.lapseIn(299)
    const second = await ada.fetch()
    expect(second).not.toBe(first)
    expect(await ada.fetch()).toBe(second)
    expect(quirky.requests).toHaveLength(1)
    expect(await ada.events()).toEqual(['issued', 'refreshed'])
  })

  it('goes by a tenth of a short life', async () => {
    const first = await ada.fetch()
    await ada.lapseIn(61, 600)
    expect(await ada.fetch()).toBe(first)
    await ada.lapseIn(59, 600)
    expect(await ada.fetch()).not.toBe(first)
  })

  it('refreshes when it is told to, once for all who ask at the same time', async () => {
    const first = await ada.fetch()
    quirky.quirks.delayMs = 100
    const tokens = await Promise.all(Array.from({ length: 20 }, () => ada.fetch({ forceRefresh: true })))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(first)
    expect(quirky.requests).toHaveLength(1)
  })

  it('keeps the refresh token that no new one replaces', async () => {
    quirky.quirks.refreshTokens = 'keep'
    await ada.fetch({ forceRefresh: true })
    await ada.fetch({ forceRefresh: true })
    const used = quirky.requests.map(({ form }) => form.get('refresh_token'))
    expect(used[0]).toBe(used[1])
  })

  it('goes by the clock of the database alone', async () => {
    const first = await ada.fetch()
    vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ['Date'] })
    try {
      expect(await ada.fetch()).toBe(first)
    } finally {
      vi.useRealTimers()
    }
    expect(quirky.requests).toHaveLength(0)
  })

  it('takes over the scopes that were narrowed meanwhile', async () => {
    quirky.quirks.scope = 'read'
    await ada.fetch({ forceRefresh: true })
    expect(await ada.row()).toMatchObject({ grantedScopes: ['read'], requestedScopes: ['read', 'write'] })
    await ada.fetch({ scopes: ['read'] })
    await ada.fetch({ scopes: ['write', 'read'] })
  })
})

describe('a provider in trouble', () => {
  it('costs nothing while the token still works', async () => {
    const first = await ada.fetch()
    await ada.lapseIn(100)
    quirky.quirks.replies = [FAILURE]
    expect(await ada.fetch()).toBe(first)
    expect(await ada.row()).toMatchObject({
      refreshFailures: 1,
      status: 'active',
      refreshingVersion: null,
      leaseId: null,
    })
    // Not at each fetch anew.
    expect(await ada.fetch()).toBe(first)
    expect(quirky.requests).toHaveLength(1)
  })

  it('is told with its cause once the token has lapsed, and gets a rest', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.replies = [FAILURE]
    const failure = { reason: 'providerUnavailable', message: expect.stringContaining('500') }
    await expect(ada.fetch()).rejects.toMatchObject(failure)
    await expect(ada.fetch()).rejects.toMatchObject(failure)
    expect(quirky.requests).toHaveLength(1)
    await db().outboundToken.updateMany({ where: { projectId: ada.projectId }, data: { retryAt: new Date(0) } })
    await ada.fetch()
    expect(await ada.row()).toMatchObject({ refreshFailures: 0, lastRefreshError: '', retryAt: null })
  })

  it('is not hammered by those who wait together', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 50
    quirky.quirks.replies = [FAILURE, FAILURE, FAILURE]
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => ada.fetch()))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(quirky.requests).toHaveLength(1)
  })

  it('that does not know the client any more keeps the grant', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.authentication = 'basic'
    quirky.quirks.replies = Array.from({ length: 4 }, () => ({ status: 401, body: '{"error":"invalid_client"}' }))
    await expect(ada.fetch()).rejects.toMatchObject({ reason: 'providerUnavailable' })
    expect(await ada.row()).toMatchObject({ status: 'active' })
  })

  it('that refuses for good has the user connect again', async () => {
    quirky.endGrants()
    await ada.lapseIn(100)
    const refusal = { reason: 'needsReconnect', message: expect.stringContaining('invalid_grant') }
    await expect(ada.fetch()).rejects.toMatchObject(refusal)
    await expect(ada.fetch()).rejects.toMatchObject(refusal)
    expect(quirky.requests).toHaveLength(1)
    expect(await ada.events()).toEqual(['issued', 'needsReconnect'])
    await expect(refreshToken(ada.projectId, ada.tokenId, { force: true, actor: testActor })).rejects.toMatchObject(
      refusal,
    )
  })

  it('that is slow is waited for by the caller’s patience; what it gave is kept', async () => {
    const first = await ada.fetch()
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 400
    const hasty = ada.fetch({ signal: AbortSignal.timeout(50) })
    const patient = ada.fetch()
    await expect(hasty).rejects.toMatchObject({ reason: 'providerUnavailable' })
    expect(await patient).not.toBe(first)
    expect(quirky.requests).toHaveLength(1)
  })
})

describe('a refresh under way', () => {
  /** Connects the same account and scopes once more; its provider gives no refresh token this time. */
  const connectAnew = (sub = '') =>
    storeToken(ada.projectId, {
      appId: 'crm',
      owner: { level: 'user', userId: ada.userId },
      externalIdentifier: '',
      requestedScopes: ['write', 'read'],
      answer: {
        accessToken: new Secret('connected anew'),
        refreshToken: null,
        idToken: null,
        tokenType: 'Bearer',
        expiresInSeconds: 3_600,
        scopes: null,
        sub,
      },
      grantedBy: '',
      actor: testActor,
    })

  it('writes nothing over a token that was connected anew meanwhile', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 1_000
    const fetching = ada.fetch()
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
    await connectAnew()
    expect(await fetching).toBe('connected anew')
    expect(await ada.fetch()).toBe('connected anew')
  })

  it.each([
    ['rotates', 'rotate' as const, true],
    ['keeps', 'keep' as const, true],
    ['begins in this very moment and rotates', 'rotate' as const, false],
  ])('that %s the refresh token is not cut short by a connect that brings none', async (_, refreshTokens, first) => {
    quirky.quirks.refreshTokens = refreshTokens
    quirky.quirks.delayMs = 200
    await db().outboundToken.updateMany({ where: { projectId: ada.projectId }, data: { tokenSub: 'ada@crm' } })
    const reconnect = () => connectAnew('ada@crm')
    if (first) {
      const refreshing = ada.fetch({ forceRefresh: true })
      await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
      await Promise.all([reconnect(), refreshing])
    } else {
      // The lease is taken after the slot was read and before the row is written.
      const database = pool()
      const query = database.query.bind(database) as (...given: unknown[]) => unknown
      let refreshing: Promise<string> | undefined
      const spy = vi.spyOn(database, 'query').mockImplementation((async (...given: unknown[]) => {
        if (String(given[0]).includes('INSERT INTO "OutboundToken" ') && !refreshing) {
          refreshing = ada.fetch({ forceRefresh: true })
          await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
        }
        return await query(...given)
      }) as never)
      await reconnect().finally(() => spy.mockRestore())
      await refreshing
    }
    expect(await ada.fetch()).toBe('connected anew')
    quirky.quirks.delayMs = 0
    expect(await ada.fetch({ forceRefresh: true })).toMatch(/^access-/)
    expect(await ada.row()).toMatchObject({ status: 'active', version: 4 })
  })

  it('that was cut off is still told of when a connect keeps its refresh token', async () => {
    const spent = { tokenSub: 'ada@crm', refreshingVersion: 1, leaseUntil: new Date(0) }
    await db().outboundToken.updateMany({ where: { projectId: ada.projectId }, data: spent })
    await connectAnew('ada@crm')
    expect(await ada.row()).toMatchObject({ version: 2, refreshingVersion: 2 })
    quirky.endGrants()
    await expect(ada.fetch({ forceRefresh: true })).rejects.toThrow('cut off')
  })

  it('writes nothing under an older number of the lease', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 300
    const fetching = ada.fetch().catch((error: unknown) => error)
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
    await db().outboundToken.updateMany({ where: { projectId: ada.projectId }, data: { fence: { increment: 1 } } })
    const version = (await ada.row()).version
    expect(await fetching).toMatchObject({ reason: 'providerUnavailable' })
    expect((await ada.row()).version).toBe(version)
  })

  it('of one that was taken for dead is kept when its successor failed for good', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 300
    const fetching = ada.fetch()
    await vi.waitFor(() => expect(quirky.requests).toHaveLength(1))
    await db().outboundToken.updateMany({
      where: { projectId: ada.projectId },
      data: { fence: { increment: 1 }, status: 'needsReconnect' },
    })
    expect(await fetching).toMatch(/^access-/)
    expect(await ada.row()).toMatchObject({ status: 'active', version: 2 })
  })
})

describe('two processes', () => {
  it('refresh an expired token once for a hundred fetches', async () => {
    await ada.lapseIn(-1)
    quirky.quirks.delayMs = 300
    const results = await Promise.all([fetchElsewhere(50).done, fetchElsewhere(50).done])
    const token = createHash('sha256')
      .update(await ada.fetch())
      .digest('hex')
    for (const result of results) expect(result).toEqual({ fetched: 50, tokens: [token], failures: [] })
    expect(quirky.requests).toHaveLength(1)
  }, 60_000)

  it.each([
    ['rotates refresh tokens and notices reuse', 'rotate' as const],
    ['keeps its refresh tokens', 'keep' as const],
  ])(
    'go on when one is killed before it has written what a provider gave that %s',
    async (_, refreshTokens) => {
      quirky.quirks.refreshTokens = refreshTokens
      quirky.quirks.delayMs = 500
      await ada.lapseIn(-1)
      const elsewhere = fetchElsewhere(1)
      await vi.waitFor(() => expect(quirky.requests).toHaveLength(1), { timeout: 20_000 })
      const client = await pool().connect()
      try {
        // It gets its answer, and waits for us to write it.
        await client.query('BEGIN')
        await client.query('SELECT 1 FROM "OutboundToken" WHERE "projectId" = $1 FOR UPDATE', [ada.projectId])
        await sleep(1_000)
        elsewhere.kill()
        await elsewhere.done.catch(() => {})
        // Its statement has come to the database already, which does not know yet that nobody waits for the answer.
        await pool().query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%OutboundToken%'`,
        )
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
      expect(await ada.row()).toMatchObject({ version: 1, refreshingVersion: 1, status: 'active' })
      await db().outboundToken.updateMany({ where: { projectId: ada.projectId }, data: { leaseUntil: new Date(0) } })
      if (refreshTokens === 'keep') {
        expect(await ada.fetch()).toMatch(/^access-/)
        return
      }
      const refusal = { reason: 'needsReconnect', message: expect.stringContaining('cut off') }
      await expect(ada.fetch()).rejects.toMatchObject(refusal)
      await expect(ada.fetch()).rejects.toMatchObject(refusal)
      expect(quirky.requests).toHaveLength(2)
    },
    60_000,
  )
})

interface Result {
  fetched: number
  tokens: string[]
  failures: string[]
}

/** Fetches in another process. */
function fetchElsewhere(times: number): { done: Promise<Result>; kill(): void } {
  const script = join(import.meta.dirname, 'testing', 'fetch-in-a-process.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ada.projectId, 'crm', ada.userId, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const done = once(child, 'close').then((): Result => JSON.parse(out))
  done.catch(() => {})
  return { done, kill: () => child.kill('SIGKILL') }
}
