/** An object of foreign JSON; anything else reads as an empty one. */
export type Fields = Record<string, unknown>

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Text, or what has an obvious text. Nothing else: an object has none. */
export function textOf(value: unknown, longest: number): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.trim().slice(0, longest).trim() : ''
}

/** A member that an object has by itself: foreign keys may be called `constructor`. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** An argument of a task: `{ type: 'inline', value }`, `{ type: 'context', value: 'path' }`, or the bare value. */
export function argumentOf(value: unknown): unknown {
  if (!isFields(value) || !('value' in value)) return value
  return value.type === 'context' && typeof value.value === 'string' ? `{{${value.value}}}` : value.value
}

/** A name for forms and context keys: letters, digits and _. Empty when nothing is left. */
export function toKeyName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_]+/g, '_').slice(0, 60)
  if (name === '' || /^_*$/.test(name)) return ''
  return /^\d/.test(name) ? `_${name}`.slice(0, 60) : name
}

/** An id for a step or a port: lower-case words joined by dashes, beginning with a letter, free among those taken. */
export function toFreeId(text: string, fallback: string, taken: ReadonlySet<string>): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/g, '')
  const base = /^[a-z]/.test(words) ? words : words === '' ? fallback : `${fallback}-${words}`.slice(0, 34)
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  return id
}
