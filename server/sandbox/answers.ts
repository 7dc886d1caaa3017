import { gzipSync } from 'node:zlib'
import type { Call, Endpoint, Reply } from './endpoint'

const group = 'Requests and answers'
const ONE_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const answers: readonly Endpoint[] = [
  {
    method: 'ANY',
    path: '/echo',
    summary: 'Answers what it was sent: method, path, query, headers and body. Takes every verb.',
    example: '/echo?colour=blue',
    group,
    handle: echo,
  },
  {
    method: 'GET',
    path: '/headers',
    summary: 'An answer with headers worth reading: a request id, a rate limit, one header twice.',
    example: '/headers',
    group,
    handle: () => ({
      body: { message: 'Read the headers of this answer.' },
      headers: {
        'x-request-id': 'req-0001',
        'x-ratelimit-limit': '100',
        'x-ratelimit-remaining': '42',
        'x-note': ['first', 'second'],
      },
    }),
  },
  {
    method: 'GET',
    path: '/list',
    summary: 'JSON that is an array, not an object.',
    example: '/list',
    group,
    handle: () => ({ body: ['free', 'pro', 'enterprise'] }),
  },
  {
    method: 'GET',
    path: '/text',
    summary: 'Plain text.',
    example: '/text',
    group,
    handle: () => ({ body: Buffer.from('Hello from the sandbox.\n'), headers: { 'content-type': 'text/plain' } }),
  },
  {
    method: 'GET',
    path: '/image',
    summary: 'A PNG of one pixel.',
    example: '/image',
    group,
    handle: () => ({ body: ONE_PIXEL, headers: { 'content-type': 'image/png' } }),
  },
  {
    method: 'GET',
    path: '/compressed',
    summary: 'JSON, compressed with gzip.',
    example: '/compressed',
    group,
    handle: () => ({
      body: gzipSync(JSON.stringify({ compressed: true })),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    }),
  },
  {
    method: 'ANY',
    path: '/empty',
    summary: '204, without a body.',
    example: '/empty',
    group,
    handle: () => ({ status: 204 }),
  },
]

function echo({ method, path, query, request, body }: Call): Reply {
  const values: Record<string, string | string[]> = {}
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name)
    values[name] = all.length === 1 ? (all[0] ?? '') : all
  }
  return { body: { method, path, query: values, headers: request.headers, body: readBody(request.headers, body) } }
}

function readBody(headers: Call['request']['headers'], body: string): unknown {
  if (body === '') return null
  const type = headers['content-type'] ?? ''
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body))
  if (!type.includes('json')) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
