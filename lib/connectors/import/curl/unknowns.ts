// What a shell would have filled in stands between these two, which no keyboard types.
const OPEN = '\uE000'
const CLOSE = '\uE001'
const UNKNOWN = /\uE000([^\uE001]*)\uE001/g

/** A value that only the shell knew: `$TOKEN`, `$(date)`. */
export function unknown(name: string): string {
  return `${OPEN}${name.replace(/[^A-Za-z0-9_]/g, '') || 'value'}${CLOSE}`
}

export function hasUnknown(text: string): boolean {
  return text.includes(OPEN)
}

export function listUnknowns(text: string): string[] {
  return [...text.matchAll(UNKNOWN)].map(([, name]) => name ?? '')
}

export function replaceUnknowns(text: string, replace: (name: string) => string): string {
  return text.replace(UNKNOWN, (_, name: string) => replace(name))
}

/** The text without characters that would be taken for such a value. */
export function withoutMarks(text: string): string {
  return text.replace(/[\uE000\uE001]/g, '\uFFFD')
}
