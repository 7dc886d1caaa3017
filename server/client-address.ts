import type { IncomingMessage } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '@/lib/console/auth'

/**
 * Writes the client's address onto a request, over whatever the client sent under that name.
 * @param trustProxy takes the last entry of X-Forwarded-For: the one that the proxy in front of us added
 */
export function setClientAddress(request: IncomingMessage, trustProxy: boolean): void {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() : ''
  const address = forwarded || request.socket.remoteAddress || 'unknown'
  request.headers[CLIENT_ADDRESS_HEADER] = address
  // Hono reads the raw list, Next the parsed one.
  const raw = request.rawHeaders
  for (let at = raw.length - 2; at >= 0; at -= 2) {
    if (raw[at]?.toLowerCase() === CLIENT_ADDRESS_HEADER) raw.splice(at, 2)
  }
  raw.push(CLIENT_ADDRESS_HEADER, address)
}
