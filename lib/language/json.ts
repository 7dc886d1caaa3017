import { z } from 'zod'

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

// Pure: pages that only need the functions below are not given zod.
export const jsonSchema: z.ZodType<Json> = /* @__PURE__ */ z.json()

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy of an object with each value replaced; its keys stay, `__proto__` too. */
export function mapValues(object: JsonObject, to: (value: Json) => Json): JsonObject {
  // The spread makes own properties of all keys, so that no assignment below reaches a setter.
  const copy = { ...object }
  for (const key of Object.keys(object)) copy[key] = to(object[key] ?? null)
  return copy
}

/** The text of a value inside longer text: objects and arrays as compact JSON, null and missing as nothing. */
export function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * Whether a value nests at most `deepest` levels. Whoever takes JSON from outside asks this first: deeper documents break
 * those who walk them by recursion. By level and not by recursion, because depth is what is feared.
 */
export function isShallow(value: unknown, deepest: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= deepest; depth += 1) {
    const next: unknown[] = []
    for (const item of level) {
      for (const child of typeof item === 'object' && item !== null ? Object.values(item) : []) {
        if (typeof child === 'object' && child !== null) next.push(child)
      }
    }
    if (next.length === 0) return true
    level = next
  }
  return false
}

/**
 * Where a value holds a text or key that PostgreSQL can keep neither as text nor as JSON: with NUL, or with half of a
 * surrogate pair. Null: nowhere. For values that nest as deep as `isShallow` lets them.
 */
export function findUnstorableText(value: unknown): string[] | null {
  if (typeof value === 'string') return isStorable(value) ? null : []
  if (typeof value !== 'object' || value === null) return null
  for (const [key, member] of Object.entries(value)) {
    if (!isStorable(key)) return []
    const inside = findUnstorableText(member)
    if (inside) return [key, ...inside]
  }
  return null
}

/** What to do about it. */
export const unstorableText = 'Remove the character that cannot be stored: NUL, or half of an emoji.'

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

const TEXT_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** The first whole number in JSON that has more digits than a number of JavaScript keeps; null when there is none. */
export function findLongNumber(json: string): string | null {
  if (!/\d{16}/.test(json)) return null
  for (const [token] of json.matchAll(TEXT_OR_NUMBER))
    if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) return token
  return null
}

/** What to do about such a number where somebody types it. */
export function longNumberText(digits: string): string {
  return `The number ${digits} has more digits than a JSON number keeps: ${Number(digits)} would be sent. Write it as text, in double quotes: "${digits}".`
}

/** A typed object that is plain JSON, as JSON: interfaces have no index signature. Never for class instances. */
export function asJson(value: object): Json {
  return value as Json
}
