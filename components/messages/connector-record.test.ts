import { describe, expect, it } from 'vitest'
import { pathOf, readBody, readConnectorRecord, statusHint } from './connector-record'

const record = {
  connector: { id: 'c1', name: 'Acme', type: 'http' },
  action: 'POST',
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/customers?email=a%40b.c',
    headers: { authorization: 'Bearer ••••', 'x-many': ['1', '2'] },
    body: '{"name":"O\'Hara"}',
    bodySize: 17,
  },
  response: { status: 201, headers: [['content-type', 'application/json']], body: { id: 7 }, bodySize: 8 },
  timings: { dns: 1, connect: 2, tls: null, wait: 30, download: 1, total: 34 },
  warnings: [],
}

describe('readConnectorRecord', () => {
  it('reads requests, answers and headers in each of their forms', () => {
    const read = readConnectorRecord(record)
    expect(read.request?.headers).toEqual([
      { name: 'authorization', value: 'Bearer ••••' },
      { name: 'x-many', value: '1' },
      { name: 'x-many', value: '2' },
    ])
    expect(read.response).toMatchObject({ status: 201, headers: [{ name: 'content-type' }], bodyTruncated: false })
    expect(read.timings).toMatchObject({ tls: null, total: 34 })
  })

  it('never fails: what it does not know reads as absent', () => {
    expect(readConnectorRecord(null).request).toBeUndefined()
    expect(readConnectorRecord('nonsense').response).toBeUndefined()
    expect(
      readConnectorRecord({ request: { method: 1 }, error: { code: 'dns', message: 'No such host.' } }),
    ).toMatchObject({
      request: null,
      error: { code: 'dns' },
    })
  })
})

describe('readBody', () => {
  it('shows JSON text as JSON and everything else as text', () => {
    expect(readBody('{"a":1}')).toEqual({ type: 'json', value: { a: 1 } })
    expect(readBody('{"a":')).toEqual({ type: 'text', text: '{"a":' })
    expect(readBody('a=1&b=2')).toEqual({ type: 'text', text: 'a=1&b=2' })
    expect(readBody(42)).toEqual({ type: 'json', value: 42 })
    expect([readBody(null), readBody('')]).toEqual([null, null])
  })
})

it('shortens a URL to its path and query', () => {
  expect(pathOf('https://a.example/b?c=d')).toBe('/b?c=d')
  expect(pathOf('{{broken')).toBe('{{broken')
})

it('says what to do about every answer outside 2xx', () => {
  expect(statusHint(204)).toBeNull()
  for (const status of [302, 304, 400, 401, 403, 404, 405, 418, 429, 500, 503]) expect(statusHint(status)).toBeTruthy()
})
