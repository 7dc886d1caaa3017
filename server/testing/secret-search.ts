/** A secret that must be nowhere. */
export interface Planted {
  /** For the report: what kind of secret it is. */
  name: string
  /** Bytes are looked for as they are, in hexadecimal and in base64. */
  text: string | Buffer
}

export interface Finding {
  secret: string
  encoding: string
  where: string
  /** What stands around it. */
  excerpt: string
}

/** Shorter pieces are found by chance. */
const LEAST = 10
const EXCERPT = 60

/**
 * Looks for secrets in anything, in every encoding that a program may give them: as they are, cut in two, base64 and
 * base64url at each of the three alignments, hexadecimal, percent and character escapes, JSON within JSON, UTF-16.
 */
export class SecretSearch {
  /** By their first four bytes. */
  readonly #needles = new Map<number, Needle[]>()
  // Most places are ruled out by one look: gigabytes are searched for thousands of needles.
  readonly #first = new Uint8Array(1 << 20)

  constructor(planted: readonly Planted[]) {
    for (const { name, text } of planted) {
      const encodings = typeof text === 'string' ? encodingsOf(text) : encodingsOfBytes(text)
      for (const [encoding, bytes] of encodings) {
        const begin = bytes.readUInt32LE(0)
        this.#needles.set(begin, [...(this.#needles.get(begin) ?? []), { secret: name, encoding, bytes }])
        this.#first[begin & 0xfffff] = 1
      }
    }
  }

  /** @param where names the place for the report */
  find(content: string | Uint8Array, where: string): Finding[] {
    const bytes =
      typeof content === 'string'
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    const findings = new Map<Needle, Finding>()
    let window = 0
    for (let end = 0; end < bytes.length; end++) {
      window = (window >>> 8) | ((bytes[end] ?? 0) << 24)
      if (this.#first[window & 0xfffff] === 0 || end < 3) continue
      const at = end - 3
      for (const needle of this.#needles.get(window >>> 0) ?? []) {
        const matches = needle.bytes.equals(bytes.subarray(at, at + needle.bytes.length))
        if (matches && !findings.has(needle)) findings.set(needle, toFinding(needle, bytes, at, where))
      }
    }
    return [...findings.values()]
  }
}

interface Needle {
  secret: string
  encoding: string
  bytes: Buffer
}

function toFinding({ secret, encoding, bytes: needle }: Needle, bytes: Buffer, at: number, where: string): Finding {
  const around = bytes.subarray(Math.max(0, at - EXCERPT), at + needle.length + EXCERPT)
  return { secret, encoding, where, excerpt: around.toString('latin1').replace(/[^\x20-\x7e]/g, '\u00b7') }
}

/** Random letters and digits with characters around them that every encoding writes in its own way. */
export function plantableSecret(name: string): string {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('hex')
  return `"+/=&${name}-${random}<%>`
}

function encodingsOf(text: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  const add = (encoding: string, bytes: Buffer | string) => {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    // The same bytes by another name are looked for once.
    if (buffer.length >= LEAST && ![...found.values()].some((one) => one.equals(buffer))) found.set(encoding, buffer)
  }
  add('plain', text)
  // Cut off, or with something put into it.
  const half = Math.floor(text.length / 2)
  if (half >= LEAST * 2) {
    add('its first half', text.slice(0, half))
    add('its second half', text.slice(half))
  }
  const json = JSON.stringify(text).slice(1, -1)
  add('JSON', json)
  add('JSON within JSON', JSON.stringify(json).slice(1, -1))
  const url = encodeURIComponent(text)
  const form = new URLSearchParams({ '': text }).toString().slice(1)
  add('URL-encoded', url)
  add('form-encoded', form)
  add(
    'lower-case URL-encoded',
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  )
  add(
    'HTML',
    text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  )
  add('HTML names', text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'))
  addBytes('', Buffer.from(text), add)
  // As a Basic header carries the secret of an OAuth client (RFC 6749, section 2.3.1).
  addBytes('URL-encoded as ', Buffer.from(url), add)
  addBytes('form-encoded as ', Buffer.from(form), add)
  addBytes('JSON as ', Buffer.from(json), add)
  const utf16 = Buffer.from(text, 'utf16le')
  add('UTF-16LE', utf16)
  add('UTF-16BE', Buffer.from(utf16).swap16())
  addBytes('UTF-16LE as ', utf16, add)
  return found
}

function encodingsOfBytes(bytes: Buffer): Map<string, Buffer> {
  const found = new Map([['plain', bytes]])
  addBytes('', bytes, (encoding, text) => found.set(encoding, Buffer.from(text)))
  return found
}

/** The encodings of bytes as text. */
function addBytes(prefix: string, bytes: Buffer, add: (encoding: string, bytes: string) => void): void {
  const hex = bytes.toString('hex')
  add(`${prefix}hex`, hex)
  add(`${prefix}upper-case hex`, hex.toUpperCase())
  add(`${prefix}percent hex`, hex.replace(/../g, '%$&'))
  add(`${prefix}hex escapes`, hex.replace(/../g, '\\x$&'))
  for (const shift of [0, 1, 2]) {
    // Of a base64 text only the characters that hold nothing but bytes of the secret are always the same.
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url')
    const first = Math.ceil((shift * 8) / 6)
    const last = Math.floor(((shift + bytes.length) * 8) / 6)
    const url = whole.slice(first, last)
    add(`${prefix}base64url, alignment ${shift}`, url)
    add(`${prefix}base64, alignment ${shift}`, url.replace(/-/g, '+').replace(/_/g, '/'))
  }
}
