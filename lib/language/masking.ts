import { type Json, mapValues } from './json'
import { eachEscapedForm, looksEscaped, type Unescaped } from './masking-escapes'
import { type Needle, toNeedles } from './masking-needles'
import { TextIndex } from './masking-search'

export const MASK = '\u2022\u2022\u2022\u2022'

export interface Masker {
  /** A copy without the secrets in any string, key or number; the value itself when it holds none. */
  mask<T>(value: T): T
  /**
   * The same for its texts alone: keys, numbers and the shape stay. It yields between pieces of work that take some
   * milliseconds each, so that whoever drives it may let others have their turn, or stop.
   */
  maskLeaves(value: Json): Generator<void, Json>
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

const NOTHING: Masker = { mask: (value) => value, maskLeaves: unchanged, maskText: (text) => text }

// biome-ignore lint/correctness/useYield: there is nothing to do
function* unchanged(value: Json): Generator<void, Json> {
  return value
}

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
  /** The length of the longest of them. */
  longest: number
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
    longest: all.reduce((most, { text }) => Math.max(most, text.length), 0),
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
    mask: <T>(value: T) => (isClean(value) ? value : (finish(maskWith(value as Json, maskJson, searches)) as T)),
    maskLeaves: (value) => (isClean(value) ? unchanged(value) : maskWith(value, maskLeaves, searches)),
    // A call masks dozens of short texts: for them a generator would cost more than the search.
    maskText: (text) => {
      const isShort = text.length <= JOINED_LENGTH
      return replaceCovered(text, isShort ? findCovered(text, searches) : finish(findCoveredInParts(text, searches)))
    },
  }
}

type MaskText = (text: string) => string

/** Drives work to its end without a pause. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** Walks a value twice, in the same order: the first time for its texts, which are then masked together. */
function* maskWith(
  value: Json,
  walk: (value: Json, maskText: MaskText) => Json,
  searches: readonly Search[],
): Generator<void, Json> {
  const texts: string[] = []
  walk(value, (text) => {
    texts.push(text)
    return text
  })
  const masked = yield* maskTexts(texts, searches)
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
function* maskTexts(texts: string[], searches: readonly Search[]): Generator<void, string[]> {
  const joinedLength = searches.every(({ joins }) => joins) ? JOINED_LENGTH : 0
  const masked: string[] = []
  let isMasked = false
  for (let from = 0; from < texts.length; ) {
    let to = from
    for (let length = 0; to < texts.length && (to === from || length < joinedLength); to += 1)
      length += (texts[to] ?? '').length + 1
    const some = texts.slice(from, to)
    const covered = yield* findCoveredInParts(some.join(SEPARATOR), searches)
    isMasked ||= covered !== null
    let start = 0
    for (const text of some) {
      masked.push(covered ? replaceCovered(text, covered.subarray(start, start + text.length)) : text)
      start += text.length + 1
    }
    from = to
    yield
  }
  return isMasked ? masked : texts
}

/** A part of a text is searched from a little before it, in case its beginning lies within an escape, */
const PART_LEAD = 64
/** and to so far beyond it that a secret which begins in it is found whole: at least the escapes of one character, */
const LEAST_BEYOND = 1_024
/** and all of its characters if each is three bytes, escaped three times: `%2525E2%252582%2525AC`. */
const LONGEST_ESCAPE = 24
/** What is searched twice is little beside the part itself. */
const PARTS_OF_BEYOND = 4

/** The same as `findCovered`, a long text part by part. */
function* findCoveredInParts(text: string, searches: readonly Search[]): Generator<void, Uint8Array | null> {
  const beyond = Math.max(LEAST_BEYOND, ...searches.map(({ longest }) => longest * LONGEST_ESCAPE))
  const length = Math.max(JOINED_LENGTH, beyond * PARTS_OF_BEYOND)
  if (text.length <= length + beyond) return findCovered(text, searches)
  let covered: Uint8Array | null = null
  for (let at = 0; at < text.length; at += length) {
    const from = Math.max(at - PART_LEAD, 0)
    const part = findCovered(text.slice(from, at + length + beyond), searches)
    yield
    if (!part) continue
    covered ??= new Uint8Array(text.length)
    for (let on = part.indexOf(1); on >= 0; ) {
      const off = part.indexOf(0, on)
      covered.fill(1, from + on, off < 0 ? from + part.length : from + off)
      on = off < 0 ? -1 : part.indexOf(1, off)
    }
  }
  return covered
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
