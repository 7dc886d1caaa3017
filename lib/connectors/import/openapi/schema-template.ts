import { isJsonObject, isShallow, type Json, type JsonObject } from '@/lib/language/json'
import { isCredentialField } from '../credentials'
import { toIdentifier } from '../names'
import { own, ownList, type References } from './references'

const DEEPEST = 8
const MOST_FIELDS = 300

/**
 * A payload template out of a schema: a given example, default or only value stays as it is, with its type; every other
 * leaf is read from the caller's input by a text that is exactly one placeholder, which keeps the type too. Required
 * fields and those with an example are there; all, when none is required. Undefined when nothing can be said.
 * @param notes told of what is not as the schema has it
 */
export function toPayloadTemplate(
  schema: Json | undefined,
  references: References,
  notes: PayloadNotes,
): Json | undefined {
  return build(schema, '', { references, room: MOST_FIELDS, open: [], notes }, 0)
}

export interface PayloadNotes {
  /** Optional fields that are left out, by path. */
  omitted: string[]
  /** Fields of several values that have the first, by path. */
  first: string[]
}

interface Progress {
  references: References
  room: number
  /** The schemas that are being written: one that comes again inside itself ends there. */
  open: JsonObject[]
  notes: PayloadNotes
}

function build(value: Json | undefined, path: string, progress: Progress, depth: number): Json | undefined {
  const schema = progress.references.object(value)
  if (!schema || depth > DEEPEST || progress.room <= 0 || progress.open.includes(schema)) return undefined
  progress.room -= 1
  progress.open.push(schema)
  const made = buildOpen(schema, path, progress, depth)
  progress.open.pop()
  return made
}

function buildOpen(schema: JsonObject, path: string, progress: Progress, depth: number): Json | undefined {
  const given = givenValue(schema)
  if (given !== undefined && !isCredentialField(path.split('.').at(-1) ?? '')) {
    if (isFirstOfMany(schema) && path !== '') progress.notes.first.push(path)
    return literal(given)
  }
  const merged = mergeAll(schema, progress.references)
  const variant = [...ownList(schema, 'oneOf'), ...ownList(schema, 'anyOf')].find(
    (each) => typeOf(progress.references.object(each)) !== 'null',
  )
  if (variant !== undefined && merged.fields.size === 0) return build(variant, path, progress, depth + 1)
  if (merged.fields.size > 0) return buildObject(merged, path, progress, depth)
  const items = progress.references.object(own(schema, 'items'))
  if (typeOf(schema) === 'array' && items && mergeAll(items, progress.references).fields.size > 0) {
    const item = build(own(schema, 'items'), `${path}[0]`, progress, depth + 1)
    if (item !== undefined && path !== '') return [item]
  }
  return path === '' ? undefined : `{{client.${path}}}`
}

function buildObject(merged: Merged, path: string, progress: Progress, depth: number): JsonObject {
  const entries: [string, Json][] = []
  for (const [name, property] of merged.fields) {
    const schema = progress.references.object(property)
    if (!schema || own(schema, 'readOnly') === true) continue
    const hasOwnValue = givenValue(schema) !== undefined && !isFirstOfMany(schema)
    if (merged.required.size > 0 && !merged.required.has(name) && !hasOwnValue) {
      progress.notes.omitted.push(path === '' ? name : `${path}.${name}`)
      continue
    }
    const segment = toIdentifier(name)
    const made = build(property, path === '' ? segment : `${path}.${segment}`, progress, depth + 1)
    if (made !== undefined) entries.push([name, made])
  }
  return Object.fromEntries(entries)
}

interface Merged {
  fields: Map<string, Json>
  required: Set<string>
}

/** The fields of an object schema with those of all that it is made of. */
export function mergeAll(schema: JsonObject, references: References, depth = 0): Merged {
  const merged: Merged = { fields: new Map(), required: new Set() }
  if (depth > DEEPEST) return merged
  for (const part of ownList(schema, 'allOf').slice(0, 50)) {
    const object = references.object(part)
    if (!object || object === schema) continue
    const { fields, required } = mergeAll(object, references, depth + 1)
    for (const [name, field] of fields) merged.fields.set(name, field)
    for (const name of required) merged.required.add(name)
  }
  const properties = own(schema, 'properties')
  if (isJsonObject(properties)) {
    for (const [name, field] of Object.entries(properties)) if (name !== '__proto__') merged.fields.set(name, field)
  }
  for (const name of ownList(schema, 'required')) if (typeof name === 'string') merged.required.add(name)
  return merged
}

/** The value that a schema gives itself: its only one, its default, an example or the first of its values. */
export function givenValue(schema: JsonObject): Json | undefined {
  for (const key of ['const', 'default', 'example']) {
    const value = own(schema, key)
    if (value !== undefined && (value !== null || key === 'const')) return value
  }
  return ownList(schema, 'examples')[0] ?? ownList(schema, 'enum')[0] ?? undefined
}

/** Nothing says which of the values is meant. */
function isFirstOfMany(schema: JsonObject): boolean {
  return ownList(schema, 'enum').length > 1 && givenValue({ ...schema, enum: [] }) === undefined
}

/** An example as a template that sends just that; undefined when it is too deep for a payload. */
export function literal(value: Json): Json | undefined {
  return isShallow(value, 40) ? escapeText(value) : undefined
}

function escapeText(value: Json, key = ''): Json {
  if (typeof value === 'string') {
    return isCredentialField(key) ? `{{client.${toIdentifier(key)}}}` : value.replaceAll('{{', '\\{{')
  }
  if (Array.isArray(value)) return value.map((item) => escapeText(item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, escapeText(item, name)]))
}

function typeOf(schema: JsonObject | null): string | undefined {
  const type = schema ? own(schema, 'type') : undefined
  if (typeof type === 'string') return type
  // A list of types is how 3.1 says that a value may be null.
  return Array.isArray(type)
    ? type.find((each): each is string => typeof each === 'string' && each !== 'null')
    : undefined
}
