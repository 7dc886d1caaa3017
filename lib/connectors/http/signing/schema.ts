import { secret, token } from '../fields'

/** The write-only settings of signing. */
export const signingSecrets = {
  /** Of the header x-descope-webhook-s256. Without it nothing is signed. */
  hmacSecret: secret(token('HMAC secret')),
}

/** Those that a connector works without, by path. */
export const optionalSigningSecrets: readonly string[] = ['hmacSecret']
