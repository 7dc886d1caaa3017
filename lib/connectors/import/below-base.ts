import { originOf } from '../http/origin'

/**
 * The endpoint by which a connector with another base URL reaches the same address.
 * @returns null when it cannot: another origin, or the address is not below its path
 */
export function endpointBelow(otherBaseUrl: string, baseUrl: string, endpoint: string): string | null {
  const [origin, otherOrigin] = [originOf(baseUrl), originOf(otherBaseUrl)]
  if (origin === null || origin !== otherOrigin) return null
  const queryAt = endpoint.indexOf('?')
  const path = queryAt < 0 ? endpoint : endpoint.slice(0, queryAt)
  const query = queryAt < 0 ? '' : endpoint.slice(queryAt)
  const whole = pathOf(baseUrl) + (path.startsWith('/') ? path : `/${path}`)
  const other = pathOf(otherBaseUrl)
  if (whole !== other && !whole.startsWith(`${other}/`)) return null
  return `${whole.slice(other.length) || '/'}${query}`
}

function pathOf(baseUrl: string): string {
  return new URL(baseUrl.trim()).pathname.replace(/\/+$/, '')
}
