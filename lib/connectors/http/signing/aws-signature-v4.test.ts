import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AwsCredentials,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  canonicalS3Path,
  signForAws,
} from './aws-signature-v4'

// Of AWS's test suite for Signature Version 4 (aws-sig-v4-test-suite; today in awslabs/aws-c-auth,
// tests/aws-signing-test-suite/v4). Its requests hold paths and queries that no URL can: those that a URL would encode
// first are in the tests of the canonical forms below.
const suite: AwsCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
}
const SUITE_TIME = '2015-08-30T12:36:00Z'
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

type Headers = [string, string][]
const form: Headers = [
  ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
  ['Content-Length', '13'],
  ['x-amz-content-sha256', '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e'],
]

function authorizationOf(
  credentials: AwsCredentials,
  time: string,
  request: { method?: string; url: string; headers?: Headers; body?: string | null },
): string {
  const { method = 'GET', url, headers = [], body = null } = request
  const added = signForAws({ method, url: new URL(url), headers, body }, credentials, Date.parse(time))
  expect(added).toContainEqual(['x-amz-date', time.replace(/[-:]/g, '')])
  return added.find(([name]) => name === 'Authorization')?.[1] ?? ''
}

describe('the test suite of AWS', () => {
  it.each<[name: string, request: Parameters<typeof authorizationOf>[2], signed: string, signature: string]>([
    [
      'get-vanilla',
      { url: '/' },
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      { url: '/?Param2=value2&Param1=value1' },
      'host;x-amz-date',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-query-order-encoded',
      { url: '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1' },
      'host;x-amz-date',
      '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
    ],
    [
      'get-vanilla-empty-query-key',
      { url: '/?Param1=value1' },
      'host;x-amz-date',
      'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    ],
    [
      'get-vanilla-query-unreserved',
      { url: `/?${UNRESERVED}=${UNRESERVED}` },
      'host;x-amz-date',
      '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
    ],
    [
      'get-vanilla-utf8-query',
      { url: '/?\u1234=bar' },
      'host;x-amz-date',
      '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    ],
    [
      'get-unreserved',
      { url: `/${UNRESERVED}` },
      'host;x-amz-date',
      '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
    ],
    [
      'get-slashes (normalized)',
      { url: '//example//' },
      'host;x-amz-date',
      '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    ],
    [
      'get-header-key-duplicate',
      {
        url: '/',
        headers: [
          ['My-Header1', 'value2'],
          ['My-Header1', 'value2'],
          ['My-Header1', 'value1'],
        ],
      },
      'host;my-header1;x-amz-date',
      'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ],
    [
      'get-header-value-trim',
      {
        url: '/',
        headers: [
          ['My-Header1', ' value1'],
          ['My-Header2', ' "a   b   c"'],
        ],
      },
      'host;my-header1;my-header2;x-amz-date',
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'post-vanilla',
      { method: 'POST', url: '/' },
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded-parameters',
      { method: 'POST', url: '/', headers: form, body: 'Param1=value1' },
      'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
      '328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422',
    ],
    [
      'get-vanilla-with-session-token',
      {
        url: '/',
        headers: [['X-Amz-Security-Token', '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267']],
      },
      'host;x-amz-date;x-amz-security-token',
      '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
    ],
  ])('%s', (_name, request, signed, signature) => {
    expect(authorizationOf(suite, SUITE_TIME, { ...request, url: `https://example.amazonaws.com${request.url}` })).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signed}, Signature=${signature}`,
    )
  })

  // Of get-relative, get-relative-relative, get-slash, get-slash-dot-slash, get-slash-pointless-dot, get-slashes,
  // get-space and get-utf8.
  it.each([
    ['/example/..', '/'],
    ['/example1/example2/../..', '/'],
    ['//', '/'],
    ['/./', '/'],
    ['/./example', '/example'],
    ['//example//', '/example/'],
    ['/example space/', '/example%20space/'],
    ['/\u1234', '/%E1%88%B4'],
    ['/a/b/.', '/a/b/'],
    ['/a/b/..', '/a/'],
    // What is encoded on the wire is encoded once more.
    ['/example%20space/', '/example%2520space/'],
    ["/a(b)'*!", '/a%28b%29%27%2A%21'],
    ['/..%2f', '/..%252f'],
  ])('path %s', (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical)
  })
})

// "Examples: Signature Calculations in AWS Signature Version 4" of the API reference of Amazon S3.
describe('the examples of Amazon S3', () => {
  const s3: AwsCredentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
    service: 's3',
  }
  const put: Headers = [
    ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
    ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
  ]

  it.each<[request: Parameters<typeof authorizationOf>[2], signature: string]>([
    [
      { url: '/test.txt', headers: [['Range', 'bytes=0-9']] },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      { method: 'PUT', url: '/test$file.text', headers: put, body: 'Welcome to Amazon S3.' },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [{ url: '/?lifecycle' }, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    [{ url: '/?max-keys=2&prefix=J' }, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('$method $url', (request, signature) => {
    const url = `https://examplebucket.s3.amazonaws.com${request.url}`
    expect(authorizationOf(s3, '2013-05-24T00:00:00Z', { ...request, url })).toMatch(
      new RegExp(`Signature=${signature}$`),
    )
  })

  it.each([
    ['/a//b/%2e%2E/c%20d', '/a//b/../c%20d'],
    ["/a+b(c)'", '/a%2Bb%28c%29%27'],
    ['/50%', '/50%25'],
  ])('path %s', (path, canonical) => {
    expect(canonicalS3Path(path)).toBe(canonical)
  })

  it('carry the hash of the body', () => {
    const sent = signForAws(
      { method: 'PUT', url: new URL('https://b.s3.amazonaws.com/k'), headers: [], body: 'x' },
      s3,
      0,
    )
    expect(sent).toContainEqual(['x-amz-content-sha256', createHash('sha256').update('x').digest('hex')])
    const other = signForAws(
      { method: 'PUT', url: new URL('https://b.amazonaws.com/k'), headers: [], body: 'x' },
      suite,
      0,
    )
    expect(other.map(([name]) => name)).toEqual(['x-amz-date', 'Authorization'])
  })
})

describe('a canonical request', () => {
  it('leaves out what a proxy may change', () => {
    const headers: Headers = [
      ['accept', '*/*'],
      ['accept-encoding', 'gzip'],
      ['user-agent', 'Patchbay'],
      ['X-Tenant', 't1'],
      ['Content-Type', 'application/json'],
    ]
    const { signedHeaders } = canonicalRequest(
      { method: 'GET', url: new URL('https://a.example'), headers, body: null },
      'x',
    )
    expect(signedHeaders).toBe('content-type;host;x-tenant')
  })

  it.each([
    ['b=2&a=1&a=0&a-b=3&A', 'A=&a=0&a=1&a-b=3&b=2'],
    ['a=x+y%20z', 'a=x%20y%20z'],
    ['a=1%2F2/3&b=%zz', 'a=1%2F2%2F3&b=%25zz'],
    ['a==b&&', 'a=%3Db'],
    ['', ''],
  ])('writes the query %j as %j', (query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical)
  })

  it('is the same for a query in any order', () => {
    const pairs = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { minLength: 1, maxLength: 8 })
    const write = (list: [string, string][]) =>
      list
        .map(
          ([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
        )
        .join('&')
    fc.assert(
      fc.property(pairs, (list) => {
        const canonical = canonicalQuery(write(list))
        expect(canonicalQuery(write([...list].reverse()))).toBe(canonical)
        expect(canonicalQuery(canonical)).toBe(canonical)
      }),
    )
  })
})
