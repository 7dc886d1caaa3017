import tls from 'node:tls'
import { makeCertificate } from '@/lib/egress/testing/certificate'
import { type ProxyOptions, startProxy } from '@/lib/egress/testing/proxy'
import { startServer } from '@/lib/egress/testing/server'
import { startBlackHole } from '../faulty-servers'
import { closers, type Fault, fault, nowhere, raw, serve } from './fault'

const trusted = tls.getCACertificates('default')
// The proxy listens there in the rows that have one; in all others nothing does.
const proxyPort = Number(new URL(process.env.EGRESS_PROXY_URL ?? '').port)

const rows: Fault[] = []
const add = (...row: Parameters<typeof fault>) => void rows.push(fault(...row))

/** What goes wrong while a connection is made. */
export const faultsOfConnecting: readonly Fault[] = rows

// Connecting, straight and through the proxy.
add('connect', 'a port that refuses', 'connectionRefused', /Nothing accepts connections at 127\.0\.0\.1:1\./, () => ({
  baseUrl: nowhere,
}))
add('connect', 'a port that drops packets', 'timeout', /while connecting/, async () => {
  const hole = await startBlackHole()
  closers.push(hole.close)
  return { baseUrl: `http://127.0.0.1:${hole.port}` }
})
const proxied = (options?: ProxyOptions) => async () => {
  if (options) closers.push((await startProxy({ port: proxyPort, ...options })).close)
  return { baseUrl: 'http://127.0.0.1:1', config: { useStaticIps: true } }
}
const theProxy = `egress proxy 127\\.0\\.0\\.1:${proxyPort}`
add('proxy', 'a proxy that is down', 'proxyUnreachable', new RegExp(`${theProxy} could not be reached`), proxied())
add(
  'proxy',
  'a proxy that wants other credentials',
  'proxyAuthentication',
  new RegExp(theProxy),
  proxied({ credentials: 'a:b' }),
)
add('proxy', 'a proxy that refuses', 'proxyRefused', new RegExp(`${theProxy}.*403`), proxied({ answer: () => 403 }))
add(
  'proxy',
  'a proxy that cannot reach the third party',
  'proxyFailed',
  new RegExp(`${theProxy}.*502`),
  proxied({ answer: () => 502 }),
)
add('proxy', 'a proxy that does not answer', 'timeout', /through the egress proxy/, proxied({ answer: () => null }))

// TLS.
const day = 86_400_000
const certified =
  (options: Parameters<typeof makeCertificate>[0], trust = true) =>
  async () => {
    const certificate = makeCertificate({ names: ['127.0.0.1'], ...options })
    if (trust) tls.setDefaultCACertificates([...trusted, certificate.cert])
    const server = await startServer((_request, response) => response.end(), { certificate })
    closers.push(server.close)
    return { baseUrl: server.origin }
  }
add(
  'tls',
  'an expired certificate',
  'tlsExpired',
  /has expired/,
  certified({ from: new Date(Date.now() - 3 * day), until: new Date(Date.now() - day) }),
)
add(
  'tls',
  'a certificate that is not valid yet',
  'tlsNotYetValid',
  /not valid yet/,
  certified({ from: new Date(Date.now() + day), until: new Date(Date.now() + 2 * day) }),
)
add('tls', 'a self-signed certificate', 'tlsSelfSigned', /self-signed/, certified({}, false))
add(
  'tls',
  'a certificate of another name',
  'tlsWrongHost',
  /another host than 127\.0\.0\.1 \(it names DNS:other/,
  certified({ names: ['other.example'] }),
)
add('tls', 'a server that speaks no TLS', 'tlsFailed', /does not seem to speak TLS/, async () => {
  const { port } = await serve((_request, response) => response.end())
  return { baseUrl: `https://127.0.0.1:${port}` }
})
add(
  'tls',
  'a server that is silent',
  'timeout',
  /agreeing on TLS/,
  raw(() => {}, 'https'),
)
