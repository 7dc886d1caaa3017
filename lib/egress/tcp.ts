import net, { type LookupFunction } from 'node:net'
import { EgressError } from './errors'
import type { Address } from './resolve'
import type { Watch } from './watch'

const options = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }

/** Connects to one of the addresses, whichever family answers first (RFC 8305); the name is never looked up again. */
export function connectTcp(host: string, port: number, addresses: Address[], watch?: Watch): Promise<net.Socket> {
  const only = addresses.length === 1 ? addresses[0] : undefined
  const given: LookupFunction = (_host, { all }, callback) => {
    const first = addresses[0]
    if (all || !first) callback(null, addresses)
    else callback(null, first.address, first.family)
  }
  const socket = net.connect({ ...options, host: only?.address ?? host, port, lookup: given, autoSelectFamily: true })
  return untilConnected(socket, watch)
}

// One that is not reachable must not use up the time of the others.
const ATTEMPT_MS = 1_000

/** Connects from addresses of this machine, in turns, each to those of its own family. */
export function createLocalConnector(localAddresses: readonly string[]) {
  const byFamily = new Map([4, 6].map((family) => [family, localAddresses.filter((own) => net.isIP(own) === family)]))
  const turns = new Map<number, number>()
  const nextLocal = (family: number) => {
    const own = byFamily.get(family) ?? []
    const turn = turns.get(family) ?? 0
    turns.set(family, (turn + 1) % (own.length || 1))
    return own[turn]
  }
  /** @throws EgressError localAddressFamily, localAddressMissing; or the error of the last attempt */
  return async (host: string, port: number, addresses: Address[], watch?: Watch): Promise<net.Socket> => {
    const reachable = addresses.filter(({ family }) => byFamily.get(family)?.length)
    if (reachable.length === 0)
      throw new EgressError('localAddressFamily', { host, cause: addresses[0]?.family === 6 ? 'IPv6' : 'IPv4' })
    for (const [at, { address, family }] of reachable.entries()) {
      const localAddress = nextLocal(family)
      const isLast = at === reachable.length - 1
      try {
        const socket = net.connect({ ...options, host: address, port, localAddress })
        return await untilConnected(socket, watch, isLast ? undefined : ATTEMPT_MS)
      } catch (error) {
        if (watch?.stopped) throw watch.stopped
        if (error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')
          throw new EgressError('localAddressMissing', { cause: localAddress })
        if (isLast) throw error
      }
    }
    throw new EgressError('connectionFailed', { host })
  }
}

function untilConnected(socket: net.Socket, watch: Watch | undefined, withinMs?: number): Promise<net.Socket> {
  return new Promise((done, fail) => {
    watch?.connecting(socket)
    const late = () => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
    const timer = withinMs === undefined ? undefined : setTimeout(late, withinMs)
    const failed = (error: Error) => {
      clearTimeout(timer)
      fail(error)
    }
    socket.once('error', failed)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', failed)
      done(socket)
    })
  })
}
