import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import type { Binding } from './binding'
import { bindingData } from './binding'

const FORMAT = 1
const KEY_BYTES = 32
const SALT_BYTES = 12
const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/** A sealed value or a wrapped key is not what it claims to be: altered, moved to another place, or sealed by another key. */
export class SealBrokenError extends Error {
  constructor(message = 'A sealed value cannot be opened: it was altered, moved, or sealed with another key.') {
    super(message)
    this.name = 'SealBrokenError'
  }
}

/**
 * Seals text under a data key with AES-256-GCM (NIST SP 800-38D). Layout: format (1 byte), length of the key id (1),
 * key id, salt (12), nonce (12), ciphertext, tag (16). The additional data binds the place and the key id.
 */
export function sealWithKey(plaintext: string, binding: Binding, keyId: string, key: Buffer): Buffer<ArrayBuffer> {
  const id = Buffer.from(keyId, 'latin1')
  const salt = randomBytes(SALT_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, messageKey(key, salt), nonce)
  cipher.setAAD(bindingData(binding, keyId))
  const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([FORMAT, id.length]), id, salt, nonce, text, cipher.getAuthTag()])
}

/**
 * Opens what `sealWithKey` made.
 * @throws SealBrokenError when a byte or the place differs
 */
export function openWithKey(sealed: Uint8Array, binding: Binding, key: Buffer): string {
  const { keyId, body } = readHeader(sealed)
  const salt = body.subarray(0, SALT_BYTES)
  const nonce = body.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES)
  const text = body.subarray(SALT_BYTES + NONCE_BYTES, body.length - TAG_BYTES)
  try {
    const decipher = createDecipheriv(CIPHER, messageKey(key, salt), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(bindingData(binding, keyId))
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES))
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch {
    throw new SealBrokenError()
  }
}

/** The id of the data key that sealed a value. */
export function sealedKeyId(sealed: Uint8Array): string {
  return readHeader(sealed).keyId
}

/** Names a key-encryption key without telling it: the first 8 bytes of its SHA-256, in hex. */
export function kekIdOf(kek: Buffer): string {
  return createHash('sha256').update(kek).digest('hex').slice(0, 16)
}

/** Wraps a data key for storage: nonce (12), ciphertext (32), tag (16); bound to its id. */
export function wrapDataKey(dataKey: Buffer, id: string, kek: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, kek, nonce)
  cipher.setAAD(wrapData(id, kek))
  return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()])
}

/**
 * Unwraps a stored data key.
 * @throws SealBrokenError when the key-encryption key is another one
 */
export function unwrapDataKey(wrapped: Uint8Array, id: string, kek: Buffer): Buffer {
  const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength)
  if (bytes.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) throw new SealBrokenError()
  try {
    const decipher = createDecipheriv(CIPHER, kek, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAAD(wrapData(id, kek))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new SealBrokenError()
  }
}

function wrapData(id: string, kek: Buffer): Buffer {
  return Buffer.from(JSON.stringify(['patchbay/data-key@1', id, kekIdOf(kek)]))
}

// Random 96-bit nonces under one key are safe for 2^32 messages, which a busy journal reaches in weeks. A key per
// message, derived with a salt, lifts that limit for good (the idea of XAES-256-GCM).
function messageKey(key: Buffer, salt: Buffer): Buffer {
  return createHmac('sha256', key).update('patchbay/sealed@1').update(salt).digest()
}

function readHeader(sealed: Uint8Array): { keyId: string; body: Buffer } {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const idLength = bytes[1] ?? 0
  const least = 2 + idLength + SALT_BYTES + NONCE_BYTES + TAG_BYTES
  if (bytes[0] !== FORMAT || idLength === 0 || bytes.length < least) throw new SealBrokenError()
  return { keyId: bytes.toString('latin1', 2, 2 + idLength), body: bytes.subarray(2 + idLength) }
}
