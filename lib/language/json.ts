import { z } from 'zod'

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

export const jsonSchema: z.ZodType<Json> = z.json()

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of a value inside longer text: objects and arrays as compact JSON, null and missing as nothing. */
export function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A typed object that is plain JSON, as JSON: interfaces have no index signature. Never for class instances. */
export function asJson(value: object): Json {
  return value as Json
}
