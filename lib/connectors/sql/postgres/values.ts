import type { Json } from '@/lib/language/json'
import { readDecimal, readFloat, readInteger, readJson } from '../rows'

// Object ids of PostgreSQL's own types (catalog pg_type), which never change.
const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  unknown: 705,
  bpchar: 1042,
  varchar: 1043,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
}

/** Element types of array types, as far as their elements are no plain text. */
const ELEMENTS = new Map([
  [1000, OID.bool],
  [1001, OID.bytea],
  [1005, OID.int2],
  [1007, OID.int4],
  [1016, OID.int8],
  [1028, OID.oid],
  [199, OID.json],
  [3807, OID.jsonb],
  [1021, OID.float4],
  [1022, OID.float8],
  [1115, OID.timestamp],
  [1185, OID.timestamptz],
  [1231, OID.numeric],
  // Their elements are plain text, but they are arrays.
  [1009, OID.text],
  [1014, OID.bpchar],
  [1015, OID.varchar],
  [1182, OID.text],
  [1183, OID.text],
  [1041, OID.text],
  [2951, OID.uuid],
])

/** A value as the database writes it (ISO dates, UTC, bytea as hex), as JSON. */
export function readPgValue(type: number, text: string | null): Json {
  if (text === null) return null
  const element = ELEMENTS.get(type)
  if (element !== undefined) return readArray(text, (item) => readPgValue(element, item))
  switch (type) {
    case OID.bool:
      return text === 't'
    case OID.int2:
    case OID.int4:
    case OID.int8:
    case OID.oid:
      return readInteger(text)
    case OID.numeric:
      return readDecimal(text)
    case OID.float4:
    case OID.float8:
      return readFloat(text)
    case OID.json:
    case OID.jsonb:
      return readJson(text)
    case OID.bytea:
      return text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex').toString('base64') : text
    case OID.timestamp:
      return text.replace(' ', 'T')
    case OID.timestamptz:
      return text.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z')
    default:
      return text
  }
}

const JSON_TYPES: readonly number[] = [OID.json, OID.jsonb, OID.text, OID.varchar, OID.bpchar, OID.unknown]

/** A parameter in PostgreSQL's text form. @param type of the place it stands in; undefined when nobody asked */
export function writePgParameter(value: Json, type: number | undefined): string | null {
  if (value === null) return null
  if (Array.isArray(value) && type !== undefined && !JSON_TYPES.includes(type)) return writeArray(value)
  return typeof value === 'object' ? JSON.stringify(value) : plain(value)
}

/** Whether a parameter's text form depends on the type of its place. */
export function needsType(value: Json): boolean {
  return Array.isArray(value)
}

function plain(value: string | number | boolean): string {
  // A lone surrogate is no character in any encoding of the database.
  return typeof value === 'string' ? value.toWellFormed() : String(value)
}

function writeArray(items: readonly Json[]): string {
  const written = items.map((item) => {
    if (item === null) return 'NULL'
    if (Array.isArray(item)) return writeArray(item)
    const text = typeof item === 'object' ? JSON.stringify(item) : plain(item)
    return `"${text.replace(/[\\"]/g, '\\$&')}"`
  })
  return `{${written.join(',')}}`
}

/** PostgreSQL's own arrays have at most six. */
const MAX_DIMENSIONS = 16

/** Reads PostgreSQL's text form of an array: {1,NULL,"a \"b\"",{…}}, possibly with bounds before it. */
export function readArray(text: string, read: (item: string | null) => Json): Json {
  let at = text.indexOf('{')
  if (at < 0) return text
  const level = (depth: number): Json[] => {
    // The text is a server's: whatever it sends must not use up the stack.
    if (depth > MAX_DIMENSIONS) throw new Error('An array has too many dimensions.')
    const items: Json[] = []
    at += 1
    while (at < text.length && text[at] !== '}') {
      if (text[at] === ',') at += 1
      else if (text[at] === '{') items.push(level(depth + 1))
      else items.push(item())
    }
    at += 1
    return items
  }
  const item = (): Json => {
    if (text[at] !== '"') {
      const end = text.slice(at).search(/[,}]/)
      const bare = text.slice(at, end < 0 ? text.length : at + end)
      at += bare.length
      return read(bare === 'NULL' ? null : bare)
    }
    let quoted = ''
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1
      quoted += text[at] ?? ''
    }
    at += 1
    return read(quoted)
  }
  return level(1)
}
