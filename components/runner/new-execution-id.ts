const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'
const LENGTH = 20

/** An execution's id, made here so that its events can be listened to before it starts. */
export function newExecutionId(): string {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH * 2))) {
      // 252 = 7 * 36: a larger byte would favour the first letters.
      if (byte < 252 && id.length < LENGTH) id += ALPHABET[byte % 36]
    }
  }
  return id
}
