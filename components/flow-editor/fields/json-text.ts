import { findLongNumber, type Json, longNumberText } from '@/lib/language/json'

export type ParsedJson = { ok: true; value: Json } | { ok: false; message: string }

export function formatJson(value: Json): string {
  return JSON.stringify(value, null, 2)
}

/** Reads JSON text; what is wrong is told with its line, in words. */
export function parseJsonText(text: string): ParsedJson {
  if (text.trim() === '') return { ok: false, message: 'Write JSON, for example {} or {"email": "{{form.email}}"}.' }
  try {
    const value: Json = JSON.parse(text)
    const long = findLongNumber(text)
    return long === null ? { ok: true, value } : { ok: false, message: longNumberText(long) }
  } catch (error) {
    const at = error instanceof Error ? findOffset(error.message, text) : null
    const line = at === null ? '' : ` in line ${text.slice(0, at).split('\n').length}`
    return { ok: false, message: `This is not JSON yet${line}. ${advise(text)}` }
  }
}

function advise(text: string): string {
  if (/(^|[^"\\\w{])\{\{[^{}]*\}\}/.test(text)) return 'Put dynamic values in double quotes: "{{form.email}}".'
  if (/,\s*[}\]]/.test(text)) return 'Remove the comma before the closing bracket.'
  if (/'/.test(text)) return 'Texts and keys need double quotes.'
  return 'Check quotes, commas and brackets.'
}

function findOffset(message: string, text: string): number | null {
  const given = /position (\d+)/.exec(message)?.[1]
  if (given !== undefined) return Number(given)
  return /unexpected end/i.test(message) ? text.length : null
}
