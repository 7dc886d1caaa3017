import { ConnectorError } from '../errors'

/**
 * Appends an endpoint to a base URL's path with one slash between. Whatever the endpoint holds, scheme, host, port and
 * base path stay: dot segments are refused in any encoding, and the result is compared with the base once more, because
 * URL parsers rewrite what they are given.
 * @throws ConnectorError endpointDotSegment, endpointLeavesBase
 */
export function joinEndpoint(baseUrl: string, endpoint: string): URL {
  const base = new URL(baseUrl)
  const basePath = base.pathname.replace(/\/+$/, '')
  const queryAt = endpoint.indexOf('?')
  const path = queryAt < 0 ? endpoint : endpoint.slice(0, queryAt)
  const query = queryAt < 0 ? '' : endpoint.slice(queryAt)
  if (hasDotSegment(path)) throw new ConnectorError('endpointDotSegment')
  const joined = path === '' ? base.pathname : `${basePath}/${path.replace(/^\//, '')}`
  const url = new URL(`${base.origin}${joined}${query}`)
  const inside = url.pathname === basePath || url.pathname === base.pathname || url.pathname.startsWith(`${basePath}/`)
  const samePlace = url.origin === base.origin && url.username === '' && url.password === '' && url.hash === ''
  if (!inside || !samePlace) throw new ConnectorError('endpointLeavesBase')
  return url
}

function hasDotSegment(path: string): boolean {
  // Without a dot, an escape that may become one or a character that may be normalized to one there is none.
  if (!/[.%]|[^ -~]/.test(path)) return false
  return path.split('/').some((segment) => isDotted(segment))
}

// A third party or a proxy before it may decode once more than it should, take an escaped slash for one, cut off a path
// parameter, or read the overlong UTF-8 form of a dot: a value that comes to a dot segment on any such way is refused.
function isDotted(segment: string): boolean {
  let text = segment
  for (let round = 0; round < 6; round++) {
    const pieces = text.normalize('NFKC').split(/[/\\]/)
    if (pieces.some((piece) => /^\.{1,2}(;|$)/.test(piece.trim()))) return true
    const decoded = decodeOnce(text)
    if (decoded === text) return false
    text = decoded
  }
  // Escaped more than six times over: nobody means well by that.
  return true
}

function decodeOnce(text: string): string {
  return text.replace(/%c0%ae/gi, '.').replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    const bytes = Buffer.from(codes.replace(/%/g, ''), 'hex')
    return bytes.toString('utf8')
  })
}
