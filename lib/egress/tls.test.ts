import tls from 'node:tls'
import { afterAll, expect, it } from 'vitest'
import { EgressError } from './errors'
import { Guard } from './guard'
import { createEgress } from './request'
import { type Certificate, makeCertificate } from './testing/certificate'
import { startServer } from './testing/server'

const day = 86_400_000
const egress = createEgress(() => new Guard({ allow: ['127.0.0.1'], ownPorts: [] }))
const trusted = tls.getCACertificates('default')

afterAll(() => {
  tls.setDefaultCACertificates(trusted)
  return egress.close()
})

async function outcome(certificate: Certificate, options: { trust: boolean; insecure?: boolean }): Promise<string> {
  tls.setDefaultCACertificates(options.trust ? [...trusted, certificate.cert] : trusted)
  const server = await startServer((_request, response) => response.end('ok'), { certificate })
  try {
    const { insecure = false } = options
    const request = { method: 'GET', url: server.origin, timeoutMs: 2000, maxResponseBytes: 1000, insecure }
    const answer = await egress.request(request)
    expect(answer.timings.tls).toBeGreaterThan(0)
    return answer.body.toString()
  } catch (error) {
    if (error instanceof EgressError) return error.code
    throw error
  } finally {
    await server.close()
  }
}

const good = { names: ['127.0.0.1'] }

it('accepts a certificate that is trusted and names the host', async () => {
  expect(await outcome(makeCertificate(good), { trust: true })).toBe('ok')
})

it('says what is wrong with a certificate', async () => {
  expect(await outcome(makeCertificate(good), { trust: false })).toBe('tlsSelfSigned')
  expect(await outcome(makeCertificate({ names: ['other.example'] }), { trust: true })).toBe('tlsWrongHost')
  const expired = makeCertificate({ ...good, from: new Date(Date.now() - 3 * day), until: new Date(Date.now() - day) })
  expect(await outcome(expired, { trust: true })).toBe('tlsExpired')
  const early = makeCertificate({ ...good, from: new Date(Date.now() + day), until: new Date(Date.now() + 2 * day) })
  expect(await outcome(early, { trust: true })).toBe('tlsNotYetValid')
})

it('accepts any certificate only when told so', async () => {
  const certificate = makeCertificate({ names: ['other.example'] })
  expect(await outcome(certificate, { trust: false, insecure: true })).toBe('ok')
  expect(await outcome(certificate, { trust: false })).toBe('tlsSelfSigned')
})
