import { remember } from '@/lib/language/remember'
import { ConnectorError } from '../errors'
import { hasDotSegment } from './dot-segment'

/**
 * Appends an endpoint to a base URL's path with one slash between. Whatever the endpoint holds, scheme, host, port and
 * base path stay: dot segments are refused in any encoding, and the result is compared with the base once more, because
 * URL parsers rewrite what they are given.
 * @throws ConnectorError endpointDotSegment, endpointLeavesBase
 */
export function joinEndpoint(baseUrl: string, endpoint: string): URL {
  const base = readBase(baseUrl)
  const queryAt = endpoint.indexOf('?')
  const path = queryAt < 0 ? endpoint : endpoint.slice(0, queryAt)
  const query = queryAt < 0 ? '' : endpoint.slice(queryAt)
  if (hasDotSegment(path)) throw new ConnectorError('endpointDotSegment')
  const joined = joinPath(base, path)
  const url = new URL(`${base.origin}${joined}${query}`)
  const { pathname } = url
  const inside = pathname === base.path || pathname === base.whole || pathname.startsWith(`${base.path}/`)
  const samePlace = url.origin === base.origin && url.username === '' && url.password === '' && url.hash === ''
  if (!inside || !samePlace) throw new ConnectorError('endpointLeavesBase')
  return url
}

/** The path of a base URL with an endpoint as it is written, its dynamic values unresolved: to be read, never to be sent. */
export function showEndpoint(baseUrl: string, endpoint: string): string {
  return joinPath(readBase(baseUrl), endpoint)
}

function joinPath(base: { whole: string; path: string }, path: string): string {
  return path === '' ? base.whole : `${base.path}/${path.startsWith('/') ? path.slice(1) : path}`
}

// A connector's base URL is the same at every call.
const readBase = remember(500, (baseUrl) => {
  const { origin, pathname } = new URL(baseUrl)
  return { origin, whole: pathname, path: pathname.replace(/\/+$/, '') }
})
