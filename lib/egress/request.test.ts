import type { IncomingMessage, ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import zlib from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { EgressError } from './errors'
import { Guard } from './guard'
import { createEgress, type Egress, type EgressRequest } from './request'
import { readBody, startServer, type TestServer } from './testing/server'

const names = new Map<string, { address: string; family: number }[]>()
vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof import('node:dns/promises')>()
  return {
    ...real,
    lookup: async (name: string, options: { all: true }) => names.get(name) ?? real.lookup(name, options),
  }
})

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
let handle: Handler = () => {}
let server: TestServer
let egress: Egress
const closers: (() => unknown)[] = []

beforeAll(async () => {
  server = await startServer((request, response) => handle(request, response))
  egress = createEgress(() => new Guard({ allow: ['127.0.0.1', '::1'], ownPorts: [] }))
})
afterEach(async () => {
  names.clear()
  for (const close of closers.splice(0)) await close()
})
afterAll(async () => {
  await egress.close()
  await server.close()
})

function call(request: Partial<EgressRequest> & { path?: string } = {}) {
  const { path = '/', ...rest } = request
  return egress.request({
    method: 'GET',
    url: server.origin + path,
    timeoutMs: 2000,
    maxResponseBytes: 100_000,
    ...rest,
  })
}

async function failure(promise: Promise<unknown>): Promise<EgressError> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof EgressError)) throw error
  return error
}

describe('an answer', () => {
  it('comes back whole, with repeated headers and a time split', async () => {
    handle = async (request, response) => {
      response.writeHead(201, 'Made', { 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${request.url} ${request.headers['x-test']} ${await readBody(request)}`)
    }
    const answer = await call({ method: 'POST', path: '/p?q=1', headers: [['x-test', 'v']], body: 'sent' })
    expect(answer).toMatchObject({ status: 201, statusText: 'Made', url: `${server.origin}/p?q=1`, redirects: [] })
    expect(answer.headers).toMatchObject({ 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] })
    expect(answer.body.toString()).toBe('POST /p?q=1 v sent')
    const { total, ...parts } = answer.timings
    expect(total).toBeGreaterThanOrEqual(Math.max(...Object.values(parts)))
  })

  it('is reached over a connection that is kept', async () => {
    const ports = new Set<number | undefined>()
    handle = (request, response) => {
      ports.add(request.socket.remotePort)
      response.end('x')
    }
    for (let at = 0; at < 5; at++) await call()
    const last = await call()
    // undici may open a second one for a call that follows on the heels of the first.
    expect(ports.size).toBeLessThanOrEqual(2)
    expect(last.timings).toMatchObject({ dns: 0, connect: 0, tls: 0 })
  })

  it('survives a kept connection that the server has closed', async () => {
    handle = (request, response) => {
      if (request.url === '/close') response.once('finish', () => setImmediate(() => request.socket.destroy()))
      response.end('x')
    }
    for (let at = 0; at < 20; at++) {
      await call({ path: '/close' })
      expect((await call()).status).toBe(200)
    }
  })

  it('comes after interim answers', async () => {
    handle = (_request, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      setTimeout(() => response.end('late'), 20)
    }
    expect((await call()).body.toString()).toBe('late')
  })

  it('to HEAD may name any length', async () => {
    handle = (_request, response) => {
      response.setHeader('content-length', '99999999')
      response.end()
    }
    expect((await call({ method: 'HEAD' })).status).toBe(200)
  })

  it('carries header values beyond ASCII as UTF-8', async () => {
    handle = (request, response) => response.end(Buffer.from(String(request.headers['x-name']), 'latin1'))
    expect((await call({ headers: [['x-name', 'Žofie ✓']] })).body.toString()).toBe('Žofie ✓')
  })

  const codings: [string, (text: string) => Buffer][] = [
    ['gzip', (text) => zlib.gzipSync(text)],
    ['deflate', (text) => zlib.deflateSync(text)],
    ['deflate', (text) => zlib.deflateRawSync(text)],
    ['br', (text) => zlib.brotliCompressSync(text)],
    ['zstd', (text) => zlib.zstdCompressSync(text)],
    ['gzip, br', (text) => zlib.brotliCompressSync(zlib.gzipSync(text))],
  ]
  it.each(codings)('in %s is decoded, within the limit', async (name, encode) => {
    handle = (request, response) => {
      response.setHeader('content-encoding', name)
      response.end(encode(request.url === '/bomb' ? '0'.repeat(5_000_000) : 'plain text'))
    }
    expect((await call()).body.toString()).toBe('plain text')
    expect(await failure(call({ path: '/bomb' }))).toMatchObject({ code: 'tooLarge', status: 200 })
  })

  it('that does not have its coding is an error', async () => {
    handle = (request, response) => {
      response.setHeader('content-encoding', request.url === '/unknown' ? 'rot13' : 'gzip')
      response.end('not gzip')
    }
    const refused = await failure(call())
    expect(refused.code).toBe('badEncoding')
    expect(refused.message).toMatch(/^The response of 127\.0\.0\.1:\d+ could not be decompressed/)
    expect((await failure(call({ path: '/unknown' }))).code).toBe('badEncoding')
  })
})

describe('redirects', () => {
  it('are followed five times and no further', async () => {
    handle = (request, response) => {
      const left = Number(request.url?.slice(1))
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` })
      response.end('end')
    }
    const answer = await call({ path: '/5' })
    expect(answer.body.toString()).toBe('end')
    expect(answer.redirects).toHaveLength(5)
    const error = await failure(call({ path: '/6' }))
    expect(error.code).toBe('tooManyRedirects')
    expect(error.trace?.redirects).toHaveLength(5)
  })

  it('without a location are an error; 304 and 300 are answers', async () => {
    handle = (request, response) => {
      response.writeHead(Number(request.url?.slice(1)))
      response.end()
    }
    for (const status of [301, 302, 303, 307, 308]) {
      expect(await failure(call({ path: `/${status}` }))).toMatchObject({ code: 'redirectWithoutLocation', status })
    }
    for (const status of [300, 304]) expect((await call({ path: `/${status}` })).status).toBe(status)
  })

  it.each([
    ['POST', 301, 'GET', ''],
    ['POST', 302, 'GET', ''],
    ['POST', 303, 'GET', ''],
    ['PUT', 303, 'GET', ''],
    ['HEAD', 303, 'HEAD', ''],
    ['PUT', 302, 'PUT', 'body'],
    ['POST', 307, 'POST', 'body'],
    ['DELETE', 308, 'DELETE', 'body'],
  ])('of %s by %i become %s', async (method, status, expected, body) => {
    let seen = ''
    handle = async (request, response) => {
      if (request.url === '/') response.writeHead(status, { location: '/next' })
      else seen = `${request.method} ${await readBody(request)} ${request.headers['content-type'] ?? '-'}`
      response.end()
    }
    const sends = method === 'HEAD' ? null : 'body'
    await call({ method, body: sends, headers: sends ? [['content-type', 'text/x']] : [] })
    expect(seen).toBe(`${expected} ${body} ${body ? 'text/x' : '-'}`)
  })

  it('to another origin lose credentials, signatures and custom headers, for good', async () => {
    const seen: Record<string, IncomingMessage['headers']> = {}
    const other = await startServer((request, response) => {
      seen.other = request.headers
      response.writeHead(307, { location: `${server.origin}/back` })
      response.end()
    })
    closers.push(other.close)
    handle = (request, response) => {
      seen[request.url ?? ''] = request.headers
      if (request.url === '/') response.writeHead(307, { location: '/same' })
      if (request.url === '/same') response.writeHead(307, { location: other.origin })
      response.end()
    }
    const headers: [string, string][] = [
      ['Authorization', 'Bearer s3cret'],
      ['X-Api-Key', 's3cret'],
      ['x-descope-webhook-s256', 's3cret'],
      ['Cookie', 's3cret'],
      ['User-Agent', 's3cret'],
      ['X-Content-Type', 's3cret'],
    ]
    await call({ method: 'DELETE', headers })
    expect(JSON.stringify(seen['/same'])).toContain('s3cret')
    expect(seen.other).toBeDefined()
    expect(seen['/back']).toBeDefined()
    expect(JSON.stringify([seen.other, seen['/back']])).not.toContain('s3cret')
  })

  it.each([
    ['POST', 307],
    ['PATCH', 308],
    ['PUT', 302],
  ])('to another origin never carry the body of a %s by %i there', async (method, status) => {
    let hits = 0
    const other = await startServer((_request, response) => {
      hits++
      response.end()
    })
    closers.push(other.close)
    handle = (_request, response) => response.writeHead(status, { location: `${other.origin}/next?token=t` }).end()
    const error = await failure(call({ method, body: 'b' }))
    expect(error).toMatchObject({ code: 'redirectMovesBody', status, trace: { redirects: [{ status }] } })
    expect(error.message).toContain(`127.0.0.1:${other.port}`)
    expect(hits).toBe(0)
    await call({ method })
    expect(hits).toBe(1)
  })

  it.each([
    'ftp://127.0.0.1/',
    'javascript:alert(1)',
    'http://user:pass@127.0.0.1/',
    'http://[',
    'http://169.254.169.254/',
  ])('to %s are refused', async (location) => {
    handle = (_request, response) => {
      response.writeHead(302, { location })
      response.end()
    }
    expect((await failure(call())).code).toBe('refusedByGuard')
  })
})

describe('the guard', () => {
  const get = (url: string) => failure(egress.request({ method: 'GET', url, timeoutMs: 2000, maxResponseBytes: 1000 }))

  it.each([
    'http://127.0.0.2:1/',
    'http://0x7f000002/',
    'http://2130706434/',
    'http://0177.0.0.2/',
    'http://127.2/',
    'http://127.0.0.2./',
    'http://１２７.0.0.2/',
    'http://[::ffff:127.0.0.2]/',
    'http://[::ffff:7f00:2]/',
    'http://[::127.0.0.2]/',
    'http://[64:ff9b::7f00:2]/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://10.0.0.1/',
  ])('refuses %s', async (url) => {
    expect((await get(url)).code).toBe('refusedByGuard')
  })

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://user@127.0.0.1/', 'http://', 'nonsense'])(
    'does not take %s',
    async (url) => {
      expect((await get(url)).code).toBe('urlInvalid')
    },
  )

  it.each([
    ['http://10.0.0.1/', 'EGRESS_ALLOW'],
    ['http://[::ffff:a00:1]:5000/', 'EGRESS_ALLOW'],
    ['http://169.254.169.254/', 'No setting allows this'],
    ['http://[fe80::1]/', 'No setting allows this'],
  ])('says of %s whether a setting could allow it', async (url, words) => {
    const { hint } = await get(url)
    expect(hint).toContain(words)
    expect(hint.includes('EGRESS_ALLOW')).toBe(words === 'EGRESS_ALLOW')
  })

  it('says of the deployment\u2019s own ports that no setting allows them', async () => {
    const own = createEgress(() => new Guard({ allow: ['127.0.0.1'], ownPorts: [5000] }))
    closers.push(own.close)
    const url = 'http://[::ffff:7f00:1]:5000/'
    const error = await failure(own.request({ method: 'GET', url, timeoutMs: 2000, maxResponseBytes: 1000 }))
    expect(error.hint).toContain('No setting allows this')
    expect(error.message).toContain('refused [::ffff:7f00:1]:5000:')
  })

  it('judges the address that the socket connects to, whatever the name says later', async () => {
    let hits = 0
    const inner = await startServer(
      (_request, response) => {
        hits++
        response.end()
      },
      { host: '127.0.0.2' },
    )
    closers.push(inner.close)
    const outer = await startServer((_request, response) => response.end('outer'), { port: inner.port })
    closers.push(outer.close)
    names.set('both.example', [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ])
    const url = `http://both.example:${inner.port}/`
    const answer = await egress.request({ method: 'GET', url, timeoutMs: 2000, maxResponseBytes: 1000 })
    expect(answer.body.toString()).toBe('outer')
    names.set('both.example', [{ address: '127.0.0.2', family: 4 }])
    names.set('evil.example', [{ address: '127.0.0.2', family: 4 }])
    expect((await get(`http://evil.example:${inner.port}/`)).code).toBe('refusedByGuard')
    names.set('cloud.example', [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ])
    expect((await get(`http://cloud.example:${outer.port}/`)).code).toBe('refusedByGuard')
    expect(hits).toBe(0)
  })
})

describe('a third party that fails', () => {
  it('by refusing connections is told apart from one that does not exist', async () => {
    const gone = await startServer(() => {})
    await gone.close()
    expect(await failure(call({ url: gone.origin }))).toMatchObject({ code: 'connectionRefused' })
    const error = await failure(call({ url: 'http://does-not-exist.invalid/' }))
    expect(['dnsNotFound', 'dnsFailed']).toContain(error.code)
  })

  it('by closing in the middle is a reset', async () => {
    handle = (request, response) => {
      if (request.url === '/body') response.write('half')
      setTimeout(() => request.socket.destroy(), 10)
    }
    expect((await failure(call())).code).toBe('connectionReset')
    expect((await failure(call({ path: '/body' }))).code).toBe('connectionReset')
  })

  it('by speaking no HTTP is a bad response', async () => {
    const raw = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.end('SSH-2.0-OpenSSH_9.2\r\n')
    })
    await new Promise<void>((done) => raw.listen(0, '127.0.0.1', done))
    closers.push(() => raw.close())
    const { port } = raw.address() as AddressInfo
    expect((await failure(call({ url: `http://127.0.0.1:${port}/` }))).code).toBe('badResponse')
    expect((await failure(call({ url: `https://127.0.0.1:${server.port}/` }))).code).toBe('tlsFailed')
  })

  it.each([
    ['never answers', 'status and headers', () => {}],
    [
      'drips its body',
      'while downloading',
      (_request: IncomingMessage, response: ServerResponse) => void setInterval(() => response.write('.'), 20).unref(),
    ],
    [
      'drips its headers',
      'status and headers',
      (request: IncomingMessage) => {
        request.socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => request.socket.write('x: y\r\n'), 20)
        request.socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('because it %s ends at the timeout and says in which part', async (_name, part, handler) => {
    handle = handler
    const started = Date.now()
    expect(await failure(call({ timeoutMs: 150 }))).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(part),
    })
    expect(Date.now() - started).toBeLessThan(600)
  })

  it('across redirects has one timeout', async () => {
    handle = (request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 60)
    }
    expect((await failure(call({ timeoutMs: 150 }))).code).toBe('timeout')
  })

  it('by sending too much is cut off at the limit', async () => {
    let sent = 0
    handle = (request, response) => {
      if (request.url === '/named') response.setHeader('content-length', '50000000')
      const chunk = Buffer.alloc(65_536)
      const more = () => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      more()
    }
    expect(await failure(call())).toMatchObject({ code: 'tooLarge', status: 200 })
    expect(sent).toBeLessThan(20_000_000)
    expect((await failure(call({ path: '/named' }))).code).toBe('tooLarge')
  })
})

describe('a caller', () => {
  it('may cancel at any time', async () => {
    handle = () => {}
    const controller = new AbortController()
    const waiting = failure(call({ signal: controller.signal }))
    setTimeout(() => controller.abort(), 30)
    expect((await waiting).code).toBe('aborted')
    expect((await failure(call({ signal: AbortSignal.abort() }))).code).toBe('aborted')
  })

  it.each([
    ['x: y', 'v'],
    ['x', 'a\r\nb: c'],
    ['x', 'a\0'],
    ['Host', 'other'],
    ['Content-Length', '3'],
    ['Transfer-Encoding', 'chunked'],
    ['Connection', 'x-api-key'],
  ])('cannot break out of the header %j: %j', async (name, value) => {
    expect((await failure(call({ headers: [[name, value]] }))).code).toBe('badRequest')
  })
})
