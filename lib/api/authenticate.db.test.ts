import { Hono } from 'hono'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { closeDatabase, db } from '@/lib/db'
import { exchangeAccessKey } from '@/lib/identity/access-keys/exchange'
import { createAccessKey, setAccessKeyActive } from '@/lib/identity/access-keys/service'
import { SessionError } from '@/lib/identity/sessions/errors'
import { endSession } from '@/lib/identity/sessions/service/end'
import { issueSession } from '@/lib/identity/sessions/service/issue'
import { makePerson } from '@/lib/identity/testing/person'
import { requireUserToken } from './authenticate'

let projectId: string
let userId: string
const app = new Hono()
app.get('/', async (context) => context.json(await requireUserToken(context)))
app.onError((error, context) => context.json({ reason: error instanceof SessionError ? error.reason : 'other' }, 401))

beforeEach(async () => {
  ;({ projectId, userId } = await makePerson())
  await updateProjectSettings(projectId, { scope: 'outbound.token.fetch' })
})
afterAll(closeDatabase)

const ask = async (token: string) =>
  (await app.request('/', { headers: { authorization: `Bearer ${projectId}:${token}` } })).json()
const signIn = () =>
  issueSession({
    ...{ projectId, userId, tenantId: 'acme', methods: [], firstSeen: false, claims: {} },
    ...{ ipAddress: '', userAgent: '' },
  })
const exchange = async (boundUserId: string | null) => {
  const { key, secret } = await createAccessKey(projectId, { name: 'k', boundUserId }, 'Test')
  const reply = await exchangeAccessKey({ projectId, secret, ipAddress: '', tenantId: null, claims: {} })
  return { id: key.id, jwt: reply.sessionJwt }
}

test('the tokens of a session tell who shows them and what they allow, until it ends', async () => {
  const { tokens, sessionId } = await signIn()
  const bearer = { projectId, userId, keyId: null }
  expect(await ask(tokens.sessionJwt)).toEqual({
    ...bearer,
    tenantIds: ['acme'],
    tenantId: 'acme',
    scopes: ['outbound.token.fetch'],
  })
  // A refresh token says nothing of rights.
  expect(await ask(tokens.refreshJwt)).toEqual({ ...bearer, tenantIds: [], tenantId: null, scopes: [] })
  await endSession(projectId, sessionId, 'operator')
  for (const token of [tokens.sessionJwt, tokens.refreshJwt]) expect(await ask(token)).toEqual({ reason: 'ended' })
})

test('the token of an access key is the user\u2019s or the key\u2019s own, while the key is active', async () => {
  const bound = await exchange(userId)
  expect(await ask(bound.jwt)).toMatchObject({ userId, keyId: bound.id, tenantIds: ['acme'] })
  const own = await exchange(null)
  expect(await ask(own.jwt)).toMatchObject({ userId: null, keyId: own.id, tenantIds: [] })
  await setAccessKeyActive(projectId, own.id, false)
  expect(await ask(own.jwt)).toEqual({ reason: 'ended' })
})

test('nobody without a token, with a wrong one, or barred', async () => {
  const { tokens } = await signIn()
  const bound = await exchange(userId)
  expect(await ask('')).toEqual({ reason: 'noToken' })
  expect(await ask(`${tokens.sessionJwt}x`)).toEqual({ reason: 'invalidToken' })
  await db().user.update({ where: { projectId_id: { projectId, id: userId } }, data: { status: 'disabled' } })
  for (const token of [tokens.sessionJwt, tokens.refreshJwt, bound.jwt]) {
    expect(await ask(token)).toEqual({ reason: 'userBarred' })
  }
})
