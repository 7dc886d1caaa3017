import { randomBytes } from 'node:crypto'

/** A text that no other request has: 128 random bits in base64url. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url')
}
