import { AsyncLocalStorage } from 'node:async_hooks'
import { lookup } from 'node:dns/promises'
import net, { type LookupFunction } from 'node:net'
import tls from 'node:tls'
import type { buildConnector } from 'undici'
import { EgressError } from './errors'
import { type Guard, normalizeHost } from './guard'
import type { Watch } from './watch'

/** Tells a new connection which request it is made for: its clock, and whether it was cancelled meanwhile. */
export const connectingFor = new AsyncLocalStorage<Watch>()

interface Address {
  address: string
  family: number
}

/**
 * Opens connections for an undici agent. Names are resolved here and every address is judged here; the socket gets
 * the judged addresses and never looks a name up again, so an answer that changes in between has no effect.
 * @param insecure accepts any TLS certificate: "trust any certificate" of one connector
 */
export function createConnector(guard: Guard, insecure: boolean): buildConnector.connector {
  return (options, callback) => {
    const watch = connectingFor.getStore()
    open(options, guard, insecure, watch).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    )
  }
}

async function open(options: buildConnector.Options, guard: Guard, insecure: boolean, watch: Watch | undefined) {
  const secure = options.protocol === 'https:'
  const port = Number(options.port || (secure ? 443 : 80))
  const started = performance.now()
  watch?.enter('dns')
  const addresses = judge(await resolve(options.hostname), options.hostname, port, guard)
  const resolved = performance.now()
  if (watch?.stopped) throw watch.stopped
  watch?.enter('connect')
  const socket = await connectTcp(options.hostname, port, addresses, watch)
  const connected = performance.now()
  watch?.connected({ dns: resolved - started, connect: connected - resolved })
  if (!secure) return socket
  watch?.enter('tls')
  const secured = await secureSocket(socket, options, insecure, watch)
  watch?.connected({ tls: performance.now() - connected })
  return secured
}

async function resolve(hostname: string): Promise<Address[]> {
  const family = net.isIP(hostname)
  return family === 0 ? lookup(hostname, { all: true }) : [{ address: hostname, family }]
}

// Refused addresses are left out rather than ending the call, so that localhost works where only one of its two
// families is allowed. What is always refused ends it: a name that leads to a metadata service is an attack.
function judge(addresses: Address[], host: string, port: number, guard: Guard): Address[] {
  const judged = addresses.map((address) => ({ ...address, refusal: guard.check(host, address.address, port) }))
  const never = judged.find(({ refusal }) => refusal?.always)
  const allowed = judged.filter(({ refusal }) => refusal === null)
  const refusal = never?.refusal ?? judged[0]?.refusal
  if (never || allowed.length === 0) {
    throw new EgressError('refusedByGuard', {
      host,
      authority: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      cause: refusal?.reason ?? 'it has no address',
      always: refusal?.always,
    })
  }
  return allowed
}

function connectTcp(host: string, port: number, addresses: Address[], watch: Watch | undefined): Promise<net.Socket> {
  const only = addresses.length === 1 ? addresses[0] : undefined
  const judgedAddresses: LookupFunction = (_host, options, callback) => {
    const first = addresses[0]
    if (options.all || !first) callback(null, addresses)
    else callback(null, first.address, first.family)
  }
  return new Promise((done, fail) => {
    const socket = net.connect({
      host: only?.address ?? host,
      port,
      lookup: judgedAddresses,
      autoSelectFamily: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
    })
    watch?.connecting(socket)
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.off('error', fail)
      done(socket)
    })
  })
}

function secureSocket(
  socket: net.Socket,
  options: buildConnector.Options,
  insecure: boolean,
  watch: Watch | undefined,
) {
  return new Promise<tls.TLSSocket>((done, fail) => {
    const secured = tls.connect({
      socket,
      host: options.hostname,
      servername: net.isIP(options.hostname) ? '' : normalizeHost(options.servername || options.hostname),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: !insecure,
    })
    watch?.connecting(secured)
    secured.once('error', fail)
    secured.once('secureConnect', () => {
      secured.off('error', fail)
      done(secured)
    })
  })
}
