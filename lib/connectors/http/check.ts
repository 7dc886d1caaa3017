import type { ConnectorCheck } from '../checks'
import type { HttpConfig } from './schema'
import { readSigningKey } from './signing/signing-key'

/** Refuses a key that cannot sign by its algorithm, without quoting it. */
export const checkHttp: ConnectorCheck<HttpConfig> = ({ before, after, secrets, stored }) => {
  if (!after.rfc9421SigningEnabled) return {}
  const refuse = (message: string | null): Record<string, string> =>
    message === null ? {} : { rfc9421PrivateKey: message }
  const { rfc9421PrivateKey: text } = secrets
  if (typeof text === 'string') return refuse(readSigningKey(after.rfc9421Algorithm, text).error)
  if (text === null || !stored.includes('rfc9421PrivateKey')) return {}
  if (before?.rfc9421Algorithm === after.rfc9421Algorithm) return {}
  // What is stored cannot be read here, so nobody knows whether it fits.
  return refuse('Enter the key again: the stored one was entered for another algorithm.')
}
