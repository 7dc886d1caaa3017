import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { startServer } from '@/lib/egress/testing/server'
import type { SignatureAlgorithm } from './algorithms'
import { contentDigest, signatureBase } from './http-message-signature'
import { type MessageComponent, parseComponents } from './message-components'
import { readSigningKey } from './signing-key'
import { type ReceivedRequest, type SentCase, startReceiver } from './testing/receiver'
import { rfcKeys, rfcRequest } from './testing/rfc9421'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

function componentsOf(text: string): MessageComponent[] {
  return parseComponents(text).components ?? []
}

function keyOf(algorithm: SignatureAlgorithm, text: string) {
  const { key, error } = readSigningKey(algorithm, text)
  if (!key) throw new Error(error)
  return key
}

describe('the examples of RFC 9421', () => {
  it('B.2.5, an HMAC with the shared secret', () => {
    const { base, input } = signatureBase(rfcRequest, componentsOf('date, @authority, content-type'), [
      ['created', 1618884473],
      ['keyid', 'test-shared-secret'],
    ])
    expect(base).toBe(`"date": Tue, 20 Apr 2021 02:07:55 GMT
"@authority": example.com
"content-type": application/json
"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"`)
    expect(base.endsWith(input)).toBe(true)
    expect(keyOf('hmac-sha256', rfcKeys.sharedSecretJwk).sign(base).toString('base64')).toBe(
      'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=',
    )
  })

  it.each(['ed25519', 'ed25519Jwk'] as const)('B.2.6, a signature by Ed25519 (%s)', (name) => {
    const components = componentsOf('date, @method, @path, @authority, content-type, content-length')
    const { base } = signatureBase(rfcRequest, components, [
      ['created', 1618884473],
      ['keyid', 'test-key-ed25519'],
    ])
    expect(keyOf('ed25519', rfcKeys[name]).sign(base).toString('base64')).toBe(
      'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
    )
  })

  // Signatures by RSA-PSS differ each time: the base that is made here must fit the RFC's.
  it.each<[name: string, components: string, parameters: [string, string][], signature: string]>([
    [
      'B.2.1',
      '',
      [
        ['keyid', 'test-key-rsa-pss'],
        ['nonce', 'b3k2pp5k7z-50gnwp.yemd'],
      ],
      'd2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==',
    ],
    [
      'B.2.2',
      '@authority, content-digest, @query-param;name="Pet"',
      [
        ['keyid', 'test-key-rsa-pss'],
        ['tag', 'header-example'],
      ],
      'LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==',
    ],
  ])('%s, a signature by RSA-PSS', (_name, components, parameters, signature) => {
    const covered = components === '' ? [] : componentsOf(components)
    const { base } = signatureBase(rfcRequest, covered, [['created', 1618884473], ...parameters])
    const key = { key: rfcKeys.rsaPssPublic, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }
    expect(verify('sha512', Buffer.from(base), key, Buffer.from(signature, 'base64'))).toBe(true)
  })
})

it('the digest of a body is that of RFC 9530', () => {
  expect(contentDigest('{"hello": "world"}')).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:')
  expect(contentDigest(null)).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:')
})

describe('the components', () => {
  const lineOf = (text: string, url: string) =>
    signatureBase(
      {
        method: 'GET',
        url: new URL(url),
        headers: [
          ['X-A', ' a '],
          ['x-a', 'b'],
        ],
        body: null,
      },
      componentsOf(text),
      [],
    ).base.split('\n')[0]

  it.each([
    ['@target-uri', 'https://A.example:443/p?q=1', '"@target-uri": https://a.example/p?q=1'],
    ['@authority', 'http://A.example:8080/', '"@authority": a.example:8080'],
    ['@scheme', 'https://a.example/', '"@scheme": https'],
    ['@request-target', 'https://a.example/p?q=1', '"@request-target": /p?q=1'],
    ['@query', 'https://a.example/', '"@query": ?'],
    ['@query-param;name="q r"', 'https://a.example/?q+r=this%20is%2F&b=1', '"@query-param";name="q%20r": this%20is%2F'],
    ['@query-param;name="name"', "https://a.example/?name=O'Brien", '"@query-param";name="name": O%27Brien'],
    ['@query-param;name="a(!)"', 'https://a.example/?a(!)=*-._~', '"@query-param";name="a%28%21%29": *-._%7E'],
    ['"X-A"', 'https://a.example/', '"x-a": a, b'],
  ])('%s of %s', (text, url, line) => {
    expect(lineOf(text, url)).toBe(line)
  })

  // The examples of RFC 9421 section 2.2.8.
  const form =
    'https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something'
  it.each([
    ['var', '"@query-param";name="var": this%20is%20a%20big%0Amultiline%20value'],
    ['bar', '"@query-param";name="bar": with%20plus%20whitespace'],
    ['fa\u00e7ade": ', '"@query-param";name="fa%C3%A7ade%22%3A%20": something'],
  ])('@query-param %j of the RFC', (parameter, line) => {
    const request = { method: 'GET', url: new URL(form), headers: [], body: null }
    expect(signatureBase(request, [{ name: '@query-param', parameter }], []).base.split('\n')[0]).toBe(line)
  })

  it('are refused when the request lacks one, has it twice or cannot write it', () => {
    const request = {
      method: 'GET',
      url: new URL('https://a.example/?q=1&q=2'),
      headers: [['x-a', '\u2603']] as [string, string][],
      body: null,
    }
    for (const text of ['x-b', '@query-param;name="q"', '@query-param;name="z"', 'x-a']) {
      expect(() => signatureBase(request, componentsOf(text), [])).toThrow(/cannot be signed/)
    }
    expect(signatureBase(request, componentsOf('@method, content-type'), []).input).toBe('("@method")')
  })

  it.each([
    '@status',
    '@query-param',
    '@query-param;name=q',
    'a b',
    'x;sf',
    '@method,',
    ',',
    '@method,@method',
    'a, A',
    '"a',
  ])('refuse the list %j', (text) => {
    expect(parseComponents(text).error).toEqual(expect.any(String))
  })

  it('read whatever they are given', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseComponents(text)))
    expect(componentsOf('')).toEqual(componentsOf('"@method" , @target-uri,@authority'))
  })
})

describe('a sent request', () => {
  const receiver = startReceiver()
  beforeAll(receiver.start)
  afterAll(async () => {
    await closeEgress()
    await receiver.close()
  })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const jwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }))
  const shared = 'a shared secret, long enough'
  const checks: Record<SignatureAlgorithm, (base: Buffer, signature: Buffer, key: string) => boolean> = {
    ed25519: (base, signature, key) => verify(null, base, createPublicKey(key), signature),
    'ecdsa-p256-sha256': (base, signature, key) =>
      verify('sha256', base, { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' }, signature),
    'rsa-pss-sha512': (base, signature, key) =>
      verify(
        'sha512',
        base,
        { key: createPublicKey(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
        signature,
      ),
    'hmac-sha256': (base, signature) => createHmac('sha256', shared).update(base).digest().equals(signature),
  }

  /** Reads what arrived as a receiver does, from the wire alone. */
  function readSignature({ method, url, headers }: ReceivedRequest) {
    const input = /^sig1=(.*)$/.exec(String(headers['signature-input']))?.[1] ?? ''
    const signature = /^sig1=:(.*):$/.exec(String(headers.signature))?.[1] ?? ''
    const names =
      /^\(([^)]*)\)/
        .exec(input)?.[1]
        ?.split(' ')
        .map((name) => name.replace(/"/g, '')) ?? []
    const derived: Record<string, string> = {
      '@method': method,
      '@target-uri': `http://${headers.host}${url}`,
      '@authority': headers.host ?? '',
    }
    const lines = names.map((name) => `"${name}": ${derived[name] ?? headers[name]}\n`)
    const parameters = Object.fromEntries(
      [...input.matchAll(/;(\w+)="?([^";]*)"?/g)].map(([, name, value]) => [name, value]),
    )
    const base = Buffer.from(`${lines.join('')}"@signature-params": ${input}`)
    return { names, parameters, base, signature: Buffer.from(signature, 'base64') }
  }

  const send = (algorithm: SignatureAlgorithm, key: string, setup: SentCase = {}) =>
    receiver.send({
      ...setup,
      config: { rfc9421SigningEnabled: true, rfc9421Algorithm: algorithm, rfc9421KeyId: 'k "1"', ...setup.config },
      secrets: { rfc9421PrivateKey: key, ...setup.secrets },
    })

  it.each<[SignatureAlgorithm, string, string]>([
    ['ed25519', 'PEM', rfcKeys.ed25519],
    ['ed25519', 'PEM of one line', rfcKeys.ed25519.replace(/\n/g, '')],
    ['ed25519', 'PEM with written line breaks', rfcKeys.ed25519.replace(/\n/g, '\\n')],
    ['ed25519', 'JWK', rfcKeys.ed25519Jwk],
    ['ecdsa-p256-sha256', 'PEM', rfcKeys.ecP256],
    ['ecdsa-p256-sha256', 'JWK', jwk(createPrivateKey(rfcKeys.ecP256))],
    ['rsa-pss-sha512', 'PEM', pem(rsa)],
    ['rsa-pss-sha512', 'JWK', jwk(rsa)],
    ['hmac-sha256', 'text', shared],
    ['hmac-sha256', 'JWK', JSON.stringify({ kty: 'oct', k: Buffer.from(shared).toString('base64url') })],
  ])('is signed by %s with a key as %s', async (algorithm, _form, key) => {
    const { received, outcome } = await send(algorithm, key, {
      call: { endpoint: '/a%20b?q={{x}}' },
      values: { x: '\u00e4/' },
    })
    const { names, parameters, base, signature } = readSignature(received)
    expect(names).toEqual(['@method', '@target-uri', '@authority'])
    expect(parameters).toMatchObject({ alg: algorithm, nonce: expect.stringMatching(/^[\w-]{22}$/) })
    expect(Number(parameters.expires) - Number(parameters.created)).toBe(300)
    expect(Math.abs(Number(parameters.created) - Date.now() / 1000)).toBeLessThan(60)
    const verifying = key.includes('\\n') || !key.includes('\n') ? rfcKeys.ed25519 : key
    const publicOf = algorithm === 'ed25519' ? verifying : algorithm === 'ecdsa-p256-sha256' ? rfcKeys.ecP256 : pem(rsa)
    expect(checks[algorithm](base, signature, publicOf)).toBe(true)
    expect(checks[algorithm](Buffer.from(`${base} `), signature, publicOf)).toBe(false)
    const record = JSON.stringify(outcome.record)
    expect(outcome.record.request?.headers).toMatchObject({
      'Signature-Input': received.headers['signature-input'],
      Signature: '\u2022\u2022\u2022\u2022',
    })
    for (const text of [key, key.replace(/\n/g, '\\n'), signature.toString('base64')])
      expect(record).not.toContain(text)
  })

  it('covers headers, those of the other signatures too, and the digest of the body', async () => {
    const config: SentCase['config'] = {
      rfc9421Components: '@method, content-digest, content-type, authorization, x-tenant, x-amz-date',
      rfc9421SignatureTTL: 60,
      headers: [{ key: 'X-Tenant', value: '{{t}}' }],
      awsAuthType: 'credentials',
      awsAccessKeyId: 'AKID',
      awsRegion: 'eu-west-1',
      awsService: 'execute-api',
    }
    const call = { action: 'POST', payload: { type: 'json' as const, value: { a: 1 } } }
    const setup = { config, call, values: { t: 't1' }, secrets: { awsSecretAccessKey: 'aws-secret' } }
    const { received } = await send('ed25519', rfcKeys.ed25519, setup)
    const { names, parameters, base, signature } = readSignature(received)
    expect(names).toEqual(['@method', 'content-digest', 'content-type', 'authorization', 'x-tenant', 'x-amz-date'])
    expect(received.headers['content-digest']).toBe(contentDigest('{"a":1}'))
    expect(received.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/.*SignedHeaders=content-digest;content-type;host;x-amz-date;x-tenant,/,
    )
    expect(Number(parameters.expires) - Number(parameters.created)).toBe(60)
    expect(checks.ed25519(base, signature, rfcKeys.ed25519)).toBe(true)
    const again = await send('ed25519', rfcKeys.ed25519, { ...setup, call: {} })
    expect(readSignature(again.received).names).not.toContain('content-type')
    expect(again.received.headers['content-digest']).toBe(contentDigest(''))
    expect(readSignature(again.received).parameters.nonce).not.toBe(parameters.nonce)
  })

  it('is signed anew when it is sent again', async () => {
    const nonces: string[] = []
    const server = await startServer((request, response) => {
      nonces.push(/nonce="([^"]+)"/.exec(String(request.headers['signature-input']))?.[1] ?? '')
      response.writeHead(nonces.length === 1 ? 503 : 200, { 'retry-after': '0' }).end('{}')
    })
    const retry = { attempts: 2, statuses: [503], methods: ['GET' as const] }
    const { outcome } = await send('ed25519', rfcKeys.ed25519, { config: { baseUrl: server.origin, retry } })
    await server.close()
    expect(outcome.ok).toBe(true)
    expect(nonces).toEqual([expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)])
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('that a redirect takes a covered component from ends with that cause', async () => {
    const server = await startServer((request, response) =>
      request.url === '/?page=1' ? response.writeHead(302, { location: '/' }).end() : response.end('{}'),
    )
    const config = { baseUrl: server.origin, rfc9421Components: '@query-param;name="page"' }
    const { outcome } = await send('ed25519', rfcKeys.ed25519, { config, call: { endpoint: '?page=1' } })
    await server.close()
    expect(outcome.record.error).toMatchObject({
      code: 'signatureComponent',
      message: expect.stringContaining('@query-param'),
    })
  })

  it('is not sent without a key, or with one that does not fit', async () => {
    const count = receiver.received.length
    const none = await receiver.send({ config: { rfc9421SigningEnabled: true } })
    expect(none.outcome.record.error?.code).toBe('secretMissing')
    const wrong = await send('ecdsa-p256-sha256', rfcKeys.ed25519)
    expect(wrong.outcome.record.error).toMatchObject({ code: 'signingKeyInvalid' })
    expect(JSON.stringify([wrong.outcome.record, wrong.outcome.value])).not.toContain(
      JSON.stringify(rfcKeys.ed25519).slice(40, 80),
    )
    const aws = { awsAuthType: 'credentials', awsAccessKeyId: 'A', awsRegion: 'r', awsService: 's' } as const
    expect((await receiver.send({ config: aws })).outcome.record.error?.code).toBe('secretMissing')
    expect(receiver.received.length).toBe(count)
  })
})
