import tls from 'node:tls'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { makeCertificate } from '@/lib/egress/testing/certificate'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { declaredStaticIps } from '@/lib/static-ips'
import { httpClient } from '../client'
import { type HttpConfig, httpConfigSchema } from '../schema'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
  process.env.EGRESS_STATIC_IPS = '203.0.113.7'
  process.env.EGRESS_LOCAL_ADDRESSES = '127.0.0.9'
})

let server: TestServer
const connections = new Set<unknown>()
beforeAll(async () => {
  server = await startServer(
    (request, response) => {
      connections.add(request.socket)
      response.end(request.socket.remoteAddress)
    },
    { certificate: makeCertificate({ names: ['other.example'] }) },
  )
})
afterAll(async () => {
  await closeEgress()
  await server.close()
})

function call(config: Partial<HttpConfig>) {
  const prepared = httpClient.prepare({
    projectId: 'p1',
    version: 1,
    id: 'c1',
    type: 'http',
    name: 'Acme',
    config: httpConfigSchema.parse({ baseUrl: server.origin, ...config }),
    secrets: new Map(),
  })
  return prepared.call({
    call: { action: 'GET', endpoint: '/', payload: null, timeoutSeconds: 2 },
    scope: { read: () => undefined },
    scopeSecrets: [],
  })
}

it('trusts any certificate for that connector alone, with a warning in every record of a request that was sent so', async () => {
  const strict = () => call({})
  expect((await strict()).record).toMatchObject({ error: { code: 'tlsSelfSigned' }, warnings: [] })
  const loose = await call({ insecure: true })
  expect(loose).toMatchObject({
    ok: true,
    record: { warnings: [{ code: 'anyCertificate', message: expect.stringContaining('not verified') }] },
  })
  // Its connection is still open, and is not for the others.
  expect((await strict()).record.error?.code).toBe('tlsSelfSigned')
  await call({ insecure: true })
  expect(connections.size).toBeLessThanOrEqual(2)
  const failed = await call({ insecure: true, baseUrl: 'https://127.0.0.1:1' })
  expect(failed.record).toMatchObject({ error: { code: 'connectionRefused' }, warnings: [] })
})

it('warns of a certificate that is trusted as well: it was not looked at', async () => {
  const trusted = tls.getCACertificates('default')
  const certificate = makeCertificate({ names: ['127.0.0.1'] })
  tls.setDefaultCACertificates([...trusted, certificate.cert])
  const good = await startServer((_request, response) => response.end(), { certificate })
  expect((await call({ baseUrl: good.origin })).record).toMatchObject({ response: { status: 200 }, warnings: [] })
  expect((await call({ baseUrl: good.origin, insecure: true })).record.warnings).toHaveLength(1)
  // Over the connection that was kept, too.
  expect((await call({ baseUrl: good.origin, insecure: true })).record.warnings).toHaveLength(1)
  const open = await startServer((_request, response) => response.end())
  expect((await call({ baseUrl: open.origin, insecure: true })).record.warnings).toEqual([])
  await open.close()
  await good.close()
  tls.setDefaultCACertificates(trusted)
})

it('leaves by the declared addresses, and only when told so', async () => {
  expect(declaredStaticIps()).toEqual(['203.0.113.7'])
  expect((await call({ insecure: true })).value).toMatchObject({ body: '127.0.0.1' })
  expect((await call({ insecure: true, useStaticIps: true })).value).toMatchObject({ body: '127.0.0.9' })
})
