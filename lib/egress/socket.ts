import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { toAuthority } from '@/lib/authority'
import { containThrows } from './contain'
import { EgressError } from './errors'
import type { Guard } from './guard'
import { judge, resolveHost } from './resolve'
import { deploymentGuard } from './settings'
import { connectTcp } from './tcp'
import { toEgressError } from './to-egress-error'
import { Watch } from './watch'

export interface SocketRequest {
  /** A name or an address, without a port. */
  host: string
  port: number
  /** Until it is connected. */
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export interface OpenSocket {
  socket: Socket
  /** host:port, for messages. */
  authority: string
  /** To be called with the TLS socket that a driver makes over it: what the driver throws ends the connection alone. */
  contain: (secured: Duplex) => void
  /** Milliseconds. */
  timings: { dns: number; connect: number }
}

const open = new Set<Socket>()

/**
 * Opens a TCP connection for a protocol other than http, a database's for one. The name is resolved here, every address
 * is judged by the guard, and the socket is connected to a judged one: whoever gets it never looks the name up again.
 * TLS is the protocol's own matter, over this socket and for the name in the request.
 * @throws EgressError
 */
export async function connectSocket(request: SocketRequest, guard: Guard = deploymentGuard()): Promise<OpenSocket> {
  const { host, port, timeoutMs, signal } = request
  const watch = new Watch(timeoutMs, signal, () => toAuthority(host, port))
  try {
    const socket = await new Promise<Socket>((done, fail) => {
      watch.begin(fail)
      connect(host, port, guard, watch).then(done, fail)
    })
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    const authority = toAuthority(host, port)
    const broken = () => new EgressError('badProtocol', { host, authority })
    const contain = (one: Duplex) => containThrows(one, broken)
    contain(socket)
    return { socket, authority, contain, timings: watch.timings }
  } catch (error) {
    throw socketError(error, host, port)
  } finally {
    watch.end()
  }
}

const COUNT_MS = 50

/**
 * Ends a connection that has sent more than it may, in the open or over TLS alike.
 * @returns ends the counting
 */
export function limitReceived(socket: Socket, bytes: number, onExceeded: (error: EgressError) => void): () => void {
  const timer = setInterval(() => {
    if (socket.bytesRead <= bytes) return
    onExceeded(new EgressError('tooLarge', { bytes }))
    socket.destroy()
  }, COUNT_MS)
  const end = () => clearInterval(timer)
  socket.once('close', end)
  return end
}

/** Ends every connection that `connectSocket` opened. */
export function closeSockets(): void {
  for (const socket of open) socket.destroy()
}

/** Puts an error of a connection into the words of the egress table. */
export function socketError(error: unknown, host: string, port: number): EgressError {
  return toEgressError(error, new URL(`tcp://${toAuthority(host, port)}`))
}

async function connect(host: string, port: number, guard: Guard, watch: Watch): Promise<Socket> {
  const started = performance.now()
  watch.enter('dns')
  const addresses = await judge(await resolveHost(host), host, port, guard)
  const resolved = performance.now()
  if (watch.stopped) throw watch.stopped
  watch.enter('connect')
  const socket = await connectTcp(host, port, addresses, watch)
  watch.connected({ dns: resolved - started, connect: performance.now() - resolved })
  return socket
}
