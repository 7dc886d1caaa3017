import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/language/json'
import { getPath } from '@/lib/language/path'
import { ConnectorError } from '../errors'
import type { ConnectorCall } from '../types'
import { buildRequest, parseHeaderTemplates } from './request'
import { type HttpConfig, httpConfigSchema } from './schema'

function build(
  call: Partial<ConnectorCall>,
  values: Json = {},
  config: Partial<HttpConfig> = {},
  missing: string[] = [],
) {
  const settings = httpConfigSchema.parse({ baseUrl: 'https://api.example.com/v1', ...config })
  return buildRequest(
    settings,
    parseHeaderTemplates(settings),
    { action: 'GET', endpoint: '', payload: null, timeoutSeconds: null, ...call },
    { headers: [], secrets: [] },
    { read: (path) => getPath(values, path) },
    (source) => missing.push(source),
  )
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ConnectorError) return error.code
    throw error
  }
  return 'built'
}

describe('the endpoint', () => {
  it.each([
    ['https://a.example', '', 'https://a.example/'],
    ['https://a.example/', '/', 'https://a.example/'],
    ['https://a.example/v1', '', 'https://a.example/v1'],
    ['https://a.example/v1/', '', 'https://a.example/v1/'],
    ['https://a.example/v1', 'x', 'https://a.example/v1/x'],
    ['https://a.example/v1/', '/x/', 'https://a.example/v1/x/'],
    ['https://a.example/v1', '?q=1', 'https://a.example/v1?q=1'],
    ['https://a.example/v1', '/x?q=a/../b', 'https://a.example/v1/x?q=a/../b'],
    ['https://a.example/v1', '/@scope/x.tgz', 'https://a.example/v1/@scope/x.tgz'],
    ['https://a.example/v1', '/\\{{lit}}', 'https://a.example/v1/%7B%7Blit%7D%7D'],
  ])('is appended to %s: %j', (baseUrl, endpoint, url) => {
    expect(build({ endpoint }, {}, { baseUrl }).url.href).toBe(url)
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '\\\\evil',
    '@evil.example',
    'javascript:x',
    '/a/../b',
    '/%2e%2E/b',
    '/a#b',
    '/a b',
    '/\\{{a b}}',
    '/\\\\{{a}}',
    '/a\\b',
    '/{{x',
  ])('may not be %j', (endpoint) => {
    expect(['endpointInvalid', 'endpointDotSegment']).toContain(codeOf(() => build({ endpoint })))
  })

  it('encodes a value for its place', () => {
    const value = 'a/b?c=d&e#f g+h%\u017E'
    const { url } = build({ endpoint: '/p/{{v}}?q={{v}}&w=1' }, { v: value })
    expect(url.pathname).toBe(`/v1/p/${encodeURIComponent(value)}`)
    expect(url.searchParams.get('q')).toBe(value)
    expect(url.searchParams.get('w')).toBe('1')
  })

  it.each([
    '.',
    '..',
    '%2e%2e',
    '%252e%252e',
    '.%2e',
    '../../etc',
    'a/../../b',
    '..\\b',
    '..;x',
    '%c0%ae%c0%ae',
    '\uff0e\uff0e',
    '..%2f',
    '%2e%2e%2fb',
  ])('refuses the value %j in its path', (v) => {
    expect(codeOf(() => build({ endpoint: '/p/{{v}}/x' }, { v }))).toBe('endpointDotSegment')
    expect(codeOf(() => build({ endpoint: '/p?q={{v}}' }, { v }))).toBe('built')
  })

  it('never leaves origin and base path, whatever the values', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[./\\%2eEfF@:?#;\t\n \u00adc0ae-]{0,12}$/),
      fc.constantFrom('//evil.example', '@evil', ':80', '..', '\ud800', '%2e.', '/../'),
    )
    fc.assert(
      fc.property(texts, texts, texts, (a, b, c) => {
        try {
          const { url } = build({ endpoint: '/x/{{a}}{{b}}/{{c}}?q={{a}}&r={{b}}' }, { a, b, c })
          expect(url.origin).toBe('https://api.example.com')
          expect(url.pathname.startsWith('/v1/x/')).toBe(true)
          expect(url.username + url.password + url.hash).toBe('')
          expect([...url.searchParams.keys()]).toEqual(['q', 'r'])
        } catch (error) {
          if (!(error instanceof ConnectorError)) throw error
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('reports missing values', () => {
    const missing: string[] = []
    expect(build({ endpoint: '/p/{{form.x}}' }, {}, {}, missing).url.pathname).toBe('/v1/p/')
    expect(missing).toEqual(['form.x'])
  })
})

describe('headers', () => {
  const headers = [{ key: 'X-User', value: 'u {{form.name}}' }]

  it('take values', () => {
    expect(build({}, { form: { name: 'Ann' } }, { headers }).headers).toEqual([['X-User', 'u Ann']])
  })

  it.each(['a\r\nX-Admin: 1', 'a\nb', 'a\0'])('refuse the value %j', (name) => {
    expect(codeOf(() => build({}, { form: { name } }, { headers }))).toBe('headerInvalid')
  })
})

describe('the payload', () => {
  const values = { form: { n: 5, text: 'a"b\\', list: [1, { a: null }] } }

  it('of JSON keeps types and can never be broken by a value', () => {
    const value = {
      n: '{{form.n}}',
      t: 'x {{form.text}}',
      l: '{{form.list}}',
      m: '{{form.none}}',
      in: 'l={{form.list}}',
    }
    const { body, headers } = build({ action: 'POST', payload: { type: 'json', value } }, values)
    expect(JSON.parse(body ?? '')).toEqual({
      n: 5,
      t: 'x a"b\\',
      l: [1, { a: null }],
      m: null,
      in: 'l=[1,{"a":null}]',
    })
    expect(body).not.toMatch(/\n|: /)
    expect(headers).toEqual([['Content-Type', 'application/json']])
  })

  it('of a form and of text', () => {
    const form = build(
      { action: 'PUT', payload: { type: 'form', value: { a: '{{form.text}}', b: ['1', '2'] } } },
      values,
    )
    expect(form.body).toBe('a=a%22b%5C&b=1&b=2')
    expect(form.headers).toEqual([['Content-Type', 'application/x-www-form-urlencoded']])
    const text = build({ action: 'PATCH', payload: { type: 'text', value: 'n={{form.n}}' } }, values)
    expect(text.body).toBe('n=5')
  })

  it('leaves a content type of the connector alone', () => {
    const headers = [{ key: 'content-type', value: 'application/vnd.acme+json' }]
    const built = build({ action: 'POST', payload: { type: 'json', value: {} } }, {}, { headers })
    expect(built.headers).toEqual([['content-type', 'application/vnd.acme+json']])
  })

  it('is not sent by GET and HEAD, and says so', () => {
    for (const action of ['GET', 'HEAD']) {
      const built = build({ action, payload: { type: 'json', value: {} } })
      expect(built).toMatchObject({ body: null, headers: [], warnings: [{ code: 'payloadIgnored' }] })
    }
  })
})

it('knows its verbs only', () => {
  expect(codeOf(() => build({ action: 'TRACE' }))).toBe('actionUnknown')
})
