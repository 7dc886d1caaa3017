import type { EgressResponse } from '@/lib/egress/request'
import { isShallow, type Json } from '@/lib/language/json'
import type { ConnectorError } from '../errors'
import { MOST_VALUES, tooComplex } from '../too-complex'

/** A response as a flow and a record read it. */
export interface ReadResponse {
  /** The body as JSON, text or base64; undefined when there is none. */
  body: Json | undefined
  /** What the record shows; null when there is none. */
  text: string | null
  /** Of a body that is not text. */
  binaryType: string | null
  warnings: { code: string; message: string }[]
  /** Why a flow does not get it; its text is there all the same. */
  refused?: ConnectorError
}

// Deeper documents break whoever walks them by recursion; no API answers so.
const MAX_DEPTH = 200

/** Reads a body by its content type: JSON, else text in its charset, else base64. */
export function readResponse(
  response: Pick<EgressResponse, 'headers' | 'body'>,
  mostValues = MOST_VALUES,
): ReadResponse {
  const { body } = response
  const warnings: ReadResponse['warnings'] = []
  if (body.length === 0) return { body: undefined, text: null, binaryType: null, warnings }
  const { type, charset } = parseContentType(response.headers['content-type'])
  const kind = kindOf(type)
  const text = kind === 'binary' ? undefined : decodeText(body, charset, kind === 'unknown', warnings)
  if (text === undefined) {
    const base64 = body.toString('base64')
    return { body: base64, text: base64, binaryType: type || 'application/octet-stream', warnings }
  }
  if (kind === 'json' || ((kind === 'unknown' || type === 'text/plain') && /^\s*[[{]/.test(text))) {
    const refused = tooComplex(text, mostValues)
    if (refused) return { body: undefined, text, binaryType: null, warnings, refused }
    const parsed = parseJson(text)
    if (parsed.value !== undefined) {
      if (parsed.longNumbers > 0) warnings.push(longNumbers(parsed.longNumbers))
      return { body: parsed.value, text, binaryType: null, warnings }
    }
    if (kind === 'json') warnings.push({ code: parsed.code, message: parsed.message })
  }
  return { body: text, text, binaryType: null, warnings }
}

type Kind = 'json' | 'text' | 'binary' | 'unknown'

function kindOf(type: string): Kind {
  if (type === 'application/json' || type === 'text/json' || type.endsWith('+json')) return 'json'
  if (type.startsWith('text/') || type.endsWith('+xml') || type.endsWith('+yaml')) return 'text'
  if (/^application\/(xml|yaml|x-yaml|javascript|x-www-form-urlencoded|graphql|sql)$/.test(type)) return 'text'
  if (/^(image|audio|video|font)\//.test(type)) return 'binary'
  if (/^application\/(octet-stream|pdf|zip|gzip|x-tar|x-7z-compressed|vnd\.openxml.*)$/.test(type)) return 'binary'
  return 'unknown'
}

function parseContentType(header: string | string[] | undefined): { type: string; charset: string | null } {
  const [text = ''] = [header ?? ''].flat()
  const [type = ''] = text.split(';', 1)
  const charset = text.length > type.length ? CHARSET.exec(text)?.[1] : undefined
  return { type: type.trim().toLowerCase(), charset: charset ?? null }
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i

// Making one costs more than decoding a small body.
const utf8 = new TextDecoder('utf-8')
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of a body; undefined when its type is unknown and it is not text. */
function decodeText(body: Buffer, charset: string | null, guess: boolean, warnings: ReadResponse['warnings']) {
  // A mark at the beginning tells more than the header (Encoding Standard, "decode"); an XML declaration tells when no
  // header does (RFC 7303 section 3).
  const named = byteOrderMark(body) ?? charset ?? xmlEncoding(body)
  if (guess && named === null && body.includes(0)) return undefined
  if (named !== null && !/^utf-?8$/i.test(named)) {
    try {
      return new TextDecoder(named).decode(body)
    } catch {
      const message = `The charset ${named.slice(0, 40)} is not known; the body was read as UTF-8.`
      warnings.push({ code: 'charsetUnknown', message })
    }
  }
  try {
    return (guess ? strictUtf8 : utf8).decode(body)
  } catch {
    return undefined
  }
}

const LESS_THAN = 0x3c

function byteOrderMark(body: Buffer): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  return body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : null
}

function xmlEncoding(body: Buffer): string | null {
  if (body[0] !== LESS_THAN) return null
  const head = body.subarray(0, 200).toString('latin1')
  return /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(head)?.[1] ?? null
}

type ParsedJson = { value: Json; longNumbers: number } | { value: undefined; code: string; message: string }

/** So many digits in a row may be more than a number keeps; a look at each value is made only then. */
const MANY_DIGITS = /\d{16}/

function parseJson(text: string): ParsedJson {
  try {
    let kept = 0
    // A whole number that JavaScript would change is kept as its digits: it is an id, and must name the same thing later.
    const keepDigits = (_key: string, value: unknown, context?: { source?: string }) => {
      const source = context?.source
      if (typeof value !== 'number' || Number.isSafeInteger(value) || !source || !/^-?\d+$/.test(source)) return value
      kept += 1
      return source
    }
    const value: Json = MANY_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
    if (isShallow(value, MAX_DEPTH)) return { value, longNumbers: kept }
    const message = `The JSON is nested deeper than ${MAX_DEPTH} levels; the body was kept as text.`
    return { value: undefined, code: 'jsonTooDeep', message }
  } catch {
    const message = 'The content type is JSON but the body is not valid JSON; it was kept as text under body.'
    return { value: undefined, code: 'invalidJson', message }
  }
}

function longNumbers(count: number): ReadResponse['warnings'][number] {
  const those = count === 1 ? 'A whole number is' : `${count.toLocaleString('en')} whole numbers are`
  const message = `${those} too long for a number of JavaScript and read as text, with every digit as it came.`
  return { code: 'longNumber', message }
}
