import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'

/** What was typed for an argument: JSON when it is JSON, else text. */
export function readTestValue(text: string): Json {
  return parse(text) ?? (text.trim() === 'null' ? null : text)
}

/** What was typed for `form`: empty for nothing, null for what is no object. */
export function readTestForm(text: string): JsonObject | null {
  if (text.trim() === '') return {}
  const value = parse(text)
  return isJsonObject(value) ? value : null
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
