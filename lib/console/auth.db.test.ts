import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { ensureVault } from '@/lib/vault/keys'
import { CLIENT_ADDRESS_HEADER, handleAuthRequest, operatorFromHeaders } from './auth'
import { createOperator, resetPassword } from './operators'

const base = 'http://localhost:3000/api/auth'
const email = 'auth@example.com'
const password = 'correct horse battery'
let address = 0

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  address += 1
  return handleAuthRequest(
    new Request(`${base}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://localhost:3000',
        [CLIENT_ADDRESS_HEADER]: `10.0.${Math.floor(address / 200)}.${address % 200}`,
        ...headers,
      },
      body: JSON.stringify(body),
    }),
  )
}

const signIn = (word = password, headers?: Record<string, string>) =>
  post('/sign-in/email', { email, password: word }, headers)

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

beforeAll(ensureVault)
beforeEach(async () => {
  await db().rateLimit.deleteMany()
  await db().operator.deleteMany()
  await createOperator({ email, password, name: 'Ana' })
})
afterAll(closeDatabase)

describe('handleAuthRequest', () => {
  it('signs in, knows the operator, changes the password and signs out', async () => {
    const response = await signIn()
    expect(response.status).toBe(200)
    const set = response.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/HttpOnly/i)
    expect(set).toMatch(/SameSite=Lax/i)
    const cookie = cookieOf(response)
    expect(await operatorFromHeaders(new Headers({ cookie }))).toMatchObject({ name: 'Ana', email, isOwner: false })

    const changed = await post(
      '/change-password',
      { currentPassword: password, newPassword: 'another long password', revokeOtherSessions: true },
      { cookie },
    )
    expect(changed.status).toBe(200)
    expect(await operatorFromHeaders(new Headers({ cookie }))).toBeNull()
    const renewed = cookieOf(changed)
    expect(await operatorFromHeaders(new Headers({ cookie: renewed }))).toMatchObject({ email })
    expect((await post('/sign-out', {}, { cookie: renewed })).status).toBe(200)
    expect(await operatorFromHeaders(new Headers({ cookie: renewed }))).toBeNull()
  })

  it('takes no foreign or missing origin, and takes localhost and 127.0.0.1 alike', async () => {
    expect((await signIn(password, { origin: 'http://127.0.0.1:3000' })).status).toBe(200)
    expect((await signIn(password, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await signIn(password, { origin: '' })).status).toBe(403)
  })

  it.each([
    ['POST', '/sign-up/email'],
    ['POST', '/sign-in/social'],
    ['POST', '/request-password-reset'],
    ['POST', '/reset-password'],
    ['POST', '/forget-password'],
    ['POST', '/set-password'],
    ['POST', '/update-user'],
    ['POST', '/change-email'],
    ['POST', '/delete-user'],
    ['GET', '/list-sessions'],
    ['POST', '/revoke-sessions'],
    ['POST', '/update-session'],
    ['GET', '/list-accounts'],
    ['GET', '/verify-email'],
    ['POST', '/verify-password'],
    ['GET', '/ok'],
    ['GET', '/error'],
    ['GET', '/sign-in/email'],
    ['POST', '/get-session'],
    ['POST', '/sign-in/email/'],
    ['POST', '//sign-up/email'],
  ])('%s %s is not there', async (method, path) => {
    const request = new Request(`${base}${path}`, {
      method,
      headers: { origin: 'http://localhost:3000', 'content-type': 'application/json' },
      ...(method === 'POST'
        ? { body: JSON.stringify({ email: 'x@example.com', password, name: 'X', newPassword: password }) }
        : {}),
    })
    expect((await handleAuthRequest(request)).status).toBe(404)
    expect(await db().operator.count()).toBe(1)
  })

  it('limits one address', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 9; n += 1)
      statuses.push((await signIn('wrong password', { [CLIENT_ADDRESS_HEADER]: '10.9.9.9' })).status)
    expect(statuses.slice(0, 6)).toEqual(Array(6).fill(401))
    expect(statuses.slice(6)).toEqual([429, 429, 429])
  })

  it('limits one account from many addresses, the right password too', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 12; n += 1) statuses.push((await signIn('wrong password')).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.slice(10)).toEqual([429, 429])
    expect((await signIn()).status).toBe(429)
    await resetPassword({ email, password: 'a brand new password' })
    expect((await signIn('a brand new password')).status).toBe(200)
  })

  it('forgets failures at a right password', async () => {
    for (let n = 0; n < 12; n += 1) expect((await signIn()).status).toBe(200)
  })
})

describe('operatorFromHeaders', () => {
  it('knows nobody without the cookie or with a forged one', async () => {
    expect(await operatorFromHeaders(new Headers())).toBeNull()
    expect(await operatorFromHeaders(new Headers({ cookie: 'patchbay.session_token=abc.def' }))).toBeNull()
  })
})
