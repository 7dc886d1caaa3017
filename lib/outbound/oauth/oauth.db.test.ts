import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { startServer } from '@/lib/egress/testing/server'
import { newProjectId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'
import { exposeSecret, Secret } from '@/lib/vault/secret'
import { startSandbox } from '@/server/sandbox/start'
import { loadProvider } from '../apps/load'
import { createApp } from '../apps/service'
import { discover } from './discover'
import { resolveEndpoints } from './endpoints'
import { exchangeCode } from './exchange-code'
import type { ProviderError } from './provider-error'
import { refreshTokens } from './refresh-tokens'
import { register } from './register'
import { revokeToken } from './revoke-token'
import { type QuirkyProvider, quirkyClient, startQuirkyProvider } from './testing/quirky-provider'

let quirky: QuirkyProvider
let projectId: string
let sandbox: Awaited<ReturnType<typeof startSandbox>>
const redirectUri = 'http://127.0.0.1:9/v1/outbound/oauth/callback'
const peer = { appId: 'acme', name: 'Acme' }

beforeAll(async () => {
  await ensureVault()
  quirky = await startQuirkyProvider()
  sandbox = await startSandbox({ port: 0 })
})
beforeEach(async () => {
  quirky.reset()
  ;({ id: projectId } = await db().project.create({ data: { id: newProjectId(), name: 'Test' } }))
})
afterAll(async () => {
  await closeEgress()
  await quirky.close()
  await sandbox.close()
  await closeDatabase()
})

async function makeProvider(changes: Record<string, unknown> = {}, id = 'quirky') {
  const app = {
    type: 'oauth',
    id,
    name: 'Quirky',
    clientId: quirkyClient.id,
    clientSecret: quirkyClient.secret,
    authorizationUrl: `${quirky.origin}/authorize`,
    tokenUrl: `${quirky.origin}/token`,
    revocationUrl: `${quirky.origin}/revoke`,
    ...changes,
  }
  await createApp({ projectId, operatorId: null, app })
  return await loadProvider(projectId, id)
}

async function exchange(changes: Record<string, unknown> = {}, nonce: string | null = null) {
  const given = { code: quirky.issueCode(), redirectUri, verifier: 'v'.repeat(43), nonce }
  return await exchangeCode(await makeProvider(changes), given)
}

const failure = async (promise: Promise<unknown>): Promise<ProviderError> =>
  promise.then(
    () => {
      throw new Error('It did not fail.')
    },
    (error) => error,
  )

describe('an exchange of a code', () => {
  it('takes the tokens, and records the exchange without any secret', async () => {
    const answer = await exchange({ tokenUrlParams: [{ key: 'audience', value: 'api' }] })
    const accessToken = exposeSecret(answer.accessToken)
    expect(accessToken).toMatch(/^access-/)
    expect(answer).toMatchObject({
      tokenType: 'Bearer',
      expiresInSeconds: 3600,
      scopes: ['read', 'write'],
      sub: '',
      idToken: null,
      record: {
        connector: { id: 'quirky', name: 'Quirky' },
        action: 'exchange',
        request: { method: 'POST', url: `${quirky.origin}/token`, headers: { authorization: 'Basic ••••' } },
        response: { status: 200 },
      },
    })
    const [{ form } = { form: new URLSearchParams() }] = quirky.requests
    expect(Object.fromEntries(form)).toMatchObject({
      audience: 'api',
      grant_type: 'authorization_code',
      code_verifier: 'v'.repeat(43),
      redirect_uri: redirectUri,
    })
    const shown = JSON.stringify(answer)
    const secrets = [
      accessToken,
      exposeSecret(answer.refreshToken ?? new Secret('')),
      form.get('code') ?? '',
      'v'.repeat(43),
    ]
    for (const secret of [...secrets, quirkyClient.secret]) {
      expect(secret).not.toBe('')
      expect(shown).not.toContain(secret)
    }
  })

  it.each([false, true])('records none of the other credentials that providers add (form: %s)', async (form) => {
    const webhook = 'https://hooks.example.com/T0/B0/hook-key'
    const nested = { incoming_webhook: { url: webhook }, webhook: { token: 'hook-key' }, ids: ['hook-key'] }
    quirky.quirks.form = form
    quirky.quirks.members = form ? { hook: webhook } : { ...nested, authed_user: { id: 'hook-key', scope: 'chat' } }
    const { record } = await exchange()
    const shown = JSON.stringify(record)
    expect(shown).not.toContain('hook-key')
    expect(shown).toContain('bearer')
    expect(shown).toMatch(/read[ +]write/)
    expect(shown).toContain('3600')
  })

  it.each([
    ['an answer like a form', { form: true }, { expiresInSeconds: 3600, scopes: ['read', 'write'] }],
    ['expires_in as text', { expiresIn: '120' }, { expiresInSeconds: 120 }],
    ['no expires_in', { expiresIn: undefined }, { expiresInSeconds: null }],
    ['expires_in null', { expiresIn: null }, { expiresInSeconds: null }],
    ['expires_in 0, meaning never', { expiresIn: 0 }, { expiresInSeconds: null }],
    ['expires_in that is no number', { expiresIn: 'soon' }, { expiresInSeconds: null }],
    ['expires_in beyond all reason', { expiresIn: 1e15 }, { expiresInSeconds: 315_360_000 }],
    ['scopes by comma', { scope: 'read,write, admin' }, { scopes: ['read', 'write', 'admin'] }],
    ['scopes in an array', { scope: ['read', 'write'] }, { scopes: ['read', 'write'] }],
    ['no scope', { scope: undefined }, { scopes: null }],
    ['narrowed scopes', { scope: 'read' }, { scopes: ['read'] }],
    ['no token_type', { tokenType: undefined }, { tokenType: 'Bearer' }],
    ['a token_type of its own', { tokenType: 'user' }, { tokenType: 'user' }],
    ['no refresh token', { refreshTokens: 'none' as const }, { refreshToken: null }],
    ['a token of 60 KB', { tokenBytes: 60_000 }, { tokenType: 'Bearer' }],
    [
      '500 scopes',
      { scope: Array.from({ length: 500 }, (_, index) => `scope.${index}`).join(' ') },
      { scopes: expect.objectContaining({ length: 500 }) },
    ],
  ])('copes with %s', async (_, quirks, expected) => {
    Object.assign(quirky.quirks, quirks)
    expect(await exchange()).toMatchObject(expected)
  })

  it('finds the token of a Slack user inside its answer', async () => {
    const body = JSON.stringify({ ok: true, authed_user: { access_token: 'xoxp-1', token_type: 'user', scope: 'a,b' } })
    quirky.quirks.replies = [{ status: 200, body }]
    const answer = await exchange()
    expect([exposeSecret(answer.accessToken), answer.scopes]).toEqual(['xoxp-1', ['a', 'b']])
    expect(JSON.stringify(answer)).not.toContain('xoxp-1')
  })

  it.each([
    ['a token of 1 MB', { tokenBytes: 1_000_000 }, 'rejected', 'tooLarge', 'A token may have 64 KB at most.'],
    ['a token of 100 KB', { tokenBytes: 100_000 }, 'rejected', 'unusable', 'larger than 64 KB'],
    ['DPoP', { tokenType: 'DPoP' }, 'rejected', 'unusable', 'its token_type is DPoP'],
    ['no token', { members: { access_token: undefined } }, 'rejected', 'unusable', 'it has no access_token'],
    [
      'a token that is no text',
      { members: { access_token: 7 } },
      'rejected',
      'unusable',
      'its access_token is no text',
    ],
  ])('refuses %s with a clear text', async (_, quirks, kind, code, text) => {
    Object.assign(quirky.quirks, quirks)
    const error = await failure(exchange())
    expect(error).toMatchObject({ name: 'ProviderError', kind, code })
    expect(error.message).toContain(text)
  })

  it.each([
    [
      'a page',
      { status: 200, body: '<html>Sorry</html>', type: 'text/html' },
      'temporary',
      'unusable',
      'it is text/html, not a JSON object',
    ],
    ['nothing', { status: 200, body: '' }, 'temporary', 'unusable', 'it is empty'],
    ['500', { status: 500, body: 'oops', type: 'text/plain' }, 'temporary', 'http500', 'answered 500'],
    ['429', { status: 429, body: '{}' }, 'temporary', 'http429', 'answered 429'],
    ['a redirect', { status: 302, body: '' }, 'rejected', 'redirected', 'which is not followed'],
    [
      'an error in a 200',
      { status: 200, body: '{"error":"bad_verification_code"}' },
      'refused',
      'bad_verification_code',
      '',
    ],
    [
      'words that echo a secret',
      {
        status: 400,
        body: JSON.stringify({ error: 'invalid_request', error_description: `What is ${quirkyClient.secret}?` }),
      },
      'rejected',
      'invalid_request',
      'invalid_request (What is ••••?).',
    ],
  ])('tells %s', async (_, reply, kind, code, text) => {
    quirky.quirks.replies = [reply]
    const error = await failure(exchange())
    expect(error).toMatchObject({ kind, code, record: { error: { code } } })
    expect(error.message).toContain(text)
    expect(JSON.stringify([error.message, error.record])).not.toContain(quirkyClient.secret)
  })

  it('is not made twice with one code', async () => {
    const provider = await makeProvider()
    const given = { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null }
    await exchangeCode(provider, given)
    expect(await failure(exchangeCode(provider, given))).toMatchObject({ kind: 'refused', code: 'invalid_grant' })
  })

  it('is given up when nobody waits any more, and when the provider is down', async () => {
    quirky.quirks.delayMs = 5_000
    const provider = await makeProvider()
    const given = { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null }
    const started = Date.now()
    expect(await failure(exchangeCode(provider, given, AbortSignal.timeout(200)))).toMatchObject({ kind: 'temporary' })
    expect(Date.now() - started).toBeLessThan(3_000)
    const config = { ...provider.config, tokenUrl: 'http://127.0.0.1:1/token' }
    const error = await failure(exchangeCode({ ...provider, config }, given))
    expect(error).toMatchObject({ kind: 'temporary', code: 'unreachable' })
    expect(error.message).toContain('Nothing accepts connections at 127.0.0.1:1')
  })
})

describe('the client', () => {
  it('is told in the body to a provider that does not know Basic, at once the next time', async () => {
    quirky.quirks.authentication = 'body'
    const answer = await exchange()
    expect(quirky.requests.map(({ authorization }) => authorization !== undefined)).toEqual([true, false])
    const provider = await loadProvider(projectId, 'quirky')
    expect(provider.learned).toMatchObject({ tokenEndpointAuthentication: 'body' })
    await refreshTokens(provider, { refreshToken: answer.refreshToken ?? new Secret('') })
    expect(quirky.requests).toHaveLength(3)
  })

  it('who had to say again who it is has each exchange recorded, also when neither was taken', async () => {
    quirky.quirks.authentication = 'body'
    const refused = { action: 'exchange', response: { status: 401 } }
    expect((await exchange()).record).toMatchObject([refused, { action: 'exchange', response: { status: 200 } }])
    quirky.quirks.replies = [401, 401].map((status) => ({ status, body: '{"error":"invalid_client"}' }))
    const given = { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null }
    const error = await failure(exchangeCode(await makeProvider({}, 'neither'), given))
    expect(error).toMatchObject({
      code: 'invalid_client',
      record: [refused, { ...refused, error: { code: 'invalid_client' } }],
    })
    expect(JSON.stringify(error.record)).not.toContain(quirkyClient.secret)
  })

  it('is told as the settings say, and no other way', async () => {
    quirky.quirks.authentication = 'body'
    const error = await failure(exchange({ tokenEndpointAuthentication: 'basic' }))
    expect(error).toMatchObject({ kind: 'rejected', code: 'invalid_client' })
    expect(quirky.requests).toHaveLength(1)
  })
})

describe('a refresh', () => {
  it('rotates, keeps or has no refresh token as the provider does', async () => {
    const provider = await makeProvider()
    const given = { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null }
    const { refreshToken } = await exchangeCode(provider, given)
    const first = refreshToken ?? new Secret('')
    const second = await refreshTokens(provider, { refreshToken: first })
    expect(second.refreshToken).not.toBeNull()
    // Used twice: the provider ends the whole grant.
    expect(await failure(refreshTokens(provider, { refreshToken: first }))).toMatchObject({ kind: 'refused' })
    const error = await failure(refreshTokens(provider, { refreshToken: second.refreshToken ?? first }))
    expect(error).toMatchObject({ kind: 'refused', code: 'invalid_grant' })
    expect(JSON.stringify(error.record)).not.toContain(exposeSecret(second.refreshToken ?? first))

    quirky.quirks.refreshTokens = 'keep'
    const kept = await exchangeCode(provider, { ...given, code: quirky.issueCode() })
    const token = kept.refreshToken ?? first
    for (let round = 0; round < 2; round++) {
      expect((await refreshTokens(provider, { refreshToken: token })).refreshToken).toBeNull()
    }
  })

  it('survives an ID token that is not to be trusted', async () => {
    const provider = await makeProvider()
    const { refreshToken } = await exchangeCode(provider, {
      code: quirky.issueCode(),
      redirectUri,
      verifier: null,
      nonce: null,
    })
    quirky.quirks.members = { id_token: 'garbage' }
    const answer = await refreshTokens(provider, { refreshToken: refreshToken ?? new Secret('') })
    expect(answer).toMatchObject({ idToken: null, sub: '' })
  })
})

describe('an ID token', () => {
  const key = new TextEncoder().encode(quirkyClient.secret)
  const sign = (claims: Record<string, unknown>, skewSeconds = 0) => {
    const now = Math.floor(Date.now() / 1000) + skewSeconds
    const all = { iss: quirky.origin, aud: quirkyClient.id, sub: 'ada', nonce: 'n', iat: now, exp: now + 60, ...claims }
    return new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(key)
  }
  const withIdToken = async (claims: Record<string, unknown>, skewSeconds = 0) => {
    quirky.quirks.members = { id_token: await sign(claims, skewSeconds) }
    return await exchange({}, 'n')
  }

  it('says who the account is, whether clocks differ by minutes or not', async () => {
    expect((await withIdToken({})).sub).toBe('ada')
  })

  it.each([-200, 200])('is taken when the provider\u2019s clock is %i s off', async (skew) => {
    expect((await withIdToken({}, skew)).sub).toBe('ada')
  })

  it('must be signed by a key that the provider publishes', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const claims = { iss: `${sandbox.url}/idp`, aud: quirkyClient.id, sub: 'ada' }
    for (const [kid, text] of [
      ['sandbox', 'its signature is wrong'],
      ['another', 'the provider publishes no key'],
    ] as const) {
      const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).setExpirationTime('1m')
      quirky.quirks.members = { id_token: await token.sign(privateKey) }
      const provider = await makeProvider({ discoveryUrl: `${sandbox.url}/idp` }, kid)
      const given = { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null }
      const error = await failure(exchangeCode(provider, given))
      expect(error).toMatchObject({ kind: 'rejected', code: 'idTokenInvalid' })
      expect(error.message).toContain(text)
    }
  })

  it('must name the issuer that answered where no other is known', async () => {
    quirky.quirks.members = { id_token: await sign({ iss: `${quirky.origin}/realm` }) }
    const given = () => ({ code: quirky.issueCode(), redirectUri, verifier: null, nonce: null })
    const provider = await makeProvider()
    expect((await exchangeCode(provider, { ...given(), answeredBy: `${quirky.origin}/realm` })).sub).toBe('ada')
    expect((await exchangeCode(provider, given())).sub).toBe('ada')
    const error = await failure(exchangeCode(provider, { ...given(), answeredBy: `${quirky.origin}/other` }))
    expect(error).toMatchObject({ code: 'idTokenInvalid', message: expect.stringContaining('/other was expected') })
  })

  it('signed by a key that is new has the keys read again, once a minute', async () => {
    const [old, young, unknown] = await Promise.all(['old', 'young', 'unknown'].map(makeKey))
    if (!old || !young || !unknown) throw new Error('There are no keys.')
    const published = [old.jwk]
    let reads = 0
    const server = await startServer((request, response) => {
      const isKeys = request.url === '/jwks'
      if (isKeys) reads += 1
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(isKeys ? { keys: published } : { issuer: server.origin, jwks_uri: `${server.origin}/jwks` }),
      )
    })
    const provider = await makeProvider({ discoveryUrl: server.origin })
    const exchangeBy = async ({ kid, privateKey }: typeof old) => {
      const claims = { iss: server.origin, aud: quirkyClient.id, sub: 'ada' }
      const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).setExpirationTime('5m')
      quirky.quirks.members = { id_token: await token.sign(privateKey) }
      return await exchangeCode(provider, { code: quirky.issueCode(), redirectUri, verifier: null, nonce: null })
    }
    try {
      await exchangeBy(old)
      published.push(young.jwk)
      // They have just been read.
      expect(await failure(exchangeBy(young))).toMatchObject({ code: 'idTokenInvalid' })
      expect(reads).toBe(1)
      vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
      expect((await exchangeBy(young)).sub).toBe('ada')
      expect(reads).toBe(2)
      for (let time = 0; time < 3; time += 1) await failure(exchangeBy(unknown))
      expect(reads).toBe(2)
    } finally {
      vi.useRealTimers()
      await server.close()
    }
  })

  async function makeKey(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } }
  }

  it.each([
    [{ aud: 'another' }, 'it was made for another client'],
    [{ nonce: 'x' }, 'its nonce is not the one that was sent'],
    [{ exp: 1_000 }, 'it has ended already'],
    [{ sub: undefined }, 'it does not say whom it is about'],
    [{ iss: undefined }, 'its issuer is undefined'],
  ])('is refused with %j', async (claims, text) => {
    const error = await failure(withIdToken(claims))
    expect(error).toMatchObject({ kind: 'rejected', code: 'idTokenInvalid' })
    expect(error.message).toContain(text)
  })
})

describe('revocation', () => {
  it('tells the provider, and nobody when there is no address', async () => {
    const provider = await makeProvider()
    const token = new Secret('refresh-1')
    const record = await revokeToken(provider, { token, hint: 'refresh_token' })
    expect(record).toMatchObject({ action: 'revoke', response: { status: 200 } })
    expect(JSON.stringify(record)).not.toContain('refresh-1')
    expect(quirky.revoked).toEqual(['refresh-1'])
    const config = { ...provider.config, revocationUrl: '' }
    expect(await revokeToken({ ...provider, config }, { token, hint: 'refresh_token' })).toBeNull()
    const down = { ...provider.config, revocationUrl: 'http://127.0.0.1:1/' }
    const error = await failure(revokeToken({ ...provider, config: down }, { token, hint: 'access_token' }))
    expect(error).toMatchObject({ kind: 'temporary' })
  })
})

describe('discovery and registration', () => {
  it('reads what a provider says of itself, from its issuer or its document', async () => {
    const issuer = `${sandbox.url}/idp`
    const found = await discover(issuer, peer)
    expect(found).toMatchObject({
      issuer,
      authorizationUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      revocationUrl: `${issuer}/token/revocation`,
      dcrUrl: `${issuer}/reg`,
      jwksUrl: `${issuer}/jwks`,
      tokenEndpointAuthentication: 'basic',
      sendsIssuer: true,
      pkce: true,
    })
    expect(found.scopes).toContain('contacts.read')
    expect((await discover(`${issuer}/.well-known/openid-configuration`, peer)).issuer).toBe(issuer)
  })

  it('is asked for once by all who need it, and not again at once after a failure', async () => {
    let asked = 0
    let fails = true
    const server = await startServer((_, response) => {
      asked += 1
      setTimeout(() => {
        response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ issuer: server.origin, token_endpoint: `${quirky.origin}/token` }))
      }, 100)
    })
    try {
      const provider = await makeProvider({ discoveryUrl: server.origin, tokenUrl: '' })
      const together = () => Promise.allSettled(Array.from({ length: 10 }, () => resolveEndpoints(provider)))
      // Who leaves takes nothing from the others.
      const hasty = failure(resolveEndpoints(provider, AbortSignal.timeout(20)))
      const failed = await together()
      expect(await hasty).toMatchObject({ kind: 'temporary', code: 'timeout' })
      expect(failed.every(({ status }) => status === 'rejected')).toBe(true)
      await expect(resolveEndpoints(provider)).rejects.toMatchObject({ code: 'http500' })
      expect(asked).toBe(1)
      fails = false
      vi.useFakeTimers({ now: Date.now() + 5_001, toFake: ['Date'] })
      const found = await together()
      expect(found[9]).toMatchObject({ value: { tokenUrl: `${quirky.origin}/token` } })
      expect(asked).toBe(2)
    } finally {
      vi.useRealTimers()
      await server.close()
    }
  })

  it('refuses the document of another issuer, and says when there is none', async () => {
    const elsewhere = `${sandbox.url.replace('127.0.0.1', 'localhost')}/idp`
    expect(await failure(discover(elsewhere, peer))).toMatchObject({ kind: 'rejected', code: 'issuerMismatch' })
    const error = await failure(discover(`${sandbox.url}/customers`, peer))
    expect(error).toMatchObject({ kind: 'rejected', code: 'http404' })
    expect(error.message).toContain('answered 404')
  })

  it('registers a client', async () => {
    const registration = {
      dcrUrl: `${sandbox.url}/idp/reg`,
      clientName: 'Patchbay',
      redirectUri,
      scopes: ['contacts.read'],
    }
    const client = await register({ ...registration, authentication: 'automatic' }, peer)
    expect(client).toMatchObject({ clientId: expect.any(String), tokenEndpointAuthentication: 'basic' })
    const secrets = [client.clientSecret, client.registrationAccessToken].map((secret) =>
      exposeSecret(secret ?? new Secret('')),
    )
    for (const secret of secrets) {
      expect(secret).not.toBe('')
      expect(JSON.stringify(client)).not.toContain(secret)
    }
    const bad = await failure(register({ ...registration, redirectUri: 'x', authentication: 'none' }, peer))
    expect(bad).toMatchObject({ kind: 'rejected', code: 'invalid_redirect_uri' })
  })
})
