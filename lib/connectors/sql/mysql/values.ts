import type { Json } from '@/lib/language/json'
import { readDecimal, readFloat, readInteger, readJson } from '../rows'

/** A column as mysql2 describes it. */
export interface MySqlColumn {
  name: string
  /** Of the protocol. */
  type: number
  /** Of the value: 63 is binary. */
  characterSet: number
}

// Types of the protocol (MySQL: enum_field_types).
const DECIMAL = [0, 246]
const INTEGER = [1, 2, 3, 8, 9, 13]
const FLOAT = [4, 5]
const DATETIME = 12
const TIMESTAMP = 7
const BIT = 16
const JSON_TYPE = 245
const BINARY = 63

/** A value as mysql2 gives it with dates and large numbers as text, as JSON. */
export function readMySqlValue({ type, characterSet }: MySqlColumn, value: unknown): Json {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) {
    if (type === BIT) return readInteger(BigInt(`0x${value.toString('hex') || '0'}`).toString())
    return characterSet === BINARY ? value.toString('base64') : value.toString('utf8')
  }
  if (typeof value === 'bigint') return readInteger(value.toString())
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return readJson(JSON.stringify(value))
  if (INTEGER.includes(type)) return readInteger(value)
  if (DECIMAL.includes(type)) return readDecimal(value)
  if (FLOAT.includes(type)) return readFloat(value)
  if (type === DATETIME) return value.replace(' ', 'T')
  // The session's time zone is UTC.
  if (type === TIMESTAMP) return `${value.replace(' ', 'T')}Z`
  return type === JSON_TYPE ? readJson(value) : value
}

/** A parameter as mysql2 binds it. MySQL has no arrays: lists and objects are its JSON. */
export function writeMySqlParameter(value: Json): string | number | boolean | null {
  if (typeof value === 'string') return value.toWellFormed()
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
