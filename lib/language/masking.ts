import type { Json } from './json'
import { escapedFormsIn, looksEscaped } from './masking-escapes'
import { type Needle, toNeedles } from './masking-needles'

export const MASK = '\u2022\u2022\u2022\u2022'

export interface Masker {
  /** A copy without the secrets in any string, key or number; the value itself when it holds none. */
  mask<T>(value: T): T
  maskText(text: string): string
}

/**
 * Replaces secrets by `••••` in every encoding: plain, base64 and base64url at any offset, once or twice and in lines,
 * hex, percent-encoded up to three times, form-encoded, JSON-escaped, HTML-escaped, and those inside each other. Time
 * is linear in the text; a text that holds no secret costs a search per form and nothing else.
 */
export function createMasker(secrets: readonly string[]): Masker {
  const needles = toNeedles(secrets)
  if (needles.length === 0) return { mask: (value) => value, maskText: (text) => text }
  const serializedNeedles = [...new Set(needles.map(({ text }) => JSON.stringify(text).slice(1, -1)))]

  const maskText = (text: string) => {
    const intervals = findIntervals(text, needles)
    return intervals.length === 0 ? text : replaceIntervals(text, intervals)
  }
  const isClean = (value: unknown) => {
    const text = JSON.stringify(value)
    return !looksEscaped(text) && !serializedNeedles.some((needle) => text.includes(needle))
  }
  return {
    // What comes out has the shape of what went in, except that a number which tells a secret becomes text.
    // It must be plain JSON.
    mask: <T>(value: T) => (isClean(value) ? value : (maskJson(value as Json, maskText) as T)),
    maskText,
  }
}

function maskJson(value: Json, maskText: (text: string) => string): Json {
  if (typeof value === 'string') return maskText(value)
  if (typeof value === 'number') {
    const text = String(value)
    return maskText(text) === text ? value : MASK
  }
  if (Array.isArray(value)) return value.map((item) => maskJson(item, maskText))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskText(key), maskJson(item, maskText)]))
  }
  return value
}

type Interval = readonly [start: number, end: number]

function findIntervals(text: string, needles: readonly Needle[]): Interval[] {
  const found = searchNeedles(text, needles)
  for (const form of escapedFormsIn(text)) {
    for (const [start, end] of searchNeedles(form.text, needles)) found.push([form.startOf(start), form.startOf(end)])
  }
  return found
}

// Every occurrence of every form is found before anything is replaced: where two secrets overlap, replacing the first
// would leave the rest of the second.
function searchNeedles(text: string, needles: readonly Needle[]): Interval[] {
  const found: Interval[] = []
  for (const needle of needles) {
    let at = text.indexOf(needle.text)
    while (at >= 0) {
      const end = at + needle.text.length
      found.push([goBack(text, at, needle.before), goPast(text, end, needle.after)])
      at = text.indexOf(needle.text, needle.selfOverlaps ? at + 1 : end)
    }
  }
  return found
}

const BASE64 = /[A-Za-z0-9+/_-]/

// A base64 character at an edge holds bits of the secret and of its neighbour.
function goBack(text: string, from: number, most: number): number {
  let at = from
  while (at > 0 && from - at < most && BASE64.test(text.charAt(at - 1))) at--
  return at
}

function goPast(text: string, from: number, most: number): number {
  let at = from
  while (at - from < most && BASE64.test(text.charAt(at))) at++
  return at
}

function replaceIntervals(text: string, intervals: Interval[]): string {
  const sorted = intervals.sort((a, b) => a[0] - b[0])
  let masked = ''
  let at = 0
  let open = false
  for (const [start, end] of sorted) {
    if (!open || start > at) masked += text.slice(at, start) + MASK
    open = true
    at = Math.max(at, end)
  }
  return masked + text.slice(at)
}
