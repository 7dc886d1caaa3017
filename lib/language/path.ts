import { isJsonObject, type Json, type JsonObject } from './json'

/** `connectors.crm.items[0].name` as its segments: keys and array indexes. */
export type Path = readonly (string | number)[]

const SEGMENT = /^[^\s.[\]{}"'\\]+/
const INDEX = /^\[(\d{1,9})\]/

/** Reads a dotted path with `[0]` indexes; null when it is not one. */
export function parsePath(text: string): Path | null {
  const path: (string | number)[] = []
  let rest = text.trim()
  while (rest !== '') {
    const index = INDEX.exec(rest)
    if (index?.[1] !== undefined && path.length > 0) {
      path.push(Number(index[1]))
      rest = rest.slice(index[0].length)
      continue
    }
    if (path.length > 0) {
      if (!rest.startsWith('.')) return null
      rest = rest.slice(1)
    }
    const segment = SEGMENT.exec(rest)?.[0]
    if (segment === undefined) return null
    path.push(segment)
    rest = rest.slice(segment.length)
  }
  return path.length > 0 ? path : null
}

export function formatPath(path: Path): string {
  return path
    .map((segment, at) => (typeof segment === 'number' ? `[${segment}]` : at === 0 ? segment : `.${segment}`))
    .join('')
}

/** The value at a path, or undefined. Only own keys are read, so `constructor` and the like are missing. */
export function getPath(root: Json | undefined, path: Path): Json | undefined {
  let value: Json | undefined = root
  for (const segment of path) {
    if (Array.isArray(value)) value = value[typeof segment === 'number' ? segment : toIndex(segment)]
    else if (isJsonObject(value)) value = Object.hasOwn(value, segment) ? value[segment] : undefined
    else return undefined
  }
  return value
}

/** A copy of `root` with the value at `path` replaced; only the objects on the way are copied. */
export function setPath(root: JsonObject, path: Path, value: Json): JsonObject {
  const [head, ...rest] = path
  if (head === undefined) return root
  const key = String(head)
  const child = Object.hasOwn(root, key) ? root[key] : undefined
  const next = rest.length === 0 ? value : setPath(isJsonObject(child) ? child : {}, rest, value)
  // A computed key named __proto__ makes an own property, unlike an assignment.
  return { ...root, [key]: next }
}

function toIndex(segment: string): number {
  return /^\d{1,9}$/.test(segment) ? Number(segment) : -1
}
