const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A random id of lower-case letters and digits, made in the browser. */
export function browserId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}
