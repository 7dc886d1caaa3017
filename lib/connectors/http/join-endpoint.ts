import { ConnectorError } from '../errors'
import { hasDotSegment } from './dot-segment'

/**
 * Appends an endpoint to a base URL's path with one slash between. Whatever the endpoint holds, scheme, host, port and
 * base path stay: dot segments are refused in any encoding, and the result is compared with the base once more, because
 * URL parsers rewrite what they are given.
 * @throws ConnectorError endpointDotSegment, endpointLeavesBase
 */
export function joinEndpoint(baseUrl: string, endpoint: string): URL {
  const base = parseBase(baseUrl)
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

// A connector's base URL is the same at every call.
const MOST_BASES = 500
const bases = new Map<string, URL>()

function parseBase(baseUrl: string): URL {
  const known = bases.get(baseUrl)
  if (known) return known
  const base = new URL(baseUrl)
  if (bases.size >= MOST_BASES) bases.clear()
  bases.set(baseUrl, base)
  return base
}
