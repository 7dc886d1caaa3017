import type { ServerResponse } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

export interface FaultyServer {
  port: number
  close(): unknown
}

/** A TCP server that does with each connection what it is told to, HTTP or not. */
export async function startRaw(serve: (socket: Socket) => unknown): Promise<FaultyServer> {
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    serve(socket)
    // Unread, it would never hear that the other end is gone.
    socket.resume()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** A port that takes no connection and refuses none, as behind a firewall that drops packets: its queue is full. */
export async function startBlackHole(): Promise<FaultyServer> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
     const server = require('node:net').createServer()
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
     })`,
    { eval: true },
  )
  const port = await new Promise<number>((done) => worker.once('message', done))
  const queued = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise((done) => setTimeout(done, 100))
  return {
    port,
    close: async () => {
      for (const socket of queued) socket.destroy()
      await worker.terminate()
    },
  }
}

/** Sends zeros for as long as they are taken, up to so many bytes. */
export function pour(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(65_536)
  let left = bytes
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length
      if (!response.write(chunk)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

/** Writes something again and again until the connection is closed. */
export function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50)
  socket.on('error', () => {})
  socket.on('close', () => clearInterval(timer))
}
