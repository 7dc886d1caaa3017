import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { createTenant } from '@/lib/identity/tenants/service'
import { createUser } from '@/lib/identity/users/service'
import { type Owner, toOwnerColumns } from '../../owner'
import { listTokens } from './queries'
import type { TokenFilter } from './schema'

const now = new Date('2026-03-01T12:00:00Z')
const MINUTE_MS = 60_000

let projectId: string
let [ada, grace]: [string, string] = ['', '']

interface Given {
  id: string
  owner: Owner
  appId?: string
  /** From now; null: it does not lapse. */
  lapsesInMinutes?: number | null
  lifeMinutes?: number
  needsReconnect?: boolean
  scopes?: string[]
}

/** The older, the later in the list. */
async function put(project: string, tokens: Given[]) {
  await db().outboundToken.createMany({
    data: tokens.map(
      ({ id, owner, appId = 'cal', lapsesInMinutes = null, lifeMinutes = 60, scopes = [], ...given }, at) => {
        const expiresAt = lapsesInMinutes === null ? null : new Date(now.getTime() + lapsesInMinutes * MINUTE_MS)
        const key = createHash('sha256').update(id).digest('hex')
        return {
          projectId: project,
          id,
          appId,
          ...toOwnerColumns(owner),
          requestedScopes: scopes,
          grantedScopes: scopes,
          requestedKey: key,
          grantedKey: key,
          accessSealed: Buffer.from('sealed'),
          refreshSealed: id.includes('r') ? Buffer.from('sealed') : null,
          tokenType: 'Bearer',
          status: given.needsReconnect ? ('needsReconnect' as const) : ('active' as const),
          expiresAt,
          obtainedAt: new Date((expiresAt ?? now).getTime() - lifeMinutes * MINUTE_MS),
          createdAt: new Date(now.getTime() - (at + 1) * MINUTE_MS),
        }
      },
    ),
  })
}

const ids = async (filter: TokenFilter) => {
  const page = await listTokens(projectId, filter, {}, now)
  expect(page).toMatchObject({ total: page.tokens.length, more: false })
  return page.tokens.map(({ id }) => id).join(' ')
}

beforeAll(async () => {
  projectId = (await createProject('Listed')).id
  const other = (await createProject('Other')).id
  for (const project of [projectId, other]) {
    const app = { projectId: project, type: 'oauth', name: 'Calendar' }
    await db().outboundApp.createMany({
      data: [
        { ...app, id: 'cal' },
        { ...app, id: 'crm', type: 'apiKey', name: 'CRM' },
      ],
    })
  }
  for (const project of [projectId, other]) {
    await createTenant(project, { id: 'acme', name: 'Acme 100%' })
    await createTenant(project, { id: 'nova', name: 'Nova 🚀' })
  }
  ada = (await createUser(projectId, { loginIds: ['ada@example.com'], name: 'Ada Lovelace' })).id
  grace = (await createUser(projectId, { loginIds: ['grace@example.com', 'amazing'] })).id
  const foreign = (await createUser(other, { loginIds: ['ada@example.com'], name: 'Ada Lovelace' })).id
  await put(projectId, [
    { id: 'r1', owner: { level: 'user', userId: ada }, lapsesInMinutes: 30, scopes: ['a', 'b', 'c', 'd', 'e'] },
    { id: 'k2', owner: { level: 'user', userId: grace }, lapsesInMinutes: 4.9 },
    { id: 'k3', owner: { level: 'userTenant', userId: ada, tenantId: 'acme' }, lapsesInMinutes: -1 },
    { id: 'r4', owner: { level: 'tenant', tenantId: 'acme' }, lapsesInMinutes: 60, needsReconnect: true },
    { id: 'k5', owner: { level: 'tenant', tenantId: 'nova' } },
    // Short-lived: a tenth of ten minutes is one.
    { id: 'k6', owner: { level: 'tenant', tenantId: 'nova' }, lapsesInMinutes: 2, lifeMinutes: 10 },
    { id: 'k7', owner: { level: 'tenant', tenantId: 'nova' }, lapsesInMinutes: 0.9, lifeMinutes: 10 },
    { id: 'c8', owner: { level: 'user', userId: ada }, appId: 'crm' },
  ])
  await put(other, [{ id: 'r1', owner: { level: 'user', userId: foreign } }])
})

it('shows the tokens of a connection page by page, newest first, each once and of this project alone', async () => {
  const first = await listTokens(projectId, { appId: 'cal' }, { limit: 3 }, now)
  const second = await listTokens(projectId, { appId: 'cal' }, { limit: 3, cursor: first.nextCursor }, now)
  const third = await listTokens(projectId, { appId: 'cal' }, { limit: 3, cursor: second.nextCursor }, now)
  expect([first, second, third].map(({ tokens }) => tokens.map(({ id }) => id).join(' '))).toEqual([
    'r1 k2 k3',
    'r4 k5 k6',
    'k7',
  ])
  expect([first.previousCursor, third.nextCursor, third.total]).toEqual([null, null, 7])
  const back = await listTokens(projectId, { appId: 'cal' }, { limit: 3, cursor: second.previousCursor }, now)
  expect(back).toEqual(first)
  expect((await listTokens(projectId, { appId: 'none' }, {}, now)).tokens).toEqual([])
})

it('tells a row what it shows, and nothing that is sealed', async () => {
  const { tokens } = await listTokens(projectId, { appId: 'cal' }, {}, now)
  expect(tokens[0]).toEqual({
    id: 'r1',
    app: { id: 'cal', name: 'Calendar', type: 'oauth' },
    level: 'user',
    user: { id: ada, name: 'Ada Lovelace', loginId: 'ada@example.com' },
    tenant: null,
    externalIdentifier: '',
    state: 'active',
    scopes: ['a', 'b', 'c'],
    scopeCount: 5,
    expiresAt: '2026-03-01T12:30:00.000Z',
    hasRefreshToken: true,
    grantedBy: '',
    granter: null,
    createdAt: '2026-03-01T11:59:00.000Z',
    lastRefreshAt: null,
    lastRefreshError: '',
  })
  expect(tokens[2]).toMatchObject({
    user: { id: ada },
    tenant: { id: 'acme', name: 'Acme 100%' },
    hasRefreshToken: false,
  })
  expect(tokens[4]).toMatchObject({ user: null, expiresAt: null, scopes: [], scopeCount: 0 })
})

it('tells states apart by the time: a token is expiring when a fetch would refresh it', async () => {
  const { tokens } = await listTokens(projectId, { appId: 'cal' }, {}, now)
  const states = Object.groupBy(tokens, ({ state }) => state)
  const text = (state: keyof typeof states) => states[state]?.map(({ id }) => id).join(' ')
  expect(text('active')).toBe('r1 k5 k6')
  for (const state of ['active', 'expiring', 'expired', 'needsReconnect'] as const)
    expect(await ids({ appId: 'cal', state })).toBe(text(state))
  expect(await ids({ state: 'expiring' })).toBe('k2 k7')
  expect(await ids({ state: 'expired' })).toBe('k3')
  expect(await ids({ state: 'needsReconnect' })).toBe('r4')
})

it('finds the tokens of users and tenants, alone and together with filters', async () => {
  expect(await ids({ text: 'lovelace' })).toBe('r1 k3 c8')
  expect(await ids({ text: ' AMAZ ' })).toBe('k2')
  expect(await ids({ text: '100%' })).toBe('r4 k3'.split(' ').sort().join(' '))
  expect(await ids({ text: '%' })).toBe('k3 r4')
  expect(await ids({ text: '🚀', level: 'tenant', state: 'active' })).toBe('k5 k6')
  expect(await ids({ text: 'acme', level: 'userTenant' })).toBe('k3')
  expect(await ids({ text: ada })).toBe('r1 k3 c8')
  expect(await ids({ text: 'k5' })).toBe('k5')
  expect(await ids({ text: 'nobody' })).toBe('')
  expect(await ids({ text: '\0' })).toBe('r1 k2 k3 r4 k5 k6 k7 c8')
  expect(await ids({ level: 'user' })).toBe('r1 k2 c8')
  expect(await ids({ userId: ada })).toBe('r1 k3 c8')
  expect(await ids({ tenantId: 'acme', level: 'tenant' })).toBe('r4')
})

it('finds by a text that very many owners hold, and does not count them', async () => {
  const crowd = (await createProject('Crowd')).id
  await db().$executeRaw`
    INSERT INTO "User" ("projectId", "id", "searchText", "updatedAt")
    SELECT ${crowd}, 'U' || n, 'person ' || n, now() FROM generate_series(1, 5100) n`
  await db().outboundApp.create({ data: { projectId: crowd, id: 'cal', type: 'oauth', name: 'Calendar' } })
  await put(
    crowd,
    Array.from({ length: 1100 }, (_, at) => ({ id: `t${at + 1}`, owner: { level: 'user', userId: `U${at + 1}` } })),
  )
  const all = await listTokens(crowd, { text: 'PERSON' }, { limit: 2 }, now)
  expect(all).toMatchObject({ tokens: [{ id: 't1' }, { id: 't2' }], total: null, more: false })
  expect((await listTokens(crowd, { text: 'person 109' }, {}, now)).total).toBe(11)
  expect(await listTokens(crowd, {}, {}, now)).toMatchObject({ total: 1000, more: true })
})
