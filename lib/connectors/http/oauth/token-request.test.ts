import type { IncomingMessage, ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { readBody, startServer, type TestServer } from '@/lib/egress/testing/server'
import type { OauthSettings } from './schema'
import { secretFormsOf, secretsInAnswer } from './secrets'
import { requestToken } from './token-request'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

const SECRET = 's3cret/+ of ~this *client*'
let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
let server: TestServer
/** What arrived last. */
let seen: { headers: IncomingMessage['headers']; method: string | undefined; url: string | undefined; body: string }
let arrived = 0
beforeAll(async () => {
  server = await startServer(async (request, response) => {
    arrived += 1
    seen = { headers: request.headers, method: request.method, url: request.url, body: await readBody(request) }
    await handle(request, response)
  })
})
beforeEach(() => {
  arrived = 0
})
afterAll(async () => {
  await closeEgress()
  await server.close()
})

const grant = (members: Record<string, unknown> = {}) => ({
  access_token: 'the-access-token',
  token_type: 'Bearer',
  expires_in: 300,
  ...members,
})

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  handle = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

function ask(changes: Partial<OauthSettings> = {}, secret = SECRET) {
  return requestToken({
    settings: {
      clientId: 'client one',
      authUrl: `${server.origin}/token?tenant=a`,
      authStyle: 'header',
      scopes: 'read write',
      tokenRequestHeaders: [{ key: 'X-Tenant', value: 'acme' }],
      ...changes,
    },
    clientSecret: secret,
    timeoutMs: 1_000,
    signal: undefined,
    travel: {},
  })
}

async function failure(changes: Partial<OauthSettings> = {}) {
  const { result, record } = await ask(changes)
  if (!('failure' in result)) throw new Error('it was granted')
  expect(record.error).toMatchObject({ code: result.failure.code, message: result.failure.message })
  return result.failure
}

describe('the token request', () => {
  it('sends the id and secret form-urlencoded in the Basic header (RFC 6749 section 2.3.1)', async () => {
    answer(200, grant())
    const { result, record } = await ask()
    expect(result).toEqual({ granted: { text: 'the-access-token', usableSeconds: 240 } })
    expect(seen).toMatchObject({ method: 'POST', url: '/token?tenant=a' })
    expect(seen.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      'x-tenant': 'acme',
    })
    expect(Math.abs(Date.parse(record.startedAt ?? '') - Date.now())).toBeLessThan(1_000)
    const [, base64 = ''] = seen.headers.authorization?.split(' ') ?? []
    const decoded = Buffer.from(base64, 'base64').toString()
    expect(decoded).toBe('client+one:s3cret%2F%2B+of+%7Ethis+*client*')
    expect(Object.fromEntries(new URLSearchParams(seen.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'read write',
    })
  })

  it('leaves letters, digits and *-._ of the id and the secret as they are', async () => {
    answer(200, grant())
    await ask({ clientId: 'cs-bad.id_1' }, 'a-b_c.d*e')
    const decoded = Buffer.from(seen.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
    expect(decoded).toBe('cs-bad.id_1:a-b_c.d*e')
  })

  it('sends them in the body alone when they are placed there', async () => {
    answer(200, grant())
    await ask({ authStyle: 'body', scopes: '', tokenRequestHeaders: [{ key: 'Authorization', value: 'Gateway abc' }] })
    expect(seen.headers.authorization).toBe('Gateway abc')
    expect(Object.fromEntries(new URLSearchParams(seen.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client one',
      client_secret: SECRET,
    })
  })

  it.each(['header', 'body'] as const)(
    'in the %s leaves no secret in its record, whatever is echoed',
    async (authStyle) => {
      handle = (request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'x-echo': encodeURIComponent(seen.body) })
        const extra = {
          refresh_token: 'the-refresh-token',
          id_token: 'the.id.token',
          echo: { ...request.headers, body: seen.body },
        }
        response.end(JSON.stringify(grant(extra)))
      }
      const { record, secrets, result } = await ask({ authStyle })
      expect('granted' in result).toBe(true)
      expect(record).toMatchObject({ request: { method: 'POST' }, response: { status: 200 } })
      expect(record.timings?.total).toBeGreaterThan(0)
      const text = JSON.stringify(record)
      for (const secret of [
        ...secretFormsOf('client one', SECRET),
        'the-access-token',
        'the-refresh-token',
        'the.id.token',
      ]) {
        expect(text).not.toContain(secret)
        expect(text).not.toContain(encodeURIComponent(secret))
        expect(secrets).toContain(secret)
      }
    },
  )

  it.each([
    [{ expires_in: 3600 }, 3540],
    [{ expires_in: '3600' }, 3540],
    [{ expires_in: 61.9 }, 1],
    [{ expires_in: 30 }, 0],
    [{ expires_in: 0 }, 0],
    [{ expires_in: null }, 3600],
    [{ expires_in: undefined }, 3600],
    [{ expires_in: 1e12 }, 315_359_940],
    [{ token_type: 'BEARER', refresh_token: null, id_token: 'not.a.jwt', scope: ['a'] }, 240],
  ])('reads %j', async (members, usableSeconds) => {
    answer(200, grant(members))
    expect((await ask()).result).toEqual({ granted: { text: 'the-access-token', usableSeconds } })
  })
})

describe('a token endpoint that gives no token', () => {
  it.each<[number, unknown, Record<string, string>, string, RegExp]>([
    [
      400,
      { error: 'invalid_scope', error_description: 'No such scope.' },
      {},
      'tokenRefused',
      /answered 400 Bad Request: invalid_scope \(No such scope\)\.$/,
    ],
    [
      401,
      { error: 'invalid_client' },
      { 'www-authenticate': 'Basic realm="x"' },
      'tokenRefused',
      /401 Unauthorized: invalid_client\.$/,
    ],
    [401, '', {}, 'tokenRefused', /401 Unauthorized, empty\.$/],
    [
      403,
      '<h1>No</h1>',
      { 'content-type': 'text/html; charset=utf-8' },
      'tokenRefused',
      /403 Forbidden, text\/html, not a JSON object\.$/,
    ],
    [500, { message: 'oops' }, {}, 'tokenRefused', /500 Internal Server Error\.$/],
    [
      503,
      { error: 'temporarily_unavailable' },
      {},
      'tokenRefused',
      /503 Service Unavailable: temporarily_unavailable\.$/,
    ],
    [201, grant(), {}, 'tokenRefused', /201 Created/],
    [302, '', { location: '/elsewhere' }, 'tokenRefused', /a redirect, which is not followed\.$/],
    [
      200,
      '<html>Sign in</html>',
      { 'content-type': 'text/html' },
      'tokenUnusable',
      /it is text\/html, not a JSON object\.$/,
    ],
    [200, '{"access_token": ', {}, 'tokenUnusable', /not a JSON object\.$/],
    [200, '["access_token"]', {}, 'tokenUnusable', /not a JSON object\.$/],
    [200, '', {}, 'tokenUnusable', /it is empty\.$/],
    [200, { token_type: 'Bearer' }, {}, 'tokenUnusable', /it has no access_token\.$/],
    [200, { access_token: 7, token_type: 'Bearer' }, {}, 'tokenUnusable', /it has no access_token\.$/],
    [200, { access_token: 'abcdefgh' }, {}, 'tokenUnusable', /it has no token_type\.$/],
    [200, grant({ token_type: 'mac' }), {}, 'tokenUnusable', /its token_type is "mac", and only Bearer/],
    [200, grant({ token_type: 'DPoP' }), {}, 'tokenUnusable', /its token_type is "dpop", and only Bearer/],
    [200, grant({ expires_in: 'soon' }), {}, 'tokenUnusable', /its expires_in is "soon"/],
    [200, grant({ expires_in: -5 }), {}, 'tokenUnusable', /its expires_in is -5/],
    [200, grant({ access_token: 'line\r\nbreak' }), {}, 'tokenUnusable', /characters that no header can carry/],
    [200, { error: 'invalid_client' }, {}, 'tokenUnusable', /it is 200 and yet an error: invalid_client/],
  ])('%i %j %j is %s', async (status, body, headers, code, text) => {
    answer(status, body, headers)
    const error = await failure()
    expect(error).toMatchObject({ code, message: expect.stringMatching(text) })
    expect(error.hint).not.toBe('')
    expect(arrived).toBe(1)
  })

  it('does not get its redirect followed with the secret', async () => {
    let elsewhere = 0
    const other = await startServer((_request, response) => {
      elsewhere += 1
      response.end('{}')
    })
    answer(307, '', { location: `${other.origin}/token` })
    const error = await failure({ authStyle: 'body' })
    expect(error).toMatchObject({ code: 'tokenRefused', hint: expect.stringContaining('token URL') })
    expect(elsewhere).toBe(0)
    await other.close()
  })

  it('has what it echoes masked in the error', async () => {
    handle = (request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ error: 'invalid_request', error_description: `${request.headers.authorization} ${SECRET}` }),
      )
    }
    const { message } = await failure()
    expect(message).toContain('Basic ••••')
    for (const secret of secretFormsOf('client one', SECRET)) expect(message).not.toContain(secret)
  })

  it.each([
    ['tokenTimeout', () => ({}), /did not answer in full within 1 s/],
    [
      'tokenUnreachable',
      () => ({ authUrl: 'http://127.0.0.1:1/token' }),
      /Nothing accepts connections at 127\.0\.0\.1:1/,
    ],
    ['tokenUnreachable', () => ({ authUrl: 'http://auth.invalid/token' }), /auth\.invalid/],
    ['tokenUnreachable', () => ({ authUrl: 'http://169.254.169.254/token' }), /egress guard refused/],
    ['tokenUnreachable', () => ({ authUrl: server.origin.replace('http', 'https') }), /TLS/],
  ])('is %s when it cannot be reached', async (code, changes, text) => {
    handle = () => {}
    expect(await failure(changes())).toMatchObject({ code, message: expect.stringMatching(text) })
  })

  it('ends at once when the call is cancelled', async () => {
    handle = () => {}
    const settings = {
      clientId: 'c',
      authUrl: server.origin,
      authStyle: 'body' as const,
      scopes: '',
      tokenRequestHeaders: [],
    }
    const signal = AbortSignal.timeout(50)
    const exchange = await requestToken({ settings, clientSecret: SECRET, timeoutMs: 5_000, signal, travel: {} })
    expect(exchange.result).toMatchObject({ failure: { code: 'aborted' } })
  })
})

describe('the secrets of a token answer', () => {
  it.each<[string, string[]]>([
    ['access_token=gho_16C7e42F%2B&scope=repo&token_type=bearer', ['gho_16C7e42F%2B', 'gho_16C7e42F+']],
    ['{"data":{"access_token":"deep-token"}}', ['deep-token']],
    ['<p>access_token: abc123def</p>', ['abc123def']],
    ['{"error":"invalid_token"}', []],
    ['{"token_type":"Bearer"}', []],
  ])('%s are %j', (body, secrets) => {
    expect(secretsInAnswer(Buffer.from(body))).toEqual(secrets)
  })

  it('never hold what is not there, and never fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const secret of secretsInAnswer(Buffer.from(text))) expect(secret).not.toBe('')
      }),
    )
  })
})

describe('any client secret', () => {
  it('arrives as it is and stays out of the record, in both placements', async () => {
    answer(200, grant())
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 8 }).filter((text) => text.isWellFormed() && /\S{8}/.test(text)),
        fc.constantFrom('header' as const, 'body' as const),
        async (secret, authStyle) => {
          const { record } = await ask({ authStyle }, secret)
          const sent =
            authStyle === 'body'
              ? new URLSearchParams(seen.body).get('client_secret')
              : new URLSearchParams(
                  `s=${
                    Buffer.from(seen.headers.authorization?.slice(6) ?? '', 'base64')
                      .toString()
                      .split(':')[1]
                  }`,
                ).get('s')
          expect(sent).toBe(secret)
          for (const form of secretFormsOf('client one', secret)) expect(JSON.stringify(record)).not.toContain(form)
        },
      ),
      { numRuns: 60 },
    )
  })
})
