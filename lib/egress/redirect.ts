import { authorityOf, EgressError, type Redirect } from './errors'
import type { Answer, Hop } from './exchange'

const MAX_REDIRECTS = 5
// 300 and 304 to 306 are answers, not orders to go elsewhere.
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * The request that a redirect asks for, or null when the answer is final (RFC 9110 section 15.4). When the origin
 * changes, every header of the request is dropped: credentials, signatures and custom headers were meant for the first
 * origin. A body was as well, so a redirect that keeps it (307, 308) ends the call there.
 * @throws EgressError tooManyRedirects, redirectWithoutLocation, redirectMovesBody, refusedByGuard
 */
export function nextHop(hop: Hop, answer: Answer, redirects: Redirect[]): Hop | null {
  if (!REDIRECTS.has(answer.status)) return null
  if (redirects.length >= MAX_REDIRECTS) throw withStatus(new EgressError('tooManyRedirects'), answer.status)
  const location = [answer.headers.location ?? []].flat()[0]
  if (!location) throw withStatus(new EgressError('redirectWithoutLocation'), answer.status)
  const url = targetOf(location, hop.url)
  redirects.push({ status: answer.status, url: url.href })
  const keepsBody = keepsMethod(hop.method, answer.status)
  const sameOrigin = url.origin === hop.url.origin
  const body = keepsBody ? hop.body : null
  if (body !== null && !sameOrigin)
    throw withStatus(new EgressError('redirectMovesBody', { authority: authorityOf(url) }), answer.status)
  return {
    method: keepsBody ? hop.method : 'GET',
    url,
    headers: sameOrigin ? hop.headers.filter(([name]) => keepsBody || !/^content-/i.test(name)) : [],
    body,
  }
}

// 303 means "see there by GET"; 301 and 302 after POST are answered by GET as every browser does.
function keepsMethod(method: string, status: number): boolean {
  if (status === 303) return method === 'GET' || method === 'HEAD'
  return status === 307 || status === 308 || method !== 'POST'
}

function targetOf(location: string, base: URL): URL {
  const url = URL.canParse(location, base) ? new URL(location, base) : null
  const refuse = (cause: string) => new EgressError('refusedByGuard', { authority: 'a redirect', cause })
  if (!url) throw refuse('its location is not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refuse(`its location has the scheme ${url.protocol.slice(0, 40)}, only http and https are followed`)
  }
  if (url.username !== '' || url.password !== '') throw refuse('its location holds a user name or password')
  url.hash = ''
  return url
}

function withStatus(error: EgressError, status: number): EgressError {
  error.status = status
  return error
}
