import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { StartError } from './start-error'

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** Answers in the API's error form. */
export function sendError(response: ServerResponse, status: number, code: string, text: string, headers = {}): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = errorBody(status, code, text)
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

  const answering = new WeakMap<Duplex, ServerResponse>()
  // Node's own answer to a missing Host has no body, so the check is made here.
  const http = createServer({ requireHostHeader: false }, (request, response) => {
    answering.set(request.socket, response)
    if (request.httpVersion === '1.1' && request.headers.host === undefined) {
      return sendError(response, 400, 'E011001', 'The Host header is missing: send it.', { connection: 'close' })
    }
    // Neither has a path's handler, and what makes a `Request` of them throws (Fetch standard, RFC 9110 section 9.3.7).
    if (request.method === 'TRACE' || request.url === '*')
      return sendError(response, 405, 'E011010', 'TRACE and "OPTIONS *" are not answered: ask for a path.', {
        allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      })
    // A kept-alive connection would otherwise hold the stop until its idle timeout.
    if (draining) response.setHeader('connection', 'close')
    Promise.resolve(handler(request, response)).catch(() =>
      sendError(response, 500, 'E011500', 'Something went wrong.'),
    )
  })
  http.on('checkExpectation', (_, response) =>
    sendError(response, 417, 'E011001', 'Only "Expect: 100-continue" is understood: leave the header out.'),
  )
  http.on('clientError', (error, socket) => refuseUnreadable(error, socket, answering.get(socket)))
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

const unreadable: Record<string, { status: number; code: string; text: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'E011013',
    text: 'The headers are too large: send less than 16 KB of them.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'E011012', text: 'The chunk extensions are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'E011014',
    text: 'The request did not arrive in time: send it again.',
  },
}
const malformed = { status: 400, code: 'E011001', text: 'This is not a valid HTTP request: check its headers.' }
const LINGER_MS = 1000

/** Answers a request that Node could not read, where its own answer would have no body, and closes. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, current: ServerResponse | undefined): void {
  // More of the same request; the answer is on its way, and a reset would take it from the client.
  if (socket.writableEnded) return
  if (error.code === 'ECONNRESET' || !socket.writable || (current?.headersSent && !current.writableFinished)) {
    socket.destroy()
    return
  }
  const { status, code, text } = unreadable[error.code ?? ''] ?? malformed
  const body = errorBody(status, code, text)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}

function errorBody(status: number, errorCode: string, errorMessage: string): string {
  const reason = (STATUS_CODES[status] ?? 'Error').toLowerCase()
  const errorDescription = reason.charAt(0).toUpperCase() + reason.slice(1)
  return JSON.stringify({ errorCode, errorDescription, errorMessage })
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
