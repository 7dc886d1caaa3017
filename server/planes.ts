/** Every path that the API plane owns, with all below it; Next owns the rest. There is no other such list. */
export const API_PREFIXES = [
  '/v1',
  '/v2',
  '/f',
  '/pages',
  '/npm',
  '/openapi.json',
  '/reference',
  '/metrics',
  '/api/health',
] as const

export type Plane = 'api' | 'console'

/**
 * Which plane answers a request target. Case, doubled slashes and needless percent-encoding do not lead an API path to
 * Next: a client of the API must never be answered with HTML.
 */
export function planeOf(target: string): Plane {
  const path = normalizePath(target)
  return API_PREFIXES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ? 'api' : 'console'
}

/** Health is answered whatever the role of the process. */
export function isHealth(target: string): boolean {
  const path = normalizePath(target)
  return path === '/api/health' || path.startsWith('/api/health/')
}

function normalizePath(target: string): string {
  const withoutOrigin = target.replace(/^https?:\/\/[^/?#]*/i, '')
  const [path = '/'] = withoutOrigin.split(/[?#]/, 1)
  let decoded = path
  try {
    decoded = decodeURIComponent(path)
  } catch {
    // A broken escape is left for the plane to refuse.
  }
  return decoded.replace(/\/{2,}/g, '/').toLowerCase()
}
