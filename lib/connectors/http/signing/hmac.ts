import { createHmac } from 'node:crypto'

export const HMAC_HEADER = 'x-descope-webhook-s256'

/**
 * The value of the header x-descope-webhook-s256: base64 of the HMAC-SHA256 (RFC 2104) of some bytes.
 * @param parts what is signed, joined with nothing between; text counts as UTF-8
 */
export function hmacSignature(secret: string, parts: readonly (string | Uint8Array)[]): string {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest('base64')
}
