import type { Json } from './json'
import { escapedFormsIn, looksEscaped, type Unescaped } from './masking-escapes'
import { type Needle, toNeedles } from './masking-needles'
import { TextIndex } from './masking-search'

export const MASK = '\u2022\u2022\u2022\u2022'

export interface Masker {
  /** A copy without the secrets in any string, key or number; the value itself when it holds none. */
  mask<T>(value: T): T
  maskText(text: string): string
}

/**
 * Replaces secrets by `••••` in every encoding: plain, base64 and base64url at any offset, once or twice and in lines,
 * hex, percent-encoded up to three times, form-encoded, JSON-escaped, HTML-escaped, and those inside each other. Time
 * is linear in the text, whatever the number of secrets.
 * @param lasting secrets that this process keeps open anyway, of connectors for instance: what is made of them is
 * remembered. Of `secrets` nothing is: what a person has typed must not stay in memory.
 */
export function createMasker(secrets: readonly string[], lasting: readonly string[] = []): Masker {
  const own = secrets.filter((secret) => secret !== '' && !lasting.includes(secret))
  if (own.length === 0) return lasting.length === 0 ? NOTHING : recall(lasting).masker
  return makeMasker(lasting.length === 0 ? [toSearch(own)] : [recall(lasting).search, toSearch(own)])
}

const NOTHING: Masker = { mask: (value) => value, maskText: (text) => text }

// A search costs as much to make as a hundred uses of it, and the calls of one connector have the same secrets.
const MOST_REMEMBERED = 200
const remembered = new Map<string, { search: Search; masker: Masker }>()

function recall(lasting: readonly string[]): { search: Search; masker: Masker } {
  const key = JSON.stringify(lasting)
  const known = remembered.get(key)
  if (known) return known
  const search = toSearch(lasting)
  const made = { search, masker: makeMasker([search]) }
  remembered.set(key, made)
  const oldest = remembered.size > MOST_REMEMBERED ? remembered.keys().next().value : undefined
  if (oldest !== undefined) remembered.delete(oldest)
  return made
}

/** What is looked for of some secrets: in a text, and in serialized JSON as it is written there. */
interface Search {
  needles: TextIndex<Needle>
  /** Made when it is first asked for: most maskers see texts alone. */
  serialized(): TextIndex<{ text: string }>
}

function toSearch(secrets: readonly string[]): Search {
  const all = [...new Set(secrets)].flatMap(toNeedles)
  let serialized: TextIndex<{ text: string }> | undefined
  return {
    needles: new TextIndex(all),
    serialized: () => {
      serialized ??= new TextIndex(all.map(({ text }) => ({ text: JSON.stringify(text).slice(1, -1) })))
      return serialized
    },
  }
}

function makeMasker(searches: readonly Search[]): Masker {
  const holds = (text: string) => {
    for (const { needles } of searches) if (needles.finds(text)) return true
    return false
  }
  const maskText = (text: string) => {
    const forms = escapedFormsIn(text)
    // Nearly every text holds none; only where one is found does it matter where.
    if (!holds(text) && (forms.length === 0 || !forms.some((form) => holds(form.text)))) return text
    return replaceIntervals(
      text,
      searches.flatMap(({ needles }) => findIntervals(text, forms, needles)),
    )
  }
  const isClean = (value: unknown) => {
    const text = JSON.stringify(value)
    return !looksEscaped(text) && !searches.some(({ serialized }) => serialized().finds(text))
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

function findIntervals(text: string, forms: readonly Unescaped[], needles: TextIndex<Needle>): Interval[] {
  const found = searchNeedles(text, needles)
  for (const form of forms) {
    for (const [start, end] of searchNeedles(form.text, needles)) found.push([form.startOf(start), form.startOf(end)])
  }
  return found
}

// Every occurrence of every form is found before anything is replaced: where two secrets overlap, replacing the first
// would leave the rest of the second.
function searchNeedles(text: string, needles: TextIndex<Needle>): Interval[] {
  const found: Interval[] = []
  needles.search(text, (needle, at) => {
    found.push([goBack(text, at, needle.before), goPast(text, at + needle.text.length, needle.after)])
  })
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
