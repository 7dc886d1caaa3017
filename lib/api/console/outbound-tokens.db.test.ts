import { beforeAll, describe, expect, it } from 'vitest'
import { CLIENT_ADDRESS_HEADER, handleAuthRequest } from '@/lib/console/auth'
import { createOperator } from '@/lib/console/operators'
import type { Role } from '@/lib/console/roles'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createTenant } from '@/lib/identity/tenants/service'
import { createUser } from '@/lib/identity/users/service'
import { storeToken } from '@/lib/outbound/tokens/store'
import { Secret } from '@/lib/vault/secret'
import { makeProject } from '../testing/project'

const origin = 'http://localhost:3000'
const json = { origin, 'content-type': 'application/json' }
const password = 'correct horse battery'

type Project = Awaited<ReturnType<typeof makeProject>>
let project: Project
let other: Project
let userId: string
let tokenId: string
let theirs: string
let cookies: Record<Role, string>

async function signIn(role: Role): Promise<string> {
  const person = { email: `${newId()}@example.com`, password }
  await createOperator({ ...person, name: role, membership: { projectId: project.projectId, role } })
  const headers = { ...json, [CLIENT_ADDRESS_HEADER]: `10.9.1.${role.length}` }
  const body = JSON.stringify(person)
  const response = await handleAuthRequest(
    new Request(`${origin}/api/auth/sign-in/email`, { method: 'POST', headers, body }),
  )
  return response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}

async function putToken({ projectId }: Project, owner: string): Promise<string> {
  const given = { accessToken: new Secret('access-1'), refreshToken: new Secret('refresh-1'), idToken: null }
  const answer = { ...given, tokenType: 'Bearer', expiresInSeconds: 3600, scopes: ['a', 'b'], sub: 'sub-1' }
  const token = { appId: 'cal', owner: { level: 'user', userId: owner } as const, externalIdentifier: '' }
  const actor = { type: 'key', id: 'k1', name: 'Loader' } as const
  const stored = { ...token, requestedScopes: ['a'], answer, grantedBy: 'Loader', actor }
  return (await storeToken(projectId, stored)).tokenId
}

beforeAll(async () => {
  project = await makeProject()
  other = await makeProject()
  const config = {
    clientId: 'patchbay',
    authorizationUrl: 'https://example.com/authorize',
    tokenUrl: 'https://example.com/token',
    revocationUrl: 'https://example.com/revoke',
  }
  for (const { projectId } of [project, other]) {
    const app = { projectId, type: 'oauth', name: 'Calendar', config }
    await db().outboundApp.createMany({
      data: [
        { ...app, id: 'cal' },
        { ...app, id: 'crm', type: 'apiKey', config: {} },
      ],
    })
    await createTenant(projectId, { id: 'acme', name: 'Acme' })
  }
  userId = (await createUser(project.projectId, { loginIds: ['ada@example.com'] })).id
  tokenId = await putToken(project, userId)
  theirs = await putToken(other, (await createUser(other.projectId, { loginIds: ['eve@example.com'] })).id)
  cookies = { admin: await signIn('admin'), editor: await signIn('editor'), viewer: await signIn('viewer') }
})

async function ask(role: Role, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) {
  const response = await project.api.request(`/v1/console/projects/${project.projectId}/outbound-tokens${path}`, {
    method,
    headers: { ...json, cookie: cookies[role], [CLIENT_ADDRESS_HEADER]: '10.1.2.3' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const lastAudit = (action: string) =>
  db().auditEvent.findFirst({ where: { projectId: project.projectId, action }, orderBy: { at: 'desc' } })

describe('a token', () => {
  it('is told without its secrets, with its timeline', async () => {
    const { status, body } = await ask('viewer', 'GET', `/${tokenId}`)
    expect([status, body]).toMatchObject([
      200,
      { id: tokenId, app: { id: 'cal' }, requestedScopes: ['a'], grantedScopes: ['a', 'b'], tokenSub: 'sub-1' },
    ])
    expect(JSON.stringify(body)).not.toMatch(/access-1|refresh-1|[sS]ealed/)
    const { body: timeline } = await ask('viewer', 'GET', `/${tokenId}/events`)
    expect(timeline).toMatchObject({ events: [{ type: 'issued', actor: { type: 'key', name: 'Loader' } }] })
  })

  it('of another project is not there', async () => {
    for (const role of ['viewer', 'admin'] as const)
      expect((await ask(role, 'GET', `/${theirs}`)).body).toMatchObject({ errorCode: 'E152101' })
    expect((await ask('viewer', 'GET', `/${theirs}/events`)).body).toEqual({ events: [], nextCursor: null })
    expect((await ask('admin', 'POST', `/${theirs}/reveal`, { password })).status).toBe(404)
    expect((await ask('admin', 'POST', `/${theirs}/refresh`, {})).status).toBe(404)
    expect((await ask('viewer', 'GET', `/counts?tokenId=${theirs}`)).body).toMatchObject({ tokens: 0 })
  })

  it('tells what a deletion takes along', async () => {
    expect((await ask('viewer', 'GET', '/counts?appId=cal')).body).toEqual({
      tokens: 1,
      users: 1,
      tenants: 0,
      toRevoke: 1,
    })
    expect((await ask('viewer', 'GET', '/counts')).status).toBe(400)
  })
})

describe('reveal', () => {
  it('is for admins alone', async () => {
    for (const role of ['viewer', 'editor'] as const) {
      const { status, body } = await ask(role, 'POST', `/${tokenId}/reveal`, { password })
      expect(status).toBe(403)
      expect(JSON.stringify(body)).not.toContain('access-1')
    }
  })

  it('shows the token to who knows the password, and writes it down first', async () => {
    const { status, headers, body } = await ask('admin', 'POST', `/${tokenId}/reveal`, { password })
    expect([status, body]).toEqual([
      200,
      { type: 'revealedToken', accessToken: 'access-1', refreshToken: 'refresh-1', idToken: null },
    ])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(await lastAudit('outboundToken.reveal')).toMatchObject({
      actorName: 'admin',
      ipAddress: '10.1.2.3',
      severity: 'warn',
      targetId: tokenId,
      userId,
    })
    const { body: timeline } = await ask('viewer', 'GET', `/${tokenId}/events`)
    expect(timeline).toMatchObject({ events: [{ type: 'revealed', actor: { type: 'operator', name: 'admin' } }, {}] })
  })

  it('refuses a wrong password at its field, and any after ten wrong ones', async () => {
    const guess = (given = 'wrong') => ask('admin', 'POST', `/${tokenId}/reveal`, { password: given })
    const { status, body } = await guess()
    expect([status, body]).toMatchObject([400, { fields: { password: expect.stringContaining('not your password') } }])
    expect(await lastAudit('outboundToken.revealRefused')).toMatchObject({ severity: 'warn', targetId: tokenId })
    expect((await guess('')).body).toMatchObject({ fields: { password: 'Enter your password.' } })
    for (let at = 2; at <= 10; at += 1) await guess()
    const shut = await guess(password)
    expect([shut.status, shut.body]).toMatchObject([
      429,
      { fields: { password: expect.stringContaining('15 minutes') } },
    ])
    // Who is shut out here may still sign in.
    expect(await db().rateLimit.count({ where: { key: { startsWith: 'account|' } } })).toBe(0)
  })
})

describe('an API key', () => {
  const store = (role: Role, body: object) => ask(role, 'POST', '/api-keys', body)

  it('is stored for a user or a tenant who is named', async () => {
    const asked = { appId: 'crm', level: 'user', user: 'ADA@example.com', apiKey: ' key-1 ' }
    expect((await store('viewer', asked)).status).toBe(403)
    const { body } = await store('editor', asked)
    const { body: again } = await store('editor', { tokenId: body.tokenId, apiKey: 'key-2' })
    expect(again).toEqual(body)
    const { body: details } = await ask('viewer', 'GET', `/${body.tokenId}`)
    expect(details).toMatchObject({ level: 'user', user: { id: userId }, tokenType: 'apiKey', grantedBy: 'editor' })
    const tenant = await store('editor', { appId: 'crm', level: 'tenant', tenantId: 'acme', apiKey: 'key-3' })
    expect(tenant.status).toBe(200)
    expect(await lastAudit('outboundToken.upload')).toMatchObject({ tenantId: 'acme', targetId: tenant.body.tokenId })
  })

  it('is refused at the field that is wrong', async () => {
    const wrong = async (body: object) => Object.keys((await store('editor', body)).body.fields ?? {})
    const asked = { appId: 'crm', level: 'userTenant', user: 'ada@example.com', tenantId: 'acme', apiKey: 'k' }
    expect(await wrong({ ...asked, apiKey: ' ' })).toEqual(['apiKey'])
    expect(await wrong({ ...asked, user: 'nobody' })).toEqual(['user'])
    expect(await wrong({ ...asked, tenantId: 'nowhere' })).toEqual(['tenantId'])
    expect(await wrong({ ...asked, user: '', tenantId: '' })).toEqual(['user', 'tenantId'])
    // She is no member.
    expect((await store('editor', asked)).body.errorCode).toBe('E152214')
    expect((await store('editor', { ...asked, level: 'user', appId: 'cal' })).body.errorCode).toBe('E152005')
    expect((await store('editor', { tokenId: theirs, apiKey: 'k' })).status).toBe(404)
  })
})

describe('a link to connect by', () => {
  const make = (role: Role, body: object) => ask(role, 'POST', '/connect-links', body)

  it('is made for an owner, and for the scopes of a token that is there', async () => {
    expect((await make('viewer', { tokenId })).status).toBe(403)
    const { status, body } = await make('editor', { tokenId })
    expect([status, body.url]).toEqual([200, expect.stringContaining('/v1/outbound/oauth/connect?ticket=')])
    const audit = await lastAudit('outboundApp.connectLink')
    expect(audit).toMatchObject({ actorName: 'editor', userId })
    const connect = await db().outboundConnect.findFirst({ where: { id: audit?.targetId ?? '' } })
    expect(connect).toMatchObject({ level: 'user', userId, scopes: ['a'], grantedBy: 'editor', redirectUrl: '' })
    expect((await make('editor', { appId: 'cal', level: 'tenant', tenantId: 'acme' })).status).toBe(200)
  })

  it('is refused for API keys, for whom there is not, and for another project’s token', async () => {
    expect((await make('editor', { appId: 'crm', level: 'tenant', tenantId: 'acme' })).body.errorCode).toBe('E152004')
    expect((await make('editor', { appId: 'cal', level: 'tenant', tenantId: 'x' })).body.fields).toHaveProperty(
      'tenantId',
    )
    expect((await make('editor', { tokenId: theirs })).status).toBe(404)
  })
})

describe('deletion', () => {
  const remove = (role: Role, body: object) => ask(role, 'DELETE', '', body)

  it('takes what is selected, in this project alone, and says how many', async () => {
    const grace = (await createUser(project.projectId, { loginIds: ['grace@example.com'] })).id
    const one = await putToken(project, grace)
    expect((await remove('viewer', { tokenId: one })).status).toBe(403)
    expect((await remove('editor', {})).status).toBe(400)
    expect((await remove('editor', { tokenId: theirs })).body).toEqual({ deleted: 0 })
    expect((await remove('editor', { tokenId: one })).body).toEqual({ deleted: 1 })
    expect(await lastAudit('outboundToken.delete')).toMatchObject({ targetId: one, data: { deleted: 1 } })
    await putToken(project, grace)
    expect((await remove('editor', { appId: 'cal', userId: grace })).body).toEqual({ deleted: 1 })
    expect((await ask('viewer', 'GET', `/${tokenId}`)).status).toBe(200)
    expect(await db().outboundToken.count({ where: { projectId: other.projectId } })).toBe(1)
    // The timeline outlives the token.
    expect((await ask('viewer', 'GET', `/${one}/events`)).body).toMatchObject({ events: [{ type: 'deleted' }, {}] })
  })
})
