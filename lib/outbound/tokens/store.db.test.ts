import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db, pool } from '@/lib/db'
import { makePerson } from '@/lib/identity/testing/person'
import { exposeSecret, Secret } from '@/lib/vault/secret'
import type { Owner } from '../owner'
import { fetchToken } from './fetch'
import { writeFetches } from './queries/fetches'
import { storeApiKey, storeToken, storeTokens } from './store'
import type { GivenTokens, TokenActor } from './types'

const actor: TokenActor = { type: 'key', id: 'k1', name: 'Backend' }
let projectId: string
let user: Owner
let userId: string

beforeEach(async () => {
  ;({ projectId, userId } = await makePerson())
  user = { level: 'user', userId }
  await db().outboundApp.createMany({
    data: [
      { projectId, id: 'crm', type: 'oauth', name: 'CRM' },
      { projectId, id: 'keys', type: 'apiKey', name: 'Keys' },
    ],
  })
})
afterAll(closeDatabase)

function given(text: string, changes: Partial<GivenTokens> = {}): GivenTokens {
  return {
    accessToken: new Secret(`access ${text}`),
    refreshToken: new Secret(`refresh ${text}`),
    idToken: null,
    tokenType: 'Bearer',
    expiresInSeconds: 3_600,
    scopes: null,
    sub: '',
    ...changes,
  }
}

function store(
  text: string,
  scopes: string[],
  { owner = user, account = '', ...changes }: Partial<GivenTokens> & { owner?: Owner; account?: string } = {},
) {
  const answer = given(text, changes)
  return storeToken(projectId, {
    appId: 'crm',
    owner,
    externalIdentifier: account,
    requestedScopes: scopes,
    answer,
    grantedBy: 'Ada',
    actor,
  })
}

async function fetchText(scopes: string[] | 'latest', owner: Owner = user, account?: string) {
  const token = await fetchToken(projectId, { appId: 'crm', owner, scopes, externalIdentifier: account, actor })
  return exposeSecret(token.accessToken)
}

describe('a stored token', () => {
  it('is found by the exact set that was requested or granted, in any order', async () => {
    await store('one', ['read', 'write'], { scopes: ['read'] })
    expect(await fetchText(['write', 'read'])).toBe('access one')
    expect(await fetchText(['read'])).toBe('access one')
    for (const scopes of [['write'], [], ['read', 'write', 'more']]) {
      await expect(fetchText(scopes)).rejects.toMatchObject({ reason: 'notConnected' })
    }
  })

  it('of the requested set goes before one that was granted it', async () => {
    await store('narrowed', ['read', 'write'], { scopes: ['read'] })
    await store('asked', ['read'])
    await store('narrowed later', ['read', 'admin'], { scopes: ['read'] })
    expect(await fetchText(['read'])).toBe('access asked')
    expect(await fetchText('latest')).toBe('access narrowed later')
  })

  it('is replaced by one of the same set: its row and timeline stay', async () => {
    const first = await store('one', ['b', 'a'])
    const second = await store('two', ['a', 'b', 'a'])
    expect(second).toEqual(first)
    expect(await fetchText(['a', 'b'])).toBe('access two')
    const events = await db().outboundTokenEvent.findMany({ where: { projectId }, orderBy: { at: 'asc' } })
    expect(events.map(({ type, actorName }) => [type, actorName])).toEqual([
      ['issued', 'Backend'],
      ['replaced', 'Backend'],
    ])
  })

  it('is replaced by many at once, and one of them is whole in the end', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, at) => store(`n${at}`, ['a'])))
    const row = await db().outboundToken.findFirstOrThrow({ where: { projectId } })
    expect(row.version).toBe(8)
    expect(await fetchText('latest')).toMatch(/^access n\d$/)
  })

  it('keeps its refresh token when the same account connects again without a new one', async () => {
    const fetchRefresh = async () => {
      const token = await fetchToken(projectId, {
        appId: 'crm',
        owner: user,
        scopes: ['a'],
        withRefreshToken: true,
        actor,
      })
      return token.refreshToken && exposeSecret(token.refreshToken)
    }
    await store('one', ['a'], { sub: 'account-1' })
    await store('two', ['a'], { sub: 'account-1', refreshToken: null })
    expect(await fetchRefresh()).toBe('refresh one')
    await store('three', ['a'], { sub: 'account-2', refreshToken: null })
    expect(await fetchRefresh()).toBeNull()
  })

  it('of one level is never given for another', async () => {
    const owners: Owner[] = [
      user,
      { level: 'userTenant', userId, tenantId: 'acme' },
      { level: 'tenant', tenantId: 'acme' },
    ]
    for (const owner of owners) {
      await store(owner.level, ['a'], { owner })
      for (const other of owners) {
        const found = fetchText('latest', other)
        if (owner === other) expect(await found).toBe(`access ${owner.level}`)
        else await expect(found).rejects.toMatchObject({ reason: 'notConnected' })
      }
      await db().outboundToken.deleteMany({ where: { projectId } })
    }
  })

  it('of one account is told apart from one of another', async () => {
    await store('home', ['a'], { account: 'home' })
    await store('work', ['a'], { account: 'work' })
    expect(await fetchText(['a'], user, 'home')).toBe('access home')
    await expect(fetchText(['a'], user, 'other')).rejects.toMatchObject({ reason: 'notConnected' })
    expect(await fetchText('latest')).toBe('access work')
  })

  it('is never readable in its row', async () => {
    await store('plain', ['a'], { idToken: new Secret('id plain') })
    const row = await db().outboundToken.findFirstOrThrow({ where: { projectId } })
    expect(Buffer.from(row.accessSealed).toString('latin1')).not.toContain('plain')
    // Copied to another row it opens nowhere.
    await db().outboundToken.create({
      data: { ...row, id: 'copy', ownerKey: 'tenant:acme', level: 'tenant', userId: null, tenantId: 'acme' },
    })
    await expect(fetchText('latest', { level: 'tenant', tenantId: 'acme' })).rejects.toThrow('cannot be opened')
  })
})

describe('storing', () => {
  it('needs an app of the type, its user and its tenant', async () => {
    await expect(
      storeToken(projectId, {
        appId: 'none',
        owner: user,
        externalIdentifier: '',
        requestedScopes: [],
        answer: given('x'),
        grantedBy: '',
        actor,
      }),
    ).rejects.toMatchObject({ reason: 'notFound' })
    await expect(
      storeToken(projectId, {
        appId: 'keys',
        owner: user,
        externalIdentifier: '',
        requestedScopes: [],
        answer: given('x'),
        grantedBy: '',
        actor,
      }),
    ).rejects.toMatchObject({ reason: 'notOAuth' })
    await expect(
      storeApiKey(projectId, { appId: 'crm', owner: user, apiKey: new Secret('k'), grantedBy: '', actor }),
    ).rejects.toMatchObject({ reason: 'notApiKey' })
    await expect(store('x', [], { owner: { level: 'user', userId: 'nobody' } })).rejects.toMatchObject({
      reason: 'userNotFound',
    })
    await expect(store('x', [], { owner: { level: 'tenant', tenantId: 'none' } })).rejects.toMatchObject({
      reason: 'tenantNotFound',
    })
  })

  it('of several is all or nothing', async () => {
    const one = { appId: 'crm', externalIdentifier: '', requestedScopes: ['a'], grantedBy: '' }
    const good = { ...one, owner: user, answer: given('good') }
    const bad = { ...one, owner: { level: 'user' as const, userId: 'nobody' }, answer: given('bad') }
    await expect(storeTokens(projectId, [good, bad], { actor })).rejects.toMatchObject({ reason: 'userNotFound' })
    expect(await db().outboundToken.count({ where: { projectId } })).toBe(0)
    const tenant = { ...one, owner: { level: 'tenant' as const, tenantId: 'acme' }, answer: given('tenant') }
    await storeTokens(projectId, [good, tenant], { actor, event: 'uploaded' })
    expect(await fetchText(['a'])).toBe('access good')
    expect(await fetchText(['a'], { level: 'tenant', tenantId: 'acme' })).toBe('access tenant')
  })
})

describe('an API key', () => {
  it('is fetched as the latest, without an end and without scopes', async () => {
    await storeApiKey(projectId, { appId: 'keys', owner: user, apiKey: new Secret('key 1'), grantedBy: 'Ada', actor })
    await storeApiKey(projectId, { appId: 'keys', owner: user, apiKey: new Secret('key 2'), grantedBy: 'Ada', actor })
    const token = await fetchToken(projectId, { appId: 'keys', owner: user, scopes: 'latest', actor })
    expect(exposeSecret(token.accessToken)).toBe('key 2')
    expect(token).toMatchObject({ expiresAt: null, scopes: [], tokenType: 'apiKey', hasRefreshToken: false })
  })

  it('may be written by many at once', async () => {
    const write = (text: string) =>
      storeApiKey(projectId, { appId: 'keys', owner: user, apiKey: new Secret(text), grantedBy: 'Ada', actor })
    const written = await Promise.all(Array.from({ length: 40 }, (_, at) => write(`key ${at}`)))
    expect(new Set(written.map(({ tokenId }) => tokenId)).size).toBe(1)
  })
})

describe('several tokens', () => {
  it.each(['stored anew', 'noted as fetched'] as const)(
    'that are %s are locked by id: no two wait in a ring',
    async (how) => {
      const many = Array.from({ length: 20 }, (_, at) => ({
        appId: 'crm',
        owner: user,
        externalIdentifier: '',
        requestedScopes: [`scope.${at}`],
        answer: given('many'),
        grantedBy: 'Ada',
      }))
      const ids = await storeTokens(projectId, many, { actor })
      const client = await pool().connect()
      let work: Promise<unknown>
      try {
        const { pid } = (await client.query('SELECT pg_backend_pid() AS "pid"')).rows[0]
        await client.query('BEGIN')
        await client.query('SELECT 1 FROM "OutboundToken" WHERE "projectId" = $1 ORDER BY "id" LIMIT 1 FOR UPDATE', [
          projectId,
        ])
        const counts = ids.toReversed().map((tokenId) => ({ projectId, tokenId, actor, count: 1 }))
        work = how === 'stored anew' ? storeTokens(projectId, many.toReversed(), { actor }) : writeFetches(counts)
        await vi.waitFor(async () => {
          const { rows } = await pool().query('SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [
            pid,
          ])
          expect(rows).toHaveLength(1)
        })
        // It waits for the first, and holds none of the others.
        const { rows } = await client.query(
          'SELECT "id" FROM "OutboundToken" WHERE "projectId" = $1 FOR UPDATE SKIP LOCKED',
          [projectId],
        )
        expect(rows).toHaveLength(many.length)
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
      await work
    },
  )
})
