import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createProject, updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { makePerson } from '../testing/person'
import { listLiveSessions } from './queries'
import { endSession, endUserSessions } from './service/end'
import { issueSession, reissueSession } from './service/issue'
import { refreshSession, requireSession, selectTenant } from './service/refresh'
import { verifyToken } from './tokens'

let projectId: string
let userId: string

beforeEach(async () => {
  ;({ projectId, userId } = await makePerson())
})

afterAll(closeDatabase)

const signIn = async (extra = {}) =>
  await issueSession({
    projectId,
    userId,
    tenantId: null,
    methods: ['pwd'],
    firstSeen: true,
    claims: {},
    ipAddress: '203.0.113.9',
    userAgent: 'test',
    ...extra,
  })
const refresh = (token: string) => refreshSession({ projectId, token, ipAddress: '203.0.113.10' })

interface Refreshed {
  generation?: number
  sessionJwt?: string
  refused?: string
}

async function refreshInAProcess(token: string, times: number): Promise<Refreshed[]> {
  const script = join(import.meta.dirname, 'testing', 'refresh-in-a-process.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, projectId, token, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  return JSON.parse(out)
}

describe('who was invited', () => {
  const statusOf = async () => (await db().user.findFirstOrThrow({ where: { projectId, id: userId } })).status

  it('is enabled by the first sign-in, in the answer too', async () => {
    await db().user.updateMany({ where: { projectId, id: userId }, data: { status: 'invited' } })
    const { tokens } = await signIn()
    expect(tokens.user.status).toBe('enabled')
    expect(await statusOf()).toBe('enabled')
  })

  it('stays disabled when they were barred', async () => {
    await db().user.updateMany({ where: { projectId, id: userId }, data: { status: 'disabled' } })
    await expect(signIn()).rejects.toMatchObject({ reason: 'userBarred' })
    expect(await statusOf()).toBe('disabled')
  })
})

describe('the tokens of a sign-in', () => {
  it('say who the user is and what they may do, in the form that SDKs read', async () => {
    const { tokens, sessionId } = await signIn({ tenantId: 'acme', claims: { plan: 'pro' } })
    const header = decodeProtectedHeader(tokens.sessionJwt)
    expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) })
    const claims = decodeJwt(tokens.sessionJwt)
    expect(claims).toEqual({
      iss: expect.stringMatching(new RegExp(`^https?://[^/]+/${projectId}$`)),
      sub: userId,
      iat: expect.any(Number),
      exp: tokens.sessionExpiration,
      drn: 'DS',
      sid: sessionId,
      amr: ['pwd'],
      permissions: [],
      roles: ['owner'],
      tenants: { acme: { permissions: [], roles: ['admin'] } },
      dct: 'acme',
      plan: 'pro',
    })
    expect(tokens.sessionExpiration - (claims.iat ?? 0)).toBe(600)
    expect(decodeJwt(tokens.refreshJwt)).toMatchObject({ sub: userId, drn: 'DSR', sid: sessionId, gen: 1 })
    expect(decodeJwt(tokens.refreshJwt)).not.toHaveProperty('roles')
    expect(tokens).toMatchObject({ firstSeen: true, cookiePath: '/', user: { userId, loginIds: ['ada@example.com'] } })
  })

  it('carry the project\u2019s claims and scope with values of the user, never over the reserved ones', async () => {
    await updateProjectSettings(projectId, {
      jwtClaims: { mail: '{{user.email}}', org: { name: '{{tenant.name}}' }, verified: '{{user.verifiedEmail}}' },
      scope: 'openid  outbound.token.fetch openid',
    })
    const { tokens } = await signIn({ tenantId: 'acme', claims: { sub: 'someone else', mail: 'own@example.com' } })
    expect(decodeJwt(tokens.sessionJwt)).toMatchObject({
      sub: userId,
      mail: 'own@example.com',
      org: { name: 'Acme' },
      verified: false,
      scope: 'openid outbound.token.fetch',
    })
  })

  it('are refused for a tenant that is not the user\u2019s or is disabled', async () => {
    await expect(signIn({ tenantId: 'other' })).rejects.toMatchObject({ reason: 'notMember' })
    await expect(signIn({ tenantId: 'shut' })).rejects.toMatchObject({ reason: 'notMember' })
  })

  it('are refused to a disabled, expired or unknown user', async () => {
    for (const status of ['disabled', 'expired'] as const) {
      await db().user.update({ where: { projectId_id: { projectId, id: userId } }, data: { status } })
      await expect(signIn()).rejects.toMatchObject({ reason: 'userBarred' })
    }
    await expect(signIn({ userId: 'U2nobody' })).rejects.toMatchObject({ reason: 'userGone' })
  })

  it('never outlive the session', async () => {
    const { tokens } = await signIn({ refreshLifetimeSeconds: 90 })
    expect(tokens.sessionExpiration).toBe(tokens.cookieExpiration)
    expect(tokens.cookieMaxAge).toBeLessThanOrEqual(90)
  })

  it('are answered once more while nobody has used them', async () => {
    const { tokens, sessionId } = await signIn()
    const again = await reissueSession(projectId, sessionId, true)
    expect(decodeJwt(again?.refreshJwt ?? '')).toMatchObject({ sid: sessionId, gen: 1 })
    await refresh(tokens.refreshJwt)
    expect(await reissueSession(projectId, sessionId, true)).toBeNull()
  })
})

describe('refreshing', () => {
  it('answers new tokens and keeps the end of the session', async () => {
    const { tokens } = await signIn({ tenantId: 'acme' })
    const next = await refresh(tokens.refreshJwt)
    expect(decodeJwt(next.refreshJwt)).toMatchObject({ gen: 2 })
    expect(next.cookieExpiration).toBe(tokens.cookieExpiration)
    expect(next.firstSeen).toBe(false)
    expect(decodeJwt(next.sessionJwt)).toMatchObject({ dct: 'acme', amr: ['pwd'] })
  })

  it('at once from many places answers one successor', async () => {
    const { tokens } = await signIn()
    const all = await Promise.all(Array.from({ length: 8 }, () => refresh(tokens.refreshJwt)))
    expect(new Set(all.map(({ refreshJwt }) => decodeJwt(refreshJwt).gen))).toEqual(new Set([2]))
    const third = await refresh(all[0]?.refreshJwt ?? '')
    expect(decodeJwt(third.refreshJwt).gen).toBe(3)
  })

  it('at once in several processes answers one successor, and every process verifies it', async () => {
    const { tokens } = await signIn()
    const all = (await Promise.all(Array.from({ length: 3 }, () => refreshInAProcess(tokens.refreshJwt, 6)))).flat()
    expect(all).toHaveLength(18)
    expect(new Set(all.map(({ generation }) => generation))).toEqual(new Set([2]))
    for (const { sessionJwt } of all) expect(await verifyToken(projectId, sessionJwt ?? '')).not.toBeNull()
  })

  it('with a token that was succeeded some time ago ends the session for everybody', async () => {
    const { tokens, sessionId } = await signIn()
    const next = await refresh(tokens.refreshJwt)
    await db().userSession.update({
      where: { projectId_id: { projectId, id: sessionId } },
      data: { refreshedAt: new Date(Date.now() - 31_000) },
    })
    await expect(requireSession({ projectId, token: tokens.refreshJwt })).rejects.toMatchObject({
      reason: 'superseded',
    })
    await expect(refresh(tokens.refreshJwt)).rejects.toMatchObject({ reason: 'reused' })
    await expect(refresh(next.refreshJwt)).rejects.toMatchObject({ reason: 'ended' })
    expect(await db().auditEvent.findFirst({ where: { projectId, action: 'session.reuse' } })).toMatchObject({
      severity: 'warn',
      userId,
      targetId: sessionId,
      ipAddress: '203.0.113.10',
    })
  })

  it('with the token before the last one ends the session, however soon it comes', async () => {
    const { tokens } = await signIn()
    const second = await refresh(tokens.refreshJwt)
    await refresh(second.refreshJwt)
    await expect(refresh(tokens.refreshJwt)).rejects.toMatchObject({ reason: 'reused' })
    await expect(refresh(second.refreshJwt)).rejects.toMatchObject({ reason: 'ended' })
  })

  it('sees what has changed of the user', async () => {
    const { tokens } = await signIn({ tenantId: 'acme' })
    await db().tenantMember.deleteMany({ where: { projectId, userId, tenantId: 'acme' } })
    await db().user.update({ where: { projectId_id: { projectId, id: userId } }, data: { roleNames: [] } })
    const claims = decodeJwt((await refresh(tokens.refreshJwt)).sessionJwt)
    expect(claims).toMatchObject({ roles: [], tenants: {} })
    expect(claims).not.toHaveProperty('dct')
  })

  it('is refused to a session JWT, to another project, after the end, and to a barred or deleted user', async () => {
    const { tokens } = await signIn()
    await expect(refresh(tokens.sessionJwt)).rejects.toMatchObject({ reason: 'invalidToken' })
    const other = (await createProject('Other')).id
    await expect(refreshSession({ projectId: other, token: tokens.refreshJwt, ipAddress: '' })).rejects.toMatchObject({
      reason: 'invalidToken',
    })
    await db().user.update({ where: { projectId_id: { projectId, id: userId } }, data: { status: 'disabled' } })
    await expect(refresh(tokens.refreshJwt)).rejects.toMatchObject({ reason: 'userBarred' })
    await db().user.delete({ where: { projectId_id: { projectId, id: userId } } })
    await expect(refresh(tokens.refreshJwt)).rejects.toMatchObject({ reason: 'ended' })
  })

  it('selects a tenant, and keeps it', async () => {
    const { tokens } = await signIn()
    const selected = await selectTenant({ projectId, token: tokens.refreshJwt, ipAddress: '', tenantId: 'acme' })
    expect(decodeJwt(selected.sessionJwt)).toMatchObject({ dct: 'acme' })
    expect(decodeJwt((await refresh(selected.refreshJwt)).sessionJwt)).toMatchObject({ dct: 'acme' })
    await expect(
      selectTenant({ projectId, token: selected.refreshJwt, ipAddress: '', tenantId: 'shut' }),
    ).rejects.toMatchObject({ reason: 'notMember' })
  })
})

it('are listed with the name of their tenant, while there is one', async () => {
  for (const tenantId of ['acme', null]) await signIn({ tenantId })
  const tenants = async () =>
    (await listLiveSessions(projectId, userId)).map(({ tenantId, tenantName }) => [tenantId, tenantName])
  expect(await tenants()).toEqual(
    expect.arrayContaining([
      ['acme', 'Acme'],
      [null, null],
    ]),
  )
  await db().tenant.delete({ where: { projectId_id: { projectId, id: 'acme' } } })
  expect(await tenants()).toEqual(expect.arrayContaining([['acme', null]]))
})

describe('ending', () => {
  it('one session leaves the others', async () => {
    const [first, second] = [await signIn(), await signIn()]
    expect(await listLiveSessions(projectId, userId)).toHaveLength(2)
    await endSession(projectId, first.sessionId, 'operator')
    expect(await listLiveSessions(projectId, userId)).toMatchObject([
      { id: second.sessionId, methods: ['pwd'], ipAddress: '203.0.113.9', userAgent: 'test' },
    ])
    await expect(refresh(first.tokens.refreshJwt)).rejects.toMatchObject({ reason: 'ended' })
    await refresh(second.tokens.refreshJwt)
    await expect(endSession(projectId, first.sessionId, 'operator')).rejects.toMatchObject({ reason: 'sessionGone' })
  })

  it('all of a user\u2019s sessions can leave one', async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()]
    expect(await endUserSessions(projectId, userId, 'user', { except: third.sessionId })).toBe(2)
    for (const { tokens } of [first, second]) await expect(refresh(tokens.refreshJwt)).rejects.toThrow()
    await refresh(third.tokens.refreshJwt)
  })
})

describe('a token', () => {
  it('that was altered, has no signature or names no key is none', async () => {
    const { tokens } = await signIn()
    const [header, payload, signature] = tokens.refreshJwt.split('.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { ...decodeJwt(tokens.refreshJwt), sub: 'U2someone' }
    const forged = [
      `${header}.${part(claims)}.${signature}`,
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'HS256', kid: decodeProtectedHeader(tokens.refreshJwt).kid })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: 'unknown' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature?.slice(1)}`,
      'a.b.c',
      '',
    ]
    for (const token of forged) expect(await verifyToken(projectId, token)).toBeNull()
    expect(await verifyToken(projectId, tokens.refreshJwt)).not.toBeNull()
  })
})
