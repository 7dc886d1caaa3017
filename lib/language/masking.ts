import { type Json, mapValues } from './json'
import { eachEscapedForm, looksEscaped, type Unescaped } from './masking-escapes'
import { type Needle, toNeedles } from './masking-needles'
import { TextIndex } from './masking-search'

export const MASK = '\u2022\u2022\u2022\u2022'

export interface Masker {
  /** A copy without the secrets in any string, key or number; the value itself when it holds none. */
  mask<T>(value: T): T
  /** The same for its texts alone: keys, numbers and the shape stay. */
  maskLeaves(value: Json): Json
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

const NOTHING: Masker = { mask: (value) => value, maskLeaves: (value) => value, maskText: (text) => text }

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
  /** No text to look for holds the character that texts are joined by. */
  joins: boolean
  /** Made when it is first asked for: most maskers see texts alone. */
  serialized(): TextIndex<{ text: string }>
}

function toSearch(secrets: readonly string[]): Search {
  const all = [...new Set(secrets)].flatMap(toNeedles)
  let serialized: TextIndex<{ text: string }> | undefined
  return {
    needles: new TextIndex(all),
    joins: !all.some(({ text }) => text.includes(SEPARATOR)),
    serialized: () => {
      serialized ??= new TextIndex(all.map(({ text }) => ({ text: JSON.stringify(text).slice(1, -1) })))
      return serialized
    },
  }
}

function makeMasker(searches: readonly Search[]): Masker {
  const isClean = (value: unknown) => {
    const text = JSON.stringify(value)
    return !looksEscaped(text) && !searches.some(({ serialized }) => serialized().finds(text))
  }
  return {
    // What comes out has the shape of what went in, except that a number which tells a secret becomes text.
    // It must be plain JSON.
    mask: <T>(value: T) => (isClean(value) ? value : (maskWith(value as Json, maskJson, searches) as T)),
    maskLeaves: (value) => (isClean(value) ? value : maskWith(value, maskLeaves, searches)),
    maskText: (text) => replaceCovered(text, findCovered(text, searches)),
  }
}

type MaskText = (text: string) => string

/** Walks a value twice, in the same order: the first time for its texts, which are then masked together. */
function maskWith(value: Json, walk: (value: Json, maskText: MaskText) => Json, searches: readonly Search[]): Json {
  const texts: string[] = []
  walk(value, (text) => {
    texts.push(text)
    return text
  })
  const masked = maskTexts(texts, searches)
  if (masked === texts) return value
  let at = 0
  return walk(value, (text) => masked[at++] ?? text)
}

function maskJson(value: Json, maskText: MaskText): Json {
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

function maskLeaves(value: Json, maskText: MaskText): Json {
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map((item) => maskLeaves(item, maskText))
  if (typeof value !== 'object' || value === null) return value
  return mapValues(value, (item) => maskLeaves(item, maskText))
}

/** In no escape and no encoding, so that nothing is found over the border of two texts. */
const SEPARATOR = '\0'
/** More at once is no quicker, and takes two dozen times as much memory. */
const JOINED_LENGTH = 65_536

/** Masks texts joined, because every search and every undone escape has its price. The same array when none holds any. */
function maskTexts(texts: string[], searches: readonly Search[]): string[] {
  const joinedLength = searches.every(({ joins }) => joins) ? JOINED_LENGTH : 0
  const masked: string[] = []
  let isMasked = false
  for (let from = 0; from < texts.length; ) {
    let to = from
    for (let length = 0; to < texts.length && (to === from || length < joinedLength); to += 1)
      length += (texts[to] ?? '').length + 1
    const some = texts.slice(from, to)
    const covered = findCovered(some.join(SEPARATOR), searches)
    isMasked ||= covered !== null
    let start = 0
    for (const text of some) {
      masked.push(covered ? replaceCovered(text, covered.subarray(start, start + text.length)) : text)
      start += text.length + 1
    }
    from = to
  }
  return isMasked ? masked : texts
}

/**
 * A byte for each character, 1 where it belongs to a secret in any form; null when none does. Every form is looked at
 * before anything is replaced: where two secrets overlap, replacing the first would leave the rest of the second.
 */
function findCovered(text: string, searches: readonly Search[]): Uint8Array | null {
  let covered: Uint8Array | null = null
  const look = (form: Unescaped) => {
    for (const { needles } of searches) {
      needles.search(form.text, (needle, at) => {
        const from = goBack(form.text, at, needle.before)
        const to = goPast(form.text, at + needle.text.length, needle.after)
        covered ??= new Uint8Array(text.length)
        covered.fill(1, form.startOf(from), form.startOf(to))
      })
    }
  }
  look({ text, startOf: (at) => at })
  eachEscapedForm(text, look)
  return covered
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

function replaceCovered(text: string, covered: Uint8Array | null): string {
  let start = covered?.indexOf(1) ?? -1
  if (covered === null || start < 0) return text
  let masked = ''
  let at = 0
  while (start >= 0) {
    masked += text.slice(at, start) + MASK
    const end = covered.indexOf(0, start)
    at = end < 0 ? text.length : end
    start = covered.indexOf(1, at)
  }
  return masked + text.slice(at)
}
