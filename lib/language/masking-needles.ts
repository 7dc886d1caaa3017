/** One text that gives a secret away when it is found. */
export interface Needle {
  text: string
  /** How many characters before, after it may belong partly to the secret: the edges of base64 inside longer base64. */
  before: number
  after: number
}

type Add = (text: string, before?: number, after?: number) => void

/** Every text to search for: a secret, its base64, base64url and hex, plain or escaped before, and base64 of base64. */
export function toNeedles(secret: string): readonly Needle[] {
  if (secret === '') return []
  const needles = new Map<string, Needle>()
  const add: Add = (text, before = 0, after = 0) => {
    if (text === '') return
    const known = needles.get(text)
    needles.set(text, {
      text,
      before: Math.max(before, known?.before ?? 0),
      after: Math.max(after, known?.after ?? 0),
    })
  }
  add(secret)
  for (const form of textForms(secret)) {
    // Escaped texts are found by undoing the escape; only their wrappings have to be searched for.
    if (form.includes('+')) add(form)
    const bytes = toBytes(form)
    // One byte in hex would mask a hundredth of all numbers.
    if (bytes.length > 1) {
      const hex = toHex(bytes)
      add(hex)
      add(hex.toUpperCase())
    }
    for (const offset of [0, 1, 2] as const) addBase64(bytes, offset, add)
  }
  addNestedBase64(toBytes(secret), add)
  return [...needles.values()]
}

/** The secret as it may be written before it is wrapped in base64 or hex. */
function textForms(secret: string): Set<string> {
  const percent = encodeURIComponent(secret.toWellFormed())
  const spaced = percent.replace(/%20/g, '+')
  return new Set([
    secret,
    secret.replace(/ /g, '+'),
    JSON.stringify(secret).slice(1, -1),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    spaced,
  ])
}

// Base64 writes three bytes as four characters, so a secret inside longer text looks different at each of the three
// offsets, and its first and last character may be shared with the neighbours (RFC 4648).
function addBase64(bytes: Uint8Array, offset: 0 | 1 | 2, add: Add) {
  const padded = new Uint8Array(offset + bytes.length)
  padded.set(bytes, offset)
  const text = toBase64(padded)
  const start = Math.ceil((offset * 8) / 6)
  const end = Math.floor((padded.length * 8) / 6)
  const whole = text.slice(start, end)
  // Two characters are anywhere; a secret so short is found in base64 only where it stands alone.
  if (whole.length < 3) {
    if (offset === 0) addBoth(text, 0, 0)
    return
  }
  addBoth(whole, offset > 0 ? 1 : 0, padded.length % 3 > 0 ? 1 : 0)

  function addBoth(base64: string, before: number, after: number) {
    add(base64, before, after)
    add(base64.replace(/\+/g, '-').replace(/\//g, '_'), before, after)
  }
}

// A token that is base64 itself, or a Basic header, is often put into base64 once more. A shorter secret would be found
// by chance.
const MIN_NESTED_BYTES = 4

// A shared character of the inner base64 is a byte of the outer one: it lies in two more characters there.
const SHARED_BYTE = 2

function addNestedBase64(bytes: Uint8Array, add: Add) {
  if (bytes.length < MIN_NESTED_BYTES) return
  for (const inner of [0, 1, 2] as const) {
    addBase64(bytes, inner, (text, innerBefore = 0, innerAfter = 0) => {
      for (const outer of [0, 1, 2] as const) {
        addBase64(toBytes(text), outer, (nested, before = 0, after = 0) =>
          add(nested, before + innerBefore * SHARED_BYTE, after + innerAfter * SHARED_BYTE),
        )
      }
    })
  }
}

const encoder = new TextEncoder()

function toBytes(text: string): Uint8Array {
  return encoder.encode(text)
}

function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
