import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { HMAC_HEADER, hmacSignature } from './hmac'

/** A request as it goes out, but for its signatures. */
export interface UnsignedRequest {
  method: string
  url: URL
  /** All of them, those of the authentication and the default ones included. */
  headers: readonly (readonly [name: string, value: string])[]
  body: string | null
}

/** What one connector signs its requests with; made once per saved version. */
export interface Signer {
  /** Every text that could sign another request, for masking. */
  secrets: readonly string[]
  /** The headers that a request gets, over its final form: a signature holds for that request alone. */
  sign(request: UnsignedRequest): [name: string, value: string][]
}

/** Reads what a connector signs with. */
export function createSigner(secrets: ReadonlyMap<string, Secret>): Signer {
  const stored = secrets.get('hmacSecret')
  if (!stored) return { secrets: [], sign: () => [] }
  const hmacSecret = exposeSecret(stored)
  return {
    secrets: [hmacSecret],
    sign: ({ body }) => [[HMAC_HEADER, hmacSignature(hmacSecret, [body ?? ''])]],
  }
}
