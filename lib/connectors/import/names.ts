const LONGEST_KEY = 60

/** A context key or the name of a value, in camel case, out of any text: `user-id` becomes userId. */
export function toIdentifier(text: string, fallback = 'value'): string {
  const [first, ...others] =
    text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .match(/[A-Za-z0-9_]+/g) ?? []
  if (first === undefined) return fallback
  const joined = [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('')
  return joined.replace(/^(?=\d)/, '_').slice(0, LONGEST_KEY)
}

/** A step's name and context key after what it calls: `POST charges` and postCharges. */
export function nameCall(action: string, endpoint: string): { name: string; contextKey: string } {
  const [path = ''] = endpoint.split('?', 1)
  const words = path.split('/').filter((segment) => segment !== '' && !segment.includes('{{'))
  const last = decodeQuietly(words.at(-1) ?? '').slice(0, 60)
  const name = last === '' ? `${action} request` : `${action} ${last}`
  return { name, contextKey: toIdentifier(name.toLowerCase(), 'call') }
}

function decodeQuietly(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
