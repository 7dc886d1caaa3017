import type { Scope } from '@/lib/language/template'
import { exposeSecret, type Secret } from '@/lib/vault/secret'
import type { OpenConnector } from '../../client'
import { ConnectorError } from '../../errors'
import type { ConnectorRecord } from '../../types'
import type { HttpAuthenticationMethod, HttpConfig } from '../schema'

/** What an authentication adds to a request. */
export interface Authentication {
  headers: [name: string, value: string][]
  /** Every text that gives access, for masking. */
  secrets: string[]
  /**
   * What takes its place after an answer of 401: there only where another one can be had, and never twice in a call.
   * @throws ConnectorError or EgressError when it cannot be had
   */
  renew?: () => Promise<Authentication>
}

/** The call that an authentication is made for. */
export interface AuthenticationContext {
  connector: OpenConnector<HttpConfig>
  /** Of the call's timeout. */
  remainingMs: () => number
  signal: AbortSignal | undefined
  /** The dynamic values of the call, and who is told of one that is missing. */
  scope: Scope
  onMissing: (source: string) => void
  /** Told of each request to a token endpoint that this call has made: its masked record, and what it told or showed. */
  onTokenRequest: (
    record: Pick<ConnectorRecord, 'request' | 'response' | 'error' | 'startedAt' | 'timings'>,
    secrets: readonly string[],
  ) => void
}

/**
 * Makes the headers of one authentication method. Asked at every call, so that one that fetches a token at an endpoint
 * is a resolver like those that read a stored one.
 * @throws ConnectorError, or EgressError when the call is cancelled
 */
export type AuthenticationResolver<M extends HttpAuthenticationMethod> = (
  settings: Extract<HttpConfig['authentication'], { method: M }>,
  secrets: ReadonlyMap<string, Secret>,
  context: AuthenticationContext,
) => Authentication | Promise<Authentication>

/** @throws ConnectorError secretMissing */
export function requireSecret(secrets: ReadonlyMap<string, Secret>, field: string): string {
  const secret = secrets.get(field)
  if (!secret) throw new ConnectorError('secretMissing', field)
  return exposeSecret(secret)
}
