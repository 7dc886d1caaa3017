import { randomFillSync } from 'node:crypto'

/** A text that no other request has: 128 random bits in base64url. */
export function newNonce(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const nonce = pool.toString('base64url', used, used + SIZE)
  used += SIZE
  return nonce
}

// Asking the system once for each costs more than all the rest of a signature.
const SIZE = 16
const pool = Buffer.alloc(SIZE * 256)
let used = pool.length
