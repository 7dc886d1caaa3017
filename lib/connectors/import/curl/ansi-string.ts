const LETTERS: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * Reads a `$'…'` string of bash from behind its opening quote. `\xHH` and `\nnn` are bytes, which together may be UTF-8.
 * @returns its text and the offset behind the closing quote
 */
export function readAnsiString(text: string, from: number): { value: string; end: number; closed: boolean } {
  let value = ''
  let bytes: number[] = []
  let at = from
  const flush = () => {
    if (bytes.length > 0) value += new TextDecoder().decode(Uint8Array.from(bytes))
    bytes = []
  }
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === "'") {
      flush()
      return { value, end: at + 1, closed: true }
    }
    if (char !== '\\') {
      flush()
      value += char
      at += 1
      continue
    }
    const byte = /^\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/.exec(text.slice(at, at + 5))
    if (byte) {
      bytes.push((byte[1] ? Number.parseInt(byte[1], 16) : Number.parseInt(byte[2] ?? '0', 8)) & 0xff)
      at += byte[0].length
      continue
    }
    flush()
    const read = readEscape(text, at)
    value += read.value
    at += read.length
  }
  flush()
  return { value, end: text.length, closed: false }
}

function readEscape(text: string, at: number): { value: string; length: number } {
  const code = /^\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(text.slice(at, at + 10))
  if (code) {
    const point = Number.parseInt(code[1] ?? code[2] ?? '0', 16)
    return { value: point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD', length: code[0].length }
  }
  const next = text.charAt(at + 1)
  if (next === 'c' && at + 2 < text.length)
    return { value: String.fromCharCode(text.charCodeAt(at + 2) & 0x1f), length: 3 }
  if (Object.hasOwn(LETTERS, next)) return { value: LETTERS[next] ?? '', length: 2 }
  if (next !== '' && '\\\'"?'.includes(next)) return { value: next, length: 2 }
  // bash keeps the backslash of an escape that it does not know.
  return { value: `\\${next}`, length: 1 + next.length }
}
