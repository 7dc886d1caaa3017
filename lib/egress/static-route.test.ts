import { networkInterfaces } from 'node:os'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { EgressError } from './errors'
import { Guard } from './guard'
import { createEgress, type Egress, type EgressRequest } from './request'
import { parseProxy, type StaticRoute } from './static-route'
import { makeCertificate } from './testing/certificate'
import { startProxy } from './testing/proxy'
import { startServer, type TestServer } from './testing/server'

const names = new Map<string, { address: string; family: number }[]>()
vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof import('node:dns/promises')>()
  return {
    ...real,
    lookup: async (name: string, options: { all: true }) => names.get(name) ?? real.lookup(name, options),
  }
})

const closers: (() => unknown)[] = []
const trusted = tls.getCACertificates('default')
const loopback = [{ address: '127.0.0.1', family: 4 }]
beforeAll(() => {
  names.set('api.example', loopback)
  names.set('proxy.example', loopback)
})
afterEach(async () => {
  tls.setDefaultCACertificates(trusted)
  for (const close of closers.splice(0).reverse()) await close()
})

function open(route: StaticRoute | null): Egress {
  const egress = createEgress(
    () => new Guard({ allow: ['127.0.0.0/8', '::1', 'api.example'], ownPorts: [] }),
    () => route,
  )
  closers.push(() => egress.close())
  return egress
}

async function serve(options: Parameters<typeof startServer>[1] = {}): Promise<TestServer> {
  const server = await startServer((request, response) => {
    response.setHeader('x-host', request.headers.host ?? '')
    response.end(request.socket.remoteAddress)
  }, options)
  closers.push(server.close)
  return server
}

async function proxyAt(options: Parameters<typeof startProxy>[0] = {}, userInfo = '', scheme = 'http') {
  const proxy = await startProxy(options)
  closers.push(proxy.close)
  return {
    ...proxy,
    egress: open({ type: 'proxy', proxy: parseProxy(`${scheme}://${userInfo}proxy.example:${proxy.port}`) }),
  }
}

function call(egress: Egress, url: string, more: Partial<EgressRequest> = {}) {
  return egress.request({ method: 'GET', url, timeoutMs: 2000, maxResponseBytes: 1000, staticIps: true, ...more })
}

async function failure(promise: Promise<unknown>): Promise<EgressError> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof EgressError)) throw error
  return error
}

it('sends nothing when the deployment declares no static addresses', async () => {
  const server = await serve()
  expect((await failure(call(open(null), server.origin))).code).toBe('staticIpsMissing')
})

describe('local addresses', () => {
  it('take turns, and only for those who ask', async () => {
    const server = await serve()
    const egress = open({ type: 'local', addresses: ['127.0.0.8', '127.0.0.9', '::1'] })
    const all = await Promise.all(Array.from({ length: 4 }, () => call(egress, server.origin)))
    expect(all.map(({ body }) => body.toString()).sort()).toEqual(['127.0.0.8', '127.0.0.8', '127.0.0.9', '127.0.0.9'])
    const plain = await call(egress, server.origin, { staticIps: false })
    expect(plain.body.toString()).toBe('127.0.0.1')
  })

  it('go to the next address of the third party when one does not answer', async () => {
    const server = await serve()
    names.set('two.example', [{ address: '127.0.0.2', family: 4 }, ...loopback])
    const egress = open({ type: 'local', addresses: ['127.0.0.8'] })
    expect((await call(egress, `http://two.example:${server.port}/`)).body.toString()).toBe('127.0.0.8')
  })

  it('that this machine does not have, or of another family than the third party\u2019s, are named', async () => {
    const server = await serve()
    const absent = await failure(call(open({ type: 'local', addresses: ['198.51.100.9'] }), server.origin))
    expect(absent).toMatchObject({ code: 'localAddressMissing', message: expect.stringContaining('198.51.100.9') })
    const family = await failure(call(open({ type: 'local', addresses: ['::1'] }), server.origin))
    expect(family).toMatchObject({ code: 'localAddressFamily', message: expect.stringContaining('IPv4') })
  })
})

describe('an egress proxy', () => {
  it('is asked for the judged address, with its credentials; certificate and SNI stay the host\u2019s', async () => {
    const certificate = makeCertificate({ names: ['api.example'] })
    tls.setDefaultCACertificates([...trusted, certificate.cert])
    const [plain, secure] = [await serve(), await serve({ certificate })]
    const { asked, egress } = await proxyAt({ credentials: 'user:p@ss' }, 'user:p%40ss@')
    for (const url of [`http://api.example:${plain.port}/`, `https://api.example:${secure.port}/`]) {
      const answer = await call(egress, url)
      expect(answer.headers['x-host']).toBe(new URL(url).host)
    }
    expect(asked.map(({ target }) => target)).toEqual([`127.0.0.1:${plain.port}`, `127.0.0.1:${secure.port}`])
    // undici frees a connection in the next turn of the event loop.
    await new Promise((done) => setTimeout(done, 20))
    const again = await call(egress, `https://api.example:${secure.port}/`)
    expect(again.timings).toMatchObject({ connect: 0, tls: 0 })
    expect(asked).toHaveLength(2)
    expect((await failure(call(egress, `https://127.0.0.1:${secure.port}/`))).code).toBe('tlsWrongHost')
  })

  it('may itself speak TLS, whose certificate is verified whatever the connector trusts', async () => {
    const certificate = makeCertificate({ names: ['proxy.example'] })
    const server = await serve({ certificate: makeCertificate({ names: ['other.example'] }) })
    const { egress } = await proxyAt({ certificate }, '', 'https')
    const url = `https://api.example:${server.port}/`
    expect((await failure(call(egress, url, { insecure: true }))).code).toBe('proxyUnreachable')
    tls.setDefaultCACertificates([...trusted, certificate.cert])
    expect((await call(egress, url, { insecure: true })).status).toBe(200)
    expect((await failure(call(egress, url))).code).toBe('tlsSelfSigned')
  })

  it('is tried with the next address when one cannot be reached', async () => {
    const server = await serve()
    names.set('two.example', [{ address: '127.0.0.2', family: 4 }, ...loopback])
    const { asked, egress } = await proxyAt({ answer: (target) => (target.startsWith('127.0.0.2') ? 502 : undefined) })
    expect((await call(egress, `http://two.example:${server.port}/`)).status).toBe(200)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['refuses', 403, 'proxyRefused', '403 Forbidden'],
    ['fails', 502, 'proxyFailed', '502 Bad Gateway'],
    ['wants other credentials', 407, 'proxyAuthentication', '407'],
    ['hangs up', 'close', 'proxyFailed', 'ECONNRESET'],
    ['speaks no HTTP', 'garbage', 'proxyFailed', 'HPE_INVALID'],
    ['says nothing', null, 'timeout', 'egress proxy'],
  ] as const)('that %s is named as the cause, without its password', async (_name, answer, code, cause) => {
    const server = await serve()
    const { egress, port } = await proxyAt({ answer: () => answer }, 'user:hunter2hunter2@')
    const error = await failure(call(egress, server.origin, { timeoutMs: 300 }))
    expect(error).toMatchObject({ code, message: expect.stringContaining(cause) })
    if (code !== 'timeout') expect(error.message).toContain(`proxy.example:${port}`)
    const secrets = ['hunter2hunter2', Buffer.from('user:hunter2hunter2').toString('base64')]
    for (const secret of secrets) expect(error.message + error.hint).not.toContain(secret)
  })

  it('that is down is named as the cause', async () => {
    const server = await serve()
    const { egress, port, close } = await proxyAt()
    await close()
    const error = await failure(call(egress, server.origin))
    expect(error.code).toBe('proxyUnreachable')
    expect(error.message).toBe(`The egress proxy proxy.example:${port} could not be reached (ECONNREFUSED).`)
  })

  it('is never a way around the guard', async () => {
    const { asked, egress } = await proxyAt()
    names.set('inner.example', [{ address: '10.0.0.1', family: 4 }])
    for (const url of ['http://inner.example/', 'http://169.254.169.254/', 'http://[::ffff:a9fe:a9fe]/'])
      expect((await failure(call(egress, url))).code).toBe('refusedByGuard')
    expect(asked).toEqual([])
  })

  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address
  it.skipIf(!own)('on another machine is not asked for its own loopback', async () => {
    const server = await serve()
    const proxy = await startProxy({ host: own ?? '' })
    closers.push(proxy.close)
    const egress = open({ type: 'proxy', proxy: parseProxy(`http://${own}:${proxy.port}`) })
    const error = await failure(call(egress, server.origin))
    expect(error).toMatchObject({
      code: 'refusedByGuard',
      message: expect.stringContaining('proxy\u2019s own machine'),
    })
    expect(proxy.asked).toEqual([])
  })
})
