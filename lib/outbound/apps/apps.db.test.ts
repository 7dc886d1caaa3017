import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { exposeSecret } from '@/lib/vault/open'
import { callbackUrl } from './callback'
import { learn } from './learned/service'
import { loadProvider } from './load'
import { findApp, findAuditedApp, listAllApps, listApps, requireApp } from './queries'
import type { OutboundAppDraft } from './schema'
import { createApp, deleteApp, updateApp } from './service'

const SECRET = 'a-client-secret-of-acme'
let projectId = ''

beforeAll(async () => {
  await ensureVault()
  const project = await db().project.create({ data: { id: newProjectId(), name: 'Test' } })
  projectId = project.id
})

afterAll(async () => {
  await db().project.delete({ where: { id: projectId } })
  await closeDatabase()
})

const acme = (more: Partial<Extract<OutboundAppDraft, { type: 'oauth' }>> = {}): OutboundAppDraft => ({
  type: 'oauth',
  name: 'Acme',
  clientId: 'client',
  authorizationUrl: 'https://acme.example.com/authorize',
  tokenUrl: 'https://acme.example.com/token',
  defaultScopes: ['read write', 'read'],
  ...more,
})
const create = (app: OutboundAppDraft) => createApp({ projectId, operatorId: null, app })
const update = (appId: string, app: OutboundAppDraft, version: number | null = null, mayMoveTokens = false) =>
  updateApp({ projectId, operatorId: null, appId, app, version, mayMoveTokens })
const fieldsOf = (work: Promise<unknown>) =>
  work.then(
    () => ({}),
    (error: unknown) => (error instanceof DomainError ? error.fields : error),
  )

describe('an outbound app', () => {
  it('is made with its settings, and its secret is never read back', async () => {
    const app = await create(acme({ id: 'made', clientSecret: SECRET }))
    expect(app).toMatchObject({ id: 'made', type: 'oauth', storedSecrets: ['clientSecret'], version: 1 })
    expect(app.config).toMatchObject({ defaultScopes: ['read', 'write'], pkce: true, accessType: 'offline' })
    const answers = [
      app,
      await findAuditedApp(projectId, 'made'),
      await listAllApps(projectId),
      await listApps(projectId),
    ]
    expect(JSON.stringify(answers)).not.toContain(SECRET)
    const stored = await db().outboundAppSecret.findFirstOrThrow({ where: { projectId, appId: 'made' } })
    expect(Buffer.from(stored.sealed).includes(SECRET)).toBe(false)
  })

  it('gets an id when it has none, and shares one with no other', async () => {
    expect((await create(acme())).id).toMatch(/^[a-z0-9]{20}$/)
    await create(acme({ id: 'taken' }))
    expect(await fieldsOf(create(acme({ id: 'taken' })))).toHaveProperty('id')
  })

  it.each(['a/b', 'a?b', 'a#b', 'a%b', 'a b', 'a_b', 'ä'])('has no id %s', async (id) => {
    expect(await fieldsOf(create(acme({ id })))).toHaveProperty('id')
  })

  it('says at each field what is wrong', async () => {
    const fields = await fieldsOf(
      create(
        acme({
          name: ' ',
          tokenUrl: 'ftp://acme.example.com',
          authorizationUrl: 'https://{domain}/authorize',
          revocationUrl: 'https://user:pass@acme.example.com',
          authorizationUrlParams: [{ key: 'state', value: 'x' }],
          defaultScopes: ['a"b'],
          prompt: ['none', 'login'],
          callbackDomain: 'https://acme.example.com',
          logo: 'data:text/html;base64,AAAA',
        }),
      ),
    )
    expect(Object.keys(Object(fields)).sort()).toEqual([
      'authorizationUrl',
      'authorizationUrlParams.0.key',
      'callbackDomain',
      'defaultScopes',
      'logo',
      'name',
      'prompt',
      'revocationUrl',
      'tokenUrl',
    ])
  })

  it('is replaced by a save, but for a secret that is left out', async () => {
    await create(acme({ id: 'saved', clientSecret: SECRET, pkce: false, description: 'Before' }))
    const saved = await update('saved', acme({ name: 'Acme 2' }), 1)
    expect(saved).toMatchObject({ name: 'Acme 2', description: '', version: 2, storedSecrets: ['clientSecret'] })
    expect(saved.config?.pkce).toBe(true)
    expect(await update('saved', acme({ clientSecret: null }))).toMatchObject({ storedSecrets: [] })
    await expect(update('saved', acme(), 1)).rejects.toMatchObject({ code: 'conflict', details: { version: 3 } })
    await expect(update('saved', { type: 'apiKey', name: 'Acme' })).rejects.toThrow('type')
    await expect(update('saved', acme({ id: 'other' }))).rejects.toThrow('id')
    await expect(update('nowhere', acme())).rejects.toMatchObject({ reason: 'notFound' })
  })

  it('asks for its secret again when a request that carries it moves to another host', async () => {
    await create(acme({ id: 'moved', clientSecret: SECRET }))
    for (const moved of [
      { tokenUrl: 'https://elsewhere.example.com/token' },
      { tokenUrl: 'http://acme.example.com/token' },
      { revocationUrl: 'https://elsewhere.example.com/revoke' },
      { refreshUrl: 'https://acme.example.com:8443/refresh' },
      { tokenUrl: '', discoveryUrl: 'https://elsewhere.example.com' },
    ]) {
      expect(await fieldsOf(update('moved', acme(moved)))).toHaveProperty('clientSecret')
    }
    await update(
      'moved',
      acme({ tokenUrl: 'https://acme.example.com/other', revocationUrl: 'https://acme.example.com/r' }),
    )
    await update('moved', acme({ tokenUrl: 'https://elsewhere.example.com/token', clientSecret: 'another' }))
  })

  it('sends tokens to another host only for those who could read them anyway', async () => {
    await create(acme({ id: 'held' }))
    await storeToken('held')
    const elsewhere = acme({ tokenUrl: 'https://elsewhere.example.com/token' })
    await expect(update('held', elsewhere)).rejects.toMatchObject({ reason: 'tokenDestination', code: 'forbidden' })
    await update('held', elsewhere, null, true)
    expect(await deleteApp(projectId, 'held')).toEqual({ id: 'held', name: 'Acme', tokens: 1 })
    expect(await findApp(projectId, 'held')).toBeNull()
    expect(await db().outboundToken.count({ where: { projectId, appId: 'held' } })).toBe(0)
  })

  it('belongs to its project', async () => {
    const other = await db().project.create({ data: { id: newProjectId(), name: 'Other' } })
    await create(acme({ id: 'own' }))
    await expect(requireApp(other.id, 'own')).rejects.toMatchObject({ reason: 'notFound' })
    await expect(loadProvider(other.id, 'own')).rejects.toMatchObject({ reason: 'notFound' })
    await expect(deleteApp(other.id, 'own')).rejects.toMatchObject({ reason: 'notFound' })
    await db().project.delete({ where: { id: other.id } })
  })
})

describe('loadProvider', () => {
  it('opens the secret, and sees a save and what was learned at once', async () => {
    await create(acme({ id: 'loaded', clientSecret: SECRET }))
    const first = await loadProvider(projectId, 'loaded')
    expect(first).toMatchObject({ appId: 'loaded', type: 'oauth', name: 'Acme', version: 1, learned: {} })
    expect(first.clientSecret && exposeSecret(first.clientSecret)).toBe(SECRET)
    expect(JSON.stringify(first)).not.toContain(SECRET)

    await learn(projectId, 'loaded', { tokenEndpointAuthentication: 'body' })
    await learn(projectId, 'loaded', { issuer: 'https://acme.example.com' })
    expect((await loadProvider(projectId, 'loaded')).learned).toEqual({
      tokenEndpointAuthentication: 'body',
      issuer: 'https://acme.example.com',
    })
    // Another name changes nothing at the provider, another client does.
    await update('loaded', acme({ name: 'Acme 2' }))
    expect((await loadProvider(projectId, 'loaded')).learned).toHaveProperty('issuer')
    await update('loaded', acme({ clientId: 'other', clientSecret: 'another' }))
    const last = await loadProvider(projectId, 'loaded')
    expect(last.learned).toEqual({})
    expect(last.clientSecret && exposeSecret(last.clientSecret)).toBe('another')
    await deleteApp(projectId, 'loaded')
    await expect(loadProvider(projectId, 'loaded')).rejects.toMatchObject({ reason: 'notFound' })
  })

  it('does not take an app for another that had its id before', async () => {
    await create(acme({ id: 'again', clientId: 'first', clientSecret: SECRET }))
    await loadProvider(projectId, 'again')
    await deleteApp(projectId, 'again')
    await create(acme({ id: 'again', clientId: 'second', clientSecret: SECRET }))
    expect(await loadProvider(projectId, 'again')).toMatchObject({ version: 1, config: { clientId: 'second' } })
  })

  it('refuses a secret that was moved from another row', async () => {
    await create(acme({ id: 'one', clientSecret: SECRET }))
    await create(acme({ id: 'two', clientSecret: SECRET }))
    const { sealed } = await db().outboundAppSecret.findFirstOrThrow({ where: { projectId, appId: 'one' } })
    await db().outboundAppSecret.updateMany({ where: { projectId, appId: 'two' }, data: { sealed } })
    await expect(loadProvider(projectId, 'two')).rejects.toMatchObject({ reason: 'appBroken' })
  })

  it('gives an app of API keys without settings', async () => {
    await create({ type: 'apiKey', id: 'keys', name: 'Keys' })
    expect(await loadProvider(projectId, 'keys')).toMatchObject({ type: 'apiKey', clientSecret: null })
  })
})

describe('the list', () => {
  it('pages through apps of one name, both ways, and searches', async () => {
    const project = await db().project.create({ data: { id: newProjectId(), name: 'List' } })
    const ids = Array.from({ length: 7 }, (_, at) => `same-${at}`)
    for (const id of ids) await createApp({ projectId: project.id, operatorId: null, app: acme({ id, name: 'Same' }) })
    await createApp({ projectId: project.id, operatorId: null, app: { type: 'apiKey', id: 'z', name: '100%' } })
    const first = await listApps(project.id, { search: 'same', limit: 3 })
    expect(first).toMatchObject({ total: 7, previousCursor: null })
    const second = await listApps(project.id, { search: 'same', limit: 3, cursor: first.nextCursor })
    const third = await listApps(project.id, { search: 'same', limit: 3, cursor: second.nextCursor })
    expect([...first.apps, ...second.apps, ...third.apps].map(({ id }) => id)).toEqual(ids)
    expect(third.nextCursor).toBeNull()
    expect(await listApps(project.id, { search: 'same', limit: 3, cursor: third.previousCursor })).toEqual(second)
    expect((await listApps(project.id, { search: '%' })).apps.map(({ id }) => id)).toEqual(['z'])
    await db().project.delete({ where: { id: project.id } })
  })

  it('counts tokens, and those to be connected again', async () => {
    await create(acme({ id: 'counted', name: 'Counted', tokenUrl: '' }))
    await storeToken('counted')
    await storeToken('counted', 'needsReconnect')
    const { apps } = await listApps(projectId, { search: 'counted' })
    expect(apps).toMatchObject([{ id: 'counted', tokens: 2, needReconnect: 1, incomplete: true }])
  })
})

it('builds the callback URL from the address of Patchbay or from a domain of the app', () => {
  expect(callbackUrl({ callbackDomain: '' })).toMatch(/^https?:\/\/[^/]+\/v1\/outbound\/oauth\/callback$/)
  expect(callbackUrl({ callbackDomain: 'connect.example.com' })).toBe(
    'https://connect.example.com/v1/outbound/oauth/callback',
  )
})

async function storeToken(appId: string, status: 'active' | 'needsReconnect' = 'active'): Promise<void> {
  const tenantId = `T-${appId}-${status}`
  await db().tenant.create({ data: { projectId, id: tenantId, name: tenantId } })
  await db().outboundToken.create({
    data: {
      projectId,
      id: tenantId,
      appId,
      level: 'tenant',
      tenantId,
      ownerKey: `tenant:${tenantId}`,
      requestedKey: '',
      grantedKey: '',
      accessSealed: Buffer.from('sealed'),
      tokenType: 'Bearer',
      status,
    },
  })
}
