import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { ConnectorError } from '../../errors'
import type { HttpAuthenticationMethod, HttpConfig } from '../schema'

/** What an authentication adds to a request. */
export interface Authentication {
  headers: [name: string, value: string][]
  /** Every text that gives access, for masking. */
  secrets: string[]
}

/**
 * Makes the headers of one authentication method. Asked at every call, so that one that fetches a token at an endpoint
 * is a resolver like those that read a stored one.
 */
export type AuthenticationResolver<M extends HttpAuthenticationMethod> = (
  settings: Extract<HttpConfig['authentication'], { method: M }>,
  secrets: ReadonlyMap<string, Secret>,
) => Authentication | Promise<Authentication>

/** @throws ConnectorError secretMissing */
export function requireSecret(secrets: ReadonlyMap<string, Secret>, field: string): string {
  const secret = secrets.get(field)
  if (!secret) throw new ConnectorError('secretMissing', field)
  return exposeSecret(secret)
}
