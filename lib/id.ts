import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * A random id of lower-case letters and digits. No `_`, because clients split `executionId_stepId` there; no `:`,
 * because bearer values are split there.
 * @param length characters; 20 carry 103 bits
 */
export function newId(length = 20): string {
  let id = ''
  while (id.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 252 = 7 * 36: a larger byte would favour the first letters.
      if (byte < 252 && id.length < length) id += ALPHABET[byte % 36]
    }
  }
  return id
}

/** A project id: `P2` and 24 letters and digits. */
export function newProjectId(): string {
  return `P2${newId(24)}`
}

/** A secret for a link or a key: 32 random characters (165 bits), without `:` and without dots, so that it never looks like a JWT. */
export function newToken(): string {
  return newId(32)
}

/** The stored form of a token: hexadecimal SHA-256. A random token of 165 bits needs no slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
