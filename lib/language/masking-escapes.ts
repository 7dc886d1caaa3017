/** A text with one or more layers of escapes undone, and where each of its characters came from. */
export interface Unescaped {
  text: string
  /** The offset in the original text where the character at `at` began; the text's end maps to its end. */
  startOf(at: number): number
}

interface Escape {
  /** None is without it; looking for it first costs next to nothing. */
  mark: string
  trigger: RegExp
  pattern: RegExp
  decode: (match: string) => string
}

const percent: Escape = {
  mark: '%',
  trigger: /%[0-9a-f]{2}/i,
  // A whole run at once, because a character may take up to four codes.
  pattern: /(?:%[0-9a-f]{2})+/gi,
  // Nearly every run is UTF-8 as a whole; the others keep the bytes that are not.
  decode: (match) =>
    tryDecode(match) ??
    decodePercent(match)
      .map(([, decoded]) => decoded)
      .join(''),
}

const json: Escape = {
  mark: '\\',
  trigger: /\\["'\\/bfnrtu]/,
  pattern: /\\(?:u[0-9a-f]{4}|["'\\/bfnrt])/gi,
  decode: (match) => {
    const letter = match.charAt(1)
    if (letter === 'u' || letter === 'U') return String.fromCharCode(Number.parseInt(match.slice(2), 16))
    return jsonLetters[letter] ?? letter
  },
}

const html: Escape = {
  mark: '&',
  trigger: /&(?:#|amp;|lt;|gt;|quot;|apos;|nbsp;)/i,
  pattern: /&(?:#x[0-9a-f]{1,6};?|#\d{1,7};?|(?:amp|lt|gt|quot|apos|nbsp);)/gi,
  decode: (match) => {
    const numeric = /^&#(x?)([0-9a-f]+);?$/i.exec(match)
    if (!numeric) return htmlNames[match.slice(1, -1).toLowerCase()] ?? match
    const code = Number.parseInt(numeric[2] ?? '', numeric[1] ? 16 : 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : match
  },
}

const jsonLetters: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const htmlNames: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

// Base64 is broken into lines of 76 characters in mail (RFC 2045) and of 64 in PEM files (RFC 7468), at times indented.
const lines: Escape = {
  mark: '\n',
  trigger: /[\w+/-]{4}\r?\n[ \t]*[\w+/=-]/,
  pattern: /(?<=[\w+/-]{4})\r?\n[ \t]*(?=[\w+/=-])/g,
  decode: () => '',
}
const linesInSerialized = /[\w+/-]{4}(?:\\r)?\\n/

const escapes = [percent, json, html]

// A secret in JSON in a form is two layers; a third has never been seen and would triple the work of a hostile text.
const MAX_LAYERS = 2

// Redirects to a sign-in page that redirects again encode a URL inside a URL inside a URL: that is one layer here.
const MAX_PERCENT_ROUNDS = 3

/** Whether serialized JSON may hold escaped text in a string: `\\` there is one backslash of a string's own. */
export function looksEscaped(serialized: string): boolean {
  return (
    serialized.includes('\\\\') ||
    holds(serialized, percent) ||
    holds(serialized, html) ||
    (serialized.includes('\\n') && linesInSerialized.test(serialized))
  )
}

// The marks of all of them. Outside the function, because each evaluation would make a regular expression anew.
const MAY_HOLD = /[%\\&\n]/

/** The text with escapes undone, in every order of at most two layers, and with lines joined; nothing when it holds none. */
export function escapedFormsIn(text: string): readonly Unescaped[] {
  // Nearly no text does, and the patterns below cost twenty times as much.
  if (!MAY_HOLD.test(text)) return NONE
  const whole: Unescaped = { text, startOf: (at) => at }
  const forms: Unescaped[] = []
  let last: Layer[] = [{ form: whole, by: null }]
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    last = last.flatMap(undoLayer)
    forms.push(...last.map(({ form }) => form))
  }
  const broken = [whole, ...forms].filter((form) => holds(form.text, lines))
  return [...forms, ...broken.map((form) => undo(form, lines))]
}

const NONE: readonly Unescaped[] = []

function holds(text: string, { mark, trigger }: Escape): boolean {
  return text.includes(mark) && trigger.test(text)
}

interface Layer {
  form: Unescaped
  by: Escape | null
}

function undoLayer({ form, by }: Layer): Layer[] {
  return escapes.flatMap((kind) => {
    // Its rounds are all in the layer before.
    if (kind === percent && by === percent) return []
    const rounds: Layer[] = []
    let from = form
    while (rounds.length < (kind === percent ? MAX_PERCENT_ROUNDS : 1) && holds(from.text, kind)) {
      from = undo(from, kind)
      rounds.push({ form: from, by: kind })
    }
    return rounds
  })
}

function undo(form: Unescaped, kind: Escape): Unescaped {
  const text = form.text.replace(kind.pattern, kind.decode)
  // Only a text in which a secret is found is asked where its characters came from.
  let marks: Mark[] | undefined
  return {
    text,
    startOf: (at) => {
      marks ??= marksOf(form.text, kind)
      return form.startOf(originalOf(marks, at, text.length, form.text.length))
    },
  }
}

/** Where a piece of decoded text begins, and where in the original. */
type Mark = readonly [decoded: number, original: number]

// Between two marks the decoded text runs parallel to the original, so that only the escapes need a mark.
function marksOf(original: string, kind: Escape): Mark[] {
  const marks: Mark[] = []
  let length = 0
  let from = 0
  const add = (decoded: string, at: number) => {
    marks.push([length, at])
    length += decoded.length
  }
  for (const match of original.matchAll(kind.pattern)) {
    const [found] = match
    if (match.index > from) add(original.slice(from, match.index), from)
    if (kind === percent) for (const [offset, decoded] of decodePercent(found)) add(decoded, match.index + offset)
    else add(kind.decode(found), match.index)
    from = match.index + found.length
  }
  add(original.slice(from), from)
  return marks
}

function originalOf(marks: readonly Mark[], at: number, length: number, originalLength: number): number {
  if (at >= length) return originalLength
  let low = 0
  let high = marks.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((marks[middle]?.[0] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  const [decoded, original] = marks[low] ?? [0, 0]
  return original + (at - decoded)
}

/** The characters of a run of percent codes, each with its offset in the run; bytes that are no UTF-8 stay as they are. */
function decodePercent(run: string): [offset: number, decoded: string][] {
  const parts: [number, string][] = []
  let at = 0
  while (at < run.length) {
    const first = Number.parseInt(run.slice(at + 1, at + 3), 16)
    const codes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const piece = run.slice(at, at + codes * 3)
    const decoded = tryDecode(piece)
    parts.push([at, decoded ?? run.slice(at, at + 3)])
    at += decoded === undefined ? 3 : piece.length
  }
  return parts
}

function tryDecode(codes: string): string | undefined {
  try {
    return decodeURIComponent(codes)
  } catch {
    return undefined
  }
}
