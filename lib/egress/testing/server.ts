import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificate'

export interface TestServer {
  port: number
  origin: string
  server: Server
  close(): Promise<void>
}

/** A real HTTP or HTTPS server on a free port, for tests. */
export async function startServer(
  listener: RequestListener<typeof IncomingMessage, typeof ServerResponse>,
  options: { certificate?: Certificate; host?: string; port?: number } = {},
): Promise<TestServer> {
  const { certificate, host = '127.0.0.1' } = options
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener)
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port ?? 0, host, done)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `${certificate ? 'https' : 'http'}://${host}:${port}`,
    server,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** The whole body of a request as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
