import { request, STATUS_CODES } from 'node:http'
import { isIP, type Socket } from 'node:net'
import tls from 'node:tls'
import { toAuthority } from '@/lib/authority'
import { EgressError } from './errors'
import { isThisMachine } from './guard'
import { type Address, resolveHost } from './resolve'
import type { EgressProxy } from './static-route'
import { connectTcp } from './tcp'
import type { Watch } from './watch'

// Each is a connection of its own to the proxy.
const MAX_ADDRESSES = 4

/**
 * Opens a tunnel to one of the judged addresses by CONNECT (RFC 9110 section 9.3.6). The proxy is told the address, not
 * the name: what it connects to is then what the guard has judged.
 * @param host the name in the URL, for messages
 * @throws EgressError proxyUnreachable, proxyAuthentication, proxyRefused, proxyFailed, refusedByGuard
 */
export async function connectThroughProxy(
  proxy: EgressProxy,
  host: string,
  port: number,
  addresses: Address[],
  watch?: Watch,
): Promise<Socket> {
  const tried = addresses.slice(0, MAX_ADDRESSES)
  for (const [at, { address }] of tried.entries()) {
    const facts = { proxy: proxy.authority, authority: toAuthority(host, port) }
    const socket = await reachProxy(proxy, facts, watch)
    try {
      refuseProxyItself(socket, address, facts.authority)
      const status = await requestTunnel(socket, proxy, toAuthority(address, port), facts)
      if (status >= 200 && status < 300) return socket
      const refused = refusal(status, facts)
      if (refused.code !== 'proxyFailed' || at === tried.length - 1) throw refused
      socket.destroy()
    } catch (error) {
      socket.destroy()
      throw watch?.stopped ?? error
    }
  }
  throw new EgressError('proxyFailed', { proxy: proxy.authority, cause: 'there is no address' })
}

interface Facts {
  proxy: string
  authority: string
}

async function reachProxy(proxy: EgressProxy, facts: Facts, watch: Watch | undefined): Promise<Socket> {
  try {
    const addresses = await resolveHost(proxy.host)
    if (watch?.stopped) throw watch.stopped
    const socket = await connectTcp(proxy.host, proxy.port, addresses, watch)
    return proxy.secure ? await secureProxy(socket, proxy, watch) : socket
  } catch (error) {
    if (watch?.stopped) throw watch.stopped
    const [first] = error instanceof AggregateError ? error.errors : [error]
    const cause = first instanceof Error && 'code' in first ? String(first.code) : undefined
    throw new EgressError('proxyUnreachable', { ...facts, cause })
  }
}

// The proxy's own certificate is always verified: "trust any certificate" is said of the third party.
function secureProxy(socket: Socket, proxy: EgressProxy, watch: Watch | undefined): Promise<tls.TLSSocket> {
  return new Promise((done, fail) => {
    const servername = isIP(proxy.host) ? '' : proxy.host
    const secured = tls.connect({ socket, host: proxy.host, servername, ALPNProtocols: ['http/1.1'] })
    watch?.connecting(secured)
    secured.once('error', fail)
    secured.once('secureConnect', () => {
      secured.off('error', fail)
      done(secured)
    })
  })
}

// Loopback is allowed for services of this machine; asked of a proxy elsewhere it would be that machine's.
function refuseProxyItself(socket: Socket, address: string, authority: string): void {
  if (!isThisMachine(address) || isThisMachine(socket.remoteAddress ?? '')) return
  const cause = `through the egress proxy ${address} would be the proxy\u2019s own machine`
  throw new EgressError('refusedByGuard', { authority, cause, always: true })
}

function requestTunnel(socket: Socket, proxy: EgressProxy, target: string, facts: Facts): Promise<number> {
  return new Promise((done, fail) => {
    const connect = request({
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}) },
      // Without an agent, so that the socket is this request's alone.
      createConnection: () => socket,
      maxHeaderSize: 16_384,
    })
    connect.once('connect', (answer, _socket, head: Buffer) => {
      if (head.length > 0) socket.unshift(head)
      done(answer.statusCode ?? 0)
    })
    connect.on('error', (error: NodeJS.ErrnoException) =>
      fail(new EgressError('proxyFailed', { ...facts, cause: error.code ?? 'it closed the connection' })),
    )
    connect.end()
  })
}

function refusal(status: number, facts: Facts): EgressError {
  // The proxy's own words are left out: they may quote what was sent to it.
  const cause = `${status} ${STATUS_CODES[status] ?? ''}`.trim()
  if (status === 407) return new EgressError('proxyAuthentication', { ...facts, cause })
  return new EgressError(status >= 500 ? 'proxyFailed' : 'proxyRefused', { ...facts, cause })
}
