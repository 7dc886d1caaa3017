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
  decode: (match) => tryDecode(match) ?? decodeBrokenPercent(match),
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
  // Looks from the break back, because breaks are rare and letters are not.
  trigger: /\n(?<=[\w+/-]{4}\r?\n)[ \t]*[\w+/=-]/,
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

/**
 * Shows each text that comes of undoing escapes, in every order of at most two layers, and of joining lines; none when
 * the text holds no escape. One at a time, and made when it is asked for: there are two dozen of a text that holds all.
 */
export function eachEscapedForm(text: string, show: (form: Unescaped) => void): void {
  // Nearly no text does, and the patterns below cost twenty times as much.
  if (!MAY_HOLD.test(text)) return
  const showJoined = (form: Unescaped) => {
    if (holds(form.text, lines)) show(undo(form, lines))
  }
  const undoLayers = (form: Unescaped, by: Escape | null, left: number) => {
    if (left === 0) return
    for (const layer of undoLayer(form, by)) {
      show(layer.form)
      showJoined(layer.form)
      undoLayers(layer.form, layer.by, left - 1)
    }
  }
  const whole: Unescaped = { text, startOf: (at) => at }
  showJoined(whole)
  undoLayers(whole, null, MAX_LAYERS)
}

function holds(text: string, { mark, trigger }: Escape): boolean {
  return text.includes(mark) && trigger.test(text)
}

interface Layer {
  form: Unescaped
  by: Escape
}

function* undoLayer(form: Unescaped, by: Escape | null): Generator<Layer> {
  for (const kind of escapes) {
    // Its rounds are all in the layer before.
    if (kind === percent && by === percent) continue
    let from = form
    for (let round = 0; round < (kind === percent ? MAX_PERCENT_ROUNDS : 1) && holds(from.text, kind); round += 1) {
      from = undo(from, kind)
      yield { form: from, by: kind }
    }
  }
}

function undo(form: Unescaped, kind: Escape): Unescaped {
  const text = form.text.replace(kind.pattern, kind.decode)
  // Only a text in which a secret is found is asked where its characters came from.
  let originalOf: ((at: number) => number) | undefined
  return {
    text,
    startOf: (at) => {
      originalOf ??= toOriginal(form.text, kind)
      return form.startOf(originalOf(at))
    },
  }
}

/** Where a character of the decoded text began in the original; quickest when asked from the beginning on. */
function toOriginal(original: string, kind: Escape): (at: number) => number {
  // Between two marks the decoded text runs parallel to the original, so that only the escapes need a mark.
  const decodedAt = [0]
  const originalAt = [0]
  let saved = 0
  const mark = (decoded: string, from: number, to: number) => {
    saved += to - from - decoded.length
    decodedAt.push(to - saved)
    originalAt.push(to)
  }
  original.replace(kind.pattern, (found, at: number) => {
    if (kind !== percent) mark(kind.decode(found), at, at + found.length)
    else eachPercent(found, (decoded, from, to) => mark(decoded, at + from, at + to))
    return ''
  })
  const decodedLength = original.length - saved
  let last = 0
  return (at) => {
    if (at >= decodedLength) return original.length
    last = lastAtMost(decodedAt, at, last)
    return (originalAt[last] ?? 0) + (at - (decodedAt[last] ?? 0))
  }
}

/** The index of the last number that is at most `limit`, of numbers that rise from 0; `near` is where to look first. */
function lastAtMost(numbers: readonly number[], limit: number, near: number): number {
  const isAtMost = (index: number) => (numbers[index] ?? Number.POSITIVE_INFINITY) <= limit
  let low = isAtMost(near) ? near : 0
  let step = 1
  for (; isAtMost(low + step); step *= 2) low += step
  let high = low + step
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isAtMost(middle)) low = middle
    else high = middle
  }
  return low
}

/** Shows each character of a run of percent codes, with where its codes are in the run; bytes that are no UTF-8 stay as they are. */
function eachPercent(run: string, show: (decoded: string, from: number, to: number) => void): void {
  for (let at = 0; at < run.length; ) {
    const first = Number.parseInt(run.slice(at + 1, at + 3), 16)
    const codes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const piece = run.slice(at, at + codes * 3)
    const decoded = first < 0x80 ? String.fromCharCode(first) : tryDecode(piece)
    const end = at + (decoded === undefined ? 3 : piece.length)
    show(decoded ?? run.slice(at, end), at, end)
    at = end
  }
}

function decodeBrokenPercent(run: string): string {
  let text = ''
  eachPercent(run, (decoded) => {
    text += decoded
  })
  return text
}

function tryDecode(codes: string): string | undefined {
  try {
    return decodeURIComponent(codes)
  } catch {
    return undefined
  }
}
