import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Certificate } from '@/lib/egress/testing/certificate'

/** Gets what came, and how many times something came before; what it answers is sent as it is. */
export type Answer = (received: Buffer, count: number) => Buffer | null

export interface HostileServer {
  port: number
  close(): Promise<void>
}

/** A server that says what a test wants, in a protocol whose TLS begins after a request for it. */
export async function startHostileServer(
  answer: Answer,
  tls?: { certificate: Certificate; requestBytes: number; answer?: Buffer; greeting?: Buffer },
  greeting?: Buffer,
): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const talk = (socket: Socket) => {
    let count = 0
    socket.on('data', (received) => {
      const said = answer(received, count)
      count += 1
      if (said) socket.write(said)
    })
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (greeting) socket.write(greeting)
    if (!tls) return talk(socket)
    socket.once('data', (received) => {
      socket.pause()
      // The client may begin with TLS at once.
      if (received.length > tls.requestBytes) socket.unshift(received.subarray(tls.requestBytes))
      if (tls.answer) socket.write(tls.answer)
      const secured = new TLSSocket(socket, { isServer: true, ...tls.certificate })
      secured.on('error', () => {})
      if (tls.greeting) secured.write(tls.greeting)
      talk(secured)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** A message of PostgreSQL: its letter, its length, its content. */
export function pgMessage(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter, 0, 'latin1')
  head.writeUInt32BE(content.length + 4, 1)
  return Buffer.concat([head, content])
}

/** A packet of MySQL: its length in three bytes, its number, its content. */
export function mySqlPacket(number: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(content.length, 0, 3)
  head.writeUInt8(number, 3)
  return Buffer.concat([head, content])
}

const MYSQL_SSL = 0x0800
const MYSQL_CAPABILITIES = 0x0008_8208

/** What a MySQL server says first. */
export function mySqlGreeting(tls: boolean): Buffer {
  const capabilities = tls ? MYSQL_CAPABILITIES | MYSQL_SSL : MYSQL_CAPABILITIES
  const content = Buffer.concat([
    Buffer.from('\u000a8.0.0\0', 'latin1'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0', 'latin1'),
    Buffer.from([capabilities & 255, (capabilities >> 8) & 255, 45, 2, 0, (capabilities >> 16) & 255, 0, 21]),
    Buffer.alloc(10),
    Buffer.from('123456789012\0mysql_native_password\0', 'latin1'),
  ])
  return mySqlPacket(0, content)
}

export const mySqlOk = (number: number) => mySqlPacket(number, Buffer.from([0, 0, 0, 2, 0, 0, 0]))
