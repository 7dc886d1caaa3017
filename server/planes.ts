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
 * Which plane answers a request target. Case, doubled slashes, needless percent-encoding, dot segments, backslashes and
 * path parameters do not lead an API path to Next: a client of the API must never be answered with HTML.
 */
export function planeOf(target: string): Plane {
  // A path that leaves an API prefix by dot segments was still meant for the API.
  const readings = [pathOf(target), plainPath(target)]
  return readings.some((path) => API_PREFIXES.some((prefix) => isBelow(path, prefix))) ? 'api' : 'console'
}

/** Health is answered whatever the role of the process. */
export function isHealth(target: string): boolean {
  return isBelow(pathOf(target), '/api/health')
}

/** Whether a request target holds an encoded NUL, which no path or query of Patchbay has and PostgreSQL refuses. */
export function holdsNul(target: string): boolean {
  return target.includes('%00') || target.includes('\0')
}

/** The path of a request target as it is compared: lower case, decoded, without dot segments and trailing slash. */
export function pathOf(target: string): string {
  const segments: string[] = []
  for (const segment of plainPath(target).split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return `/${segments.join('/')}`
}

function plainPath(target: string): string {
  const [path = ''] = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)
  const plain = decodeAscii(path)
    // As URL parsers do for http.
    .replaceAll('\\', '/')
    .replace(/;[^/]*/g, '')
    .replace(/[^\x21-\x7e\x80-\uffff]/g, '')
    .toLowerCase()
  return `/${plain}`.replace(/\/{2,}/g, '/')
}

/** The prefixes are ASCII, and this way an escape that is broken further on hides nothing. */
function decodeAscii(path: string): string {
  return path.replace(/%([0-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}
