import { AsyncLocalStorage } from 'node:async_hooks'
import net, { type Socket } from 'node:net'
import tls from 'node:tls'
import type { buildConnector } from 'undici'
import { type Guard, normalizeHost } from './guard'
import { connectThroughProxy } from './proxy'
import { type Address, judge, resolveHost } from './resolve'
import type { StaticRoute } from './static-route'
import { connectTcp, createLocalConnector } from './tcp'
import type { Watch } from './watch'

/** Tells a new connection which request it is made for: its clock, and whether it was cancelled meanwhile. */
export const connectingFor = new AsyncLocalStorage<Watch>()

export interface ConnectorOptions {
  guard: Guard
  /** DANGER: accepts any TLS certificate: "trust any certificate" of one connector. */
  insecure: boolean
  /** Null: straight from the address that the system chooses. */
  route: StaticRoute | null
}

/**
 * Opens connections for an undici agent. Names are resolved here and every address is judged here; the socket (or the
 * proxy) gets the judged addresses and never looks a name up again, so an answer that changes in between has no effect.
 */
export function createConnector({ guard, insecure, route }: ConnectorOptions): buildConnector.connector {
  const reach = reachBy(route)
  return (options, callback) => {
    const watch = connectingFor.getStore()
    open(options, guard, insecure, reach, watch).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    )
  }
}

type Reach = (host: string, port: number, addresses: Address[], watch: Watch | undefined) => Promise<Socket>

function reachBy(route: StaticRoute | null): Reach {
  if (route === null) return connectTcp
  if (route.type === 'local') return createLocalConnector(route.addresses)
  return (host, port, addresses, watch) => {
    watch?.enter('proxy')
    return connectThroughProxy(route.proxy, host, port, addresses, watch)
  }
}

async function open(
  options: buildConnector.Options,
  guard: Guard,
  insecure: boolean,
  reach: Reach,
  watch: Watch | undefined,
) {
  const secure = options.protocol === 'https:'
  const port = Number(options.port || (secure ? 443 : 80))
  const started = performance.now()
  watch?.enter('dns')
  const addresses = await judge(await resolveHost(options.hostname), options.hostname, port, guard)
  const resolved = performance.now()
  if (watch?.stopped) throw watch.stopped
  watch?.enter('connect')
  const socket = await reach(options.hostname, port, addresses, watch)
  const connected = performance.now()
  watch?.connected({ dns: resolved - started, connect: connected - resolved })
  if (!secure) return socket
  watch?.enter('tls')
  const secured = await secureSocket(socket, options, insecure, watch)
  watch?.connected({ tls: performance.now() - connected })
  return secured
}

function secureSocket(socket: Socket, options: buildConnector.Options, insecure: boolean, watch: Watch | undefined) {
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
