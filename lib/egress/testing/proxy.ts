import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import type { Certificate } from './certificate'

export interface TestProxy {
  port: number
  /** What was asked for: `CONNECT 127.0.0.1:80`, and the Proxy-Authorization that came with it. */
  asked: { target: string; authorization: string | undefined }[]
  close(): Promise<void>
}

export interface ProxyOptions {
  certificate?: Certificate
  host?: string
  port?: number
  /** What it answers instead of opening a tunnel; null leaves the caller waiting, 'close' hangs up. */
  answer?: (target: string) => number | null | 'close' | 'garbage' | undefined
  /** Basic credentials that it wants, `user:password`. */
  credentials?: string
}

/** A real HTTP CONNECT proxy on a free port, for tests. */
export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const { certificate, host = '127.0.0.1', credentials, answer } = options
  const asked: TestProxy['asked'] = []
  const sockets = new Set<Socket>()
  const server: Server = certificate ? createSecureServer(certificate) : createServer()
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  server.on('connect', (request, socket: Socket) => {
    const target = request.url ?? ''
    const authorization = request.headers['proxy-authorization']
    asked.push({ target, authorization })
    socket.on('error', () => {})
    const says = wanted && authorization !== wanted ? 407 : answer?.(target)
    // Unread, it would never hear that the other end is gone.
    if (says !== undefined) socket.resume().on('end', () => socket.destroy())
    if (says === null) return
    if (says === 'close') return void socket.destroy()
    if (says === 'garbage') return void socket.end('SSH-2.0-OpenSSH_9.2\r\n')
    // The password is quoted as a careless proxy may do.
    if (says !== undefined) return void socket.end(`HTTP/1.1 ${says} ${authorization ?? 'No'}\r\n\r\n`)
    const [, address = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? []
    const onward = net.connect(Number(port), address, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => socket.destroy())
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  await new Promise<void>((done) => server.listen(options.port ?? 0, host, done))
  const { port } = server.address() as AddressInfo
  return {
    port,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
