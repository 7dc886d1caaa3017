import { describe, expect, it } from 'vitest'
import { toFields } from '../input'
import { connectorTypes } from '../schemas'
import { httpInputSchema } from './schema'

const valid = { type: 'http', name: 'Acme CRM', baseUrl: 'https://api.example.com/v1' }

function problems(input: Record<string, unknown>): Record<string, string> {
  const parsed = httpInputSchema.safeParse({ ...valid, ...input })
  return parsed.success ? {} : toFields(parsed.error.issues)
}

describe('the settings of a Generic HTTP connector', () => {
  it('need a name and a base URL only', () => {
    expect(httpInputSchema.parse(valid)).toEqual({
      ...valid,
      description: '',
      authentication: { method: 'none' },
      headers: [],
      includeHeadersInContext: false,
      timeoutSeconds: null,
      maxResponseBytes: 10_485_760,
      insecure: false,
      awsAuthType: 'none',
      awsAccessKeyId: '',
      awsRegion: '',
      awsService: '',
      rfc9421SigningEnabled: false,
      rfc9421KeyId: '',
      rfc9421Algorithm: 'ed25519',
      rfc9421Components: '@method, @target-uri, @authority',
      rfc9421SignatureTTL: 300,
      useStaticIps: false,
      retry: null,
    })
  })

  it.each([
    '',
    'api.example.com',
    'ftp://api.example.com',
    'https://',
    'https:///path',
    'https://user:pass@api.example.com',
    'https://api.example.com?x=1',
    'https://api.example.com/#a',
    'https://api.example.com/{{form.x}}',
    'https://api.exa mple.com',
    'https:\\\\api.example.com',
    'https://api.example.com:99999',
    'javascript:alert(1)',
    'http://x/../y',
    'http://x/a/./b',
    'http://x/..',
    'http://x/a/%2e%2E/b',
    'http://x/a/.%2e',
    'http://x/%252e%252e/b',
  ])('refuse the base URL %j at its field', (baseUrl) => {
    expect(Object.keys(problems({ baseUrl }))).toEqual(['baseUrl'])
  })

  it.each(['http://localhost:3999', 'https://[::1]:8443/a/b/', ' https://api.example.com ', 'http://x/v1.2/..a'])(
    'take the base URL %j',
    (baseUrl) => {
      expect(problems({ baseUrl })).toEqual({})
    },
  )

  it.each([
    ['', 'headers.0.key'],
    ['a b', 'headers.0.key'],
    ['a:', 'headers.0.key'],
    ['x\r\ny', 'headers.0.key'],
    ['Host', 'headers.0.key'],
    ['Transfer-Encoding', 'headers.0.key'],
  ])('refuse the header name %j', (key, field) => {
    expect(Object.keys(problems({ headers: [{ key, value: 'v' }] }))).toContain(field)
  })

  it('refuse header values that break out or are no template', () => {
    expect(problems({ headers: [{ key: 'x', value: 'a\r\nb: c' }] })).toHaveProperty('headers.0.value')
    expect(problems({ headers: [{ key: 'x', value: '{{form.' }] })).toHaveProperty('headers.0.value')
    expect(problems({ headers: [{ key: 'x', value: 'Hi {{form.name}}' }] })).toEqual({})
  })

  it('refuse a header that is set twice, by a row or by the authentication', () => {
    const rows = [
      { key: 'X-A', value: '1' },
      { key: 'x-a', value: '2' },
    ]
    expect(problems({ headers: rows })).toHaveProperty('headers.1.key')
    const authentication = { method: 'bearerToken', bearerToken: 't' }
    expect(problems({ authentication, headers: [{ key: 'authorization', value: '1' }] })).toHaveProperty(
      'headers.0.key',
    )
    const apiKey = { method: 'apiKey', apiKey: { key: 'X-Key', token: 't' } }
    expect(problems({ authentication: apiKey, headers: [{ key: 'x-key', value: '1' }] })).toHaveProperty(
      'headers.0.key',
    )
  })

  it('refuse unknown keys by their path', () => {
    expect(problems({ hmac: 'x', authentication: { method: 'none', token: 1 } })).toEqual({
      hmac: expect.any(String),
      'authentication.token': expect.any(String),
    })
    expect(problems({ authentication: { method: 'oauth9' } })).toHaveProperty(['authentication.method'])
  })

  it.each([
    [{ method: 'bearerToken', bearerToken: '' }, 'authentication.bearerToken'],
    [{ method: 'bearerToken', bearerToken: 'a\nb' }, 'authentication.bearerToken'],
    [{ method: 'apiKey', apiKey: { key: 'a b', token: 'x' } }, 'authentication.apiKey.key'],
    [{ method: 'basic', basic: { username: 'a:b', password: 'x' } }, 'authentication.basic.username'],
    [{ method: 'basic', basic: { username: '', password: 'x' } }, 'authentication.basic.username'],
  ])('refuse %j', (authentication, field) => {
    expect(Object.keys(problems({ authentication }))).toEqual([field])
  })

  it('are parted into what is stored in the open and what is sealed', () => {
    const authentication = { method: 'basic', basic: { username: 'me', password: 'pa:ss' } }
    const { config, secrets } = connectorTypes.http.split(httpInputSchema.parse({ ...valid, authentication }))
    expect(JSON.stringify(config)).not.toContain('pa:ss')
    expect(connectorTypes.http.configSchema.parse(config)).toEqual(config)
    expect(secrets).toEqual({ 'authentication.basic.password': 'pa:ss' })
    expect(Object.keys(connectorTypes.http.secretFields(config))).toEqual(['authentication.basic.password'])
  })
})
