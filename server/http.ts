import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { StartError } from './start-error'

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** Answers in the API's error form. */
export function sendError(response: ServerResponse, status: number, code: string, text: string, headers = {}): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = JSON.stringify({ errorCode: code, errorDescription: text, errorMessage: text })
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}

export interface PlaneServer {
  http: Server
  /** From now on requests go there; until then they are asked to come back. */
  serve(handler: Handler): void
  /**
   * Takes no new connection and lets requests in flight end.
   * @param patienceMs afterwards their connections are cut
   */
  drain(patienceMs: number): Promise<void>
}

export function createPlaneServer(): PlaneServer {
  let handler: Handler = (_, response) =>
    sendError(response, 503, 'E011503', 'Patchbay is starting: try again in a moment.', { 'retry-after': '1' })
  let draining = false

  const http = createServer((request, response) => {
    // A kept-alive connection would otherwise hold the stop until its idle timeout.
    if (draining) response.setHeader('connection', 'close')
    Promise.resolve(handler(request, response)).catch(() =>
      sendError(response, 500, 'E011500', 'Something went wrong.'),
    )
  })
  http.requestTimeout = 60_000
  http.headersTimeout = 30_000
  // Longer than the usual idle timeout of a load balancer (60 s), so that it is the one to close.
  http.keepAliveTimeout = 65_000

  return {
    http,
    serve(next) {
      handler = next
    },
    drain(patienceMs) {
      draining = true
      return new Promise((resolve) => {
        const idle = setInterval(() => http.closeIdleConnections(), 50)
        const cut = setTimeout(() => http.closeAllConnections(), patienceMs)
        http.close(() => {
          clearInterval(idle)
          clearTimeout(cut)
          resolve()
        })
        http.closeIdleConnections()
      })
    },
  }
}

/**
 * Listens, and answers the port.
 * @throws StartError that says how to change a taken or forbidden port
 */
export function listen(http: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new StartError(`Port ${port} on ${host} is already in use: stop what uses it, or set PORT to another one.`),
        )
      } else if (error.code === 'EACCES') {
        reject(new StartError(`Port ${port} may not be opened by this user: set PORT to one above 1023.`))
      } else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(new StartError(`HOST=${host} is not an address of this machine: set it to 127.0.0.1 or 0.0.0.0.`))
      } else reject(error)
    })
    http.listen(port, host, () => {
      const address = http.address()
      resolve(address && typeof address === 'object' ? address.port : port)
    })
  })
}
