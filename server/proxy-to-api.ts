import { type ClientRequest, request as send } from 'node:http'
import { type Handler, sendError } from './http'

const PATIENCE_MS = 15_000

/**
 * Passes requests on to the API process of the development server, which restarts on its own: a request that meets it
 * in between waits for the next one.
 */
export function proxyToApi(port: number): Handler {
  return (request, response) => {
    const deadline = Date.now() + PATIENCE_MS
    let current: ClientRequest | undefined
    response.on('close', () => current?.destroy())
    const attempt = () => {
      const forward = send({
        host: '127.0.0.1',
        port,
        path: request.url,
        method: request.method,
        headers: request.headers,
      })
      current = forward
      forward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      })
      forward.on('error', (error: NodeJS.ErrnoException) => {
        // Nothing of the body has been read before there is a connection, so the request can be tried again.
        if (error.code === 'ECONNREFUSED' && Date.now() < deadline && !response.destroyed) setTimeout(attempt, 200)
        else sendError(response, 502, 'E011502', 'The API process does not answer: look at its log.')
      })
      forward.on('socket', (socket) => {
        // A kept-alive connection is open already and says so no more.
        if (socket.connecting) socket.once('connect', () => request.pipe(forward))
        else request.pipe(forward)
      })
    }
    attempt()
  }
}
