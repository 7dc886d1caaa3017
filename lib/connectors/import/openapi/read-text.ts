import { LineCounter, parseDocument } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import type { ReportLine } from '../types'

export const MOST_DOCUMENT_CHARACTERS = 1024 * 1024

const MOST_VALUES = 300_000
const DEEPEST = 100
/** How often the anchors of a document may be repeated: a few lines of YAML can otherwise stand for billions of values. */
const MOST_ALIASES = 1_000

/**
 * Parses JSON or YAML into plain JSON, bounded in size, depth and repetition. Never throws.
 * @returns null when it cannot be read; the report says why and where
 */
export function readDocumentText(text: string, report: ReportLine[]): JsonObject | null {
  const fail = (message: string, at: ReportLine['at'] = null) => {
    report.push({ tone: 'error', what: 'document', message, at })
    return null
  }
  if (text.trim() === '') return fail('Paste an OpenAPI document or choose its file.')
  if (text.length > MOST_DOCUMENT_CHARACTERS)
    return fail('The document is larger than 1 MB. Take out what is not needed, for instance long descriptions.')
  try {
    const parsed = parse(text)
    if (parsed.error) return fail(parsed.error, parsed.at ?? null)
    const value = toPlainJson(parsed.value, { left: MOST_VALUES }, 0)
    return isJsonObject(value) ? value : fail('This is no OpenAPI document: it has to be an object.')
  } catch (error) {
    if (error instanceof TooLarge) return fail(error.message)
    // The parser's own stack and its bound of aliases.
    return fail('The document repeats or nests its parts too often. Write it out more plainly.')
  }
}

interface Parsed {
  value?: unknown
  error?: string
  at?: ReportLine['at']
}

function parse(text: string): Parsed {
  if (/^\s*[{[]/.test(text)) {
    try {
      return { value: JSON.parse(text) }
    } catch {
      // YAML takes most of what JSON is, and names the place where it is not.
    }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', merge: false, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const [start, end] = error.pos
    return {
      error: `It is neither JSON nor YAML: ${error.message}`.slice(0, 300),
      at: { start, end: Math.max(end, start + 1) },
    }
  }
  return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) }
}

class TooLarge extends Error {}

/** A tree of its own: shared and circular parts of YAML are written out, as far as there is room. */
function toPlainJson(value: unknown, room: { left: number }, depth: number): Json {
  room.left -= 1
  if (room.left < 0) throw new TooLarge('The document holds too many values. Take out what is not needed.')
  if (depth > DEEPEST) throw new TooLarge('The document nests deeper than 100 levels. Write it out more plainly.')
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map((item) => toPlainJson(item, room, depth + 1))
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value)
  return Object.fromEntries(entries.map(([key, item]) => [String(key), toPlainJson(item, room, depth + 1)]))
}
