import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  sign as signWith,
} from 'node:crypto'
import { z } from 'zod'
import type { SignatureAlgorithm } from './algorithms'

/** A key that signs by one algorithm of RFC 9421 section 3.3. */
export interface SigningKey {
  sign(data: string): Buffer
  /** The texts that would let somebody else sign, for masking. */
  secrets: string[]
}

export type ReadKey = { key: SigningKey; error: null } | { key: null; error: string }

const FORMS = 'a private key in PEM (BEGIN PRIVATE KEY) or as a JWK'

/** Reads a key for an algorithm: PEM or JWK; for hmac-sha256 a JWK of type oct, else the text itself. Errors never quote it. */
export function readSigningKey(algorithm: SignatureAlgorithm, text: string): ReadKey {
  const jwk = parseJwk(text)
  if (algorithm === 'hmac-sha256') return readSharedSecret(text, jwk)
  const key = jwk ? fromJwk(jwk) : fromPem(text)
  if (typeof key === 'string') return { key: null, error: key }
  const wrong = wrongType(algorithm, key)
  if (wrong) return { key: null, error: wrong }
  const secrets = [text, ...(jwk ? privateMembers(jwk) : [pemBody(text)])]
  return { key: { secrets, sign: (data) => signers[algorithm](key, Buffer.from(data)) }, error: null }
}

const signers: Record<Exclude<SignatureAlgorithm, 'hmac-sha256'>, (key: KeyObject, data: Buffer) => Buffer> = {
  ed25519: (key, data) => signWith(null, data, key),
  'ecdsa-p256-sha256': (key, data) => signWith('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  'rsa-pss-sha512': (key, data) =>
    signWith('sha512', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }),
}

const jwkSchema = z.looseObject({ kty: z.string() })
type Jwk = z.output<typeof jwkSchema>

function parseJwk(text: string): Jwk | undefined {
  if (!text.trim().startsWith('{')) return undefined
  try {
    return jwkSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function readSharedSecret(text: string, jwk: Jwk | undefined): ReadKey {
  if (/-----BEGIN /.test(text) || (jwk && jwk.kty !== 'oct')) {
    return {
      key: null,
      error: 'hmac-sha256 signs with a shared secret, and this is a private key. Choose its algorithm.',
    }
  }
  const bytes = typeof jwk?.k === 'string' ? Buffer.from(jwk.k, 'base64url') : Buffer.from(text)
  if (bytes.length === 0) return { key: null, error: 'The JWK holds no key in k.' }
  const key = createSecretKey(bytes)
  const secrets = typeof jwk?.k === 'string' ? [text, jwk.k, bytes.toString('base64'), bytes.toString('hex')] : [text]
  return { key: { secrets, sign: (data) => createHmac('sha256', key).update(data).digest() }, error: null }
}

function fromJwk(jwk: Jwk): KeyObject | string {
  if (jwk.kty === 'oct') return `This JWK is a shared secret. Choose hmac-sha256, or enter ${FORMS}.`
  if (typeof jwk.d !== 'string') return `This JWK is a public key. Enter ${FORMS}.`
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' })
  } catch {
    return 'This JWK cannot be read as a private key. Check that it was copied whole.'
  }
}

function fromPem(text: string): KeyObject | string {
  const pem = toLines(text)
  if (/-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem)) {
    return 'This key is encrypted with a passphrase. Enter it decrypted; it is sealed here.'
  }
  if (/-----BEGIN OPENSSH /.test(pem)) return `This is a key in the form of OpenSSH. Enter ${FORMS}.`
  if (!/-----BEGIN /.test(pem)) return `This is no key. Enter ${FORMS}.`
  try {
    return createPrivateKey(pem)
  } catch {
    return isPublic(pem)
      ? `This is a public key. Enter ${FORMS}.`
      : 'This PEM cannot be read as a private key. Check that it was copied whole.'
  }
}

/** PEM with its lines again: variables of the environment and one-line fields lose them, or write them as \n. */
function toLines(text: string): string {
  const lines = text.trim().replace(/\\n/g, '\n')
  const [, label, body] = /^-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----$/.exec(lines) ?? []
  if (label === undefined || body === undefined) return lines
  const rows = body.replace(/\s/g, '').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...rows, `-----END ${label}-----`, ''].join('\n')
}

function isPublic(pem: string): boolean {
  try {
    createPublicKey(pem)
    return true
  } catch {
    return false
  }
}

function wrongType(algorithm: Exclude<SignatureAlgorithm, 'hmac-sha256'>, key: KeyObject): string | null {
  const type = key.asymmetricKeyType ?? 'unknown'
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  switch (algorithm) {
    case 'ed25519':
      return type === 'ed25519' ? null : `ed25519 needs an Ed25519 key, and this is one of type ${type}.`
    case 'ecdsa-p256-sha256':
      if (type !== 'ec') return `ecdsa-p256-sha256 needs an EC key, and this is one of type ${type}.`
      return namedCurve === 'prime256v1' ? null : `ecdsa-p256-sha256 needs the curve P-256, and this is ${namedCurve}.`
    case 'rsa-pss-sha512':
      if (type !== 'rsa' && type !== 'rsa-pss')
        return `rsa-pss-sha512 needs an RSA key, and this is one of type ${type}.`
      return modulusLength >= 2048 ? null : `This RSA key has ${modulusLength} bits. Use one of 2,048 or more.`
  }
}

/** The members of a JWK that are secret (RFC 7518 section 6). */
function privateMembers(jwk: Jwk): string[] {
  return ['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((name) => {
    const value = jwk[name]
    return typeof value === 'string' ? [value] : []
  })
}

// Masking finds base64 across line breaks, so the key is known however an echo wraps it.
function pemBody(text: string): string {
  return toLines(text)
    .replace(/-----[^-]+-----/g, '')
    .replace(/\s/g, '')
}
