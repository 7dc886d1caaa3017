import { isJsonObject, type Json } from './json'
import { formatPath, type Path } from './path'

/** What an example may hold at most, as JSON in UTF-16 units. */
export const MAX_EXAMPLE_LENGTH = 32_768

interface Limits {
  text: number
  items: number
  depth: number
}

// Tried in order, until what is left is small enough.
const LIMITS: readonly Limits[] = [
  { text: 1_000, items: 20, depth: 20 },
  { text: 200, items: 5, depth: 12 },
  { text: 60, items: 2, depth: 8 },
  { text: 20, items: 1, depth: 6 },
  { text: 20, items: 1, depth: 4 },
  { text: 20, items: 1, depth: 3 },
]

/**
 * A value made small enough to be kept as an example: long texts and lists are shortened, and what lies very deep
 * becomes null, which says "not known". No key is left out, because a missing key is what an example is asked about.
 * Null when even so it is too large.
 * @param maxLength of the JSON, in UTF-16 units
 */
export function toExample(value: Json, maxLength = MAX_EXAMPLE_LENGTH): { value: Json } | null {
  for (const limits of LIMITS) {
    const cut = shorten(value, limits)
    if (JSON.stringify(cut).length <= maxLength) return { value: cut }
  }
  return null
}

function shorten(value: Json, limits: Limits): Json {
  if (typeof value === 'string')
    return storable(value.length > limits.text ? `${value.slice(0, limits.text)}\u2026` : value)
  if (typeof value !== 'object' || value === null) return value
  if (limits.depth === 0) return null
  const below = { ...limits, depth: limits.depth - 1 }
  if (Array.isArray(value)) return value.slice(0, limits.items).map((item) => shorten(item, below))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), shorten(item, below)]))
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/**
 * Whether an example says that a path has no value: an object on the way lacks the key, or a text or number has nothing
 * below it. Null and an empty list say nothing about what may be there another time; the items of a list count together.
 */
export function lacksPath(example: Json, path: Path): boolean {
  const [head, ...rest] = path
  if (head === undefined || example === null) return false
  if (Array.isArray(example)) {
    const isIndex = typeof head === 'number' || /^\d+$/.test(head)
    return example.length > 0 && (!isIndex || example.every((item) => lacksPath(item, rest)))
  }
  if (!isJsonObject(example)) return true
  const child = Object.hasOwn(example, head) ? example[head] : undefined
  return child === undefined || lacksPath(child, rest)
}

/** A place in an example with the value it had. */
export interface ExamplePath {
  path: string
  /** Null for objects and lists: something lies below. */
  sample: string | null
}

/**
 * The paths that an example knows below `root`, parents before children and in order of appearance; of a list its first
 * item. Keys that no path can name are left out.
 * @param limit how many at most
 */
export function listExamplePaths(example: Json, root: Path, limit = 300): ExamplePath[] {
  const found: ExamplePath[] = []
  const queue: { value: Json; path: Path }[] = [{ value: example, path: root }]
  for (const { value, path } of queue) {
    if (found.length >= limit) break
    if (path !== root) found.push({ path: formatPath(path), sample: toSample(value) })
    if (Array.isArray(value)) {
      if (value[0] !== undefined) queue.push({ value: value[0], path: [...path, 0] })
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (NAMEABLE.test(key)) queue.push({ value: item, path: [...path, key] })
      }
    }
  }
  return found
}

const NAMEABLE = /^[^\s.[\]{}"'\\]+$/
const SAMPLE_LENGTH = 60

function toSample(value: Json): string | null {
  if (typeof value === 'object') return value === null ? 'null' : null
  const text = String(value)
  return text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}\u2026` : text
}
