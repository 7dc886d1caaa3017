import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, asApiError, fetchJson, isSignedOut, projectPath, toApiError, withQuery } from './fetch-json'

afterEach(() => vi.unstubAllGlobals())

function answer(status: number, body: string) {
  const fetchMock = vi.fn(async (_path: string, _init: RequestInit) => new Response(body, { status }))
  vi.stubGlobal('fetch', fetchMock)
  return fetchMock
}

describe('fetchJson', () => {
  it('answers the parsed body, and sends a body as JSON', async () => {
    const fetchMock = answer(200, '{"ok":true}')
    expect(await fetchJson('/x', { body: { a: 1 }, query: { cursor: null, text: 'a b', n: 0 } })).toEqual({ ok: true })
    const [path, init] = fetchMock.mock.calls[0] ?? []
    expect(path).toBe('/x?text=a+b&n=0')
    expect(init).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } })
  })

  it('throws what the API said, with its code by status', async () => {
    answer(409, '{"errorCode":"E1","errorDescription":"d","errorMessage":"Reload.","fields":{"name":"Taken."}}')
    await expect(fetchJson('/x')).rejects.toMatchObject({
      code: 'conflict',
      message: 'Reload.',
      status: 409,
      fields: { name: 'Taken.' },
    })
  })

  it('tells a lost session, a server that is away, a slow one and an answer that is not JSON apart', async () => {
    answer(401, '')
    expect(isSignedOut(await fetchJson('/x').catch((error: unknown) => error))).toBe(true)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(fetchJson('/x')).rejects.toMatchObject({ code: 'unreachable' })
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    })
    await expect(fetchJson('/x', { timeoutSeconds: 0.02 })).rejects.toMatchObject({ code: 'timeout' })
    answer(200, '<html>')
    await expect(fetchJson('/x')).rejects.toMatchObject({ code: 'unexpected', status: 200 })
  })

  it('leaves an abort of the caller an abort', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('stop', 'AbortError')))
    await expect(fetchJson('/x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

it('builds paths whose values cannot move them', () => {
  expect(projectPath('P2a', 'executions', '../x?y')).toBe('/v1/console/projects/P2a/executions/..%2Fx%3Fy')
  expect(withQuery('/x', {})).toBe('/x')
})

it('makes something to show of any error', () => {
  expect(asApiError(new Error('secret internals')).message).not.toContain('secret')
  expect(toApiError(503, 'nonsense')).toBeInstanceOf(ApiError)
  expect(toApiError(503, null).message).toContain('HTTP 503')
})
