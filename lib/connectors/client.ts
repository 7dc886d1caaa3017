import type { Scope } from '@/lib/language/template'
import type { Secret } from '@/lib/vault/secret'
import type { ConnectorCall, ConnectorOutcome } from './types'

/** A stored connector as a client gets it, its secrets open but hidden. */
export interface OpenConnector<Config> {
  id: string
  type: string
  name: string
  config: Config
  /** By field path. */
  secrets: ReadonlyMap<string, Secret>
}

export interface ClientCall {
  call: ConnectorCall
  scope: Scope
  /** Secret values that the scope may answer with. */
  scopeSecrets: readonly string[]
  signal?: AbortSignal | undefined
}

/** A connector that is ready to be called; made once per saved version. */
export interface PreparedConnector {
  /** Never throws: whatever fails is an outcome. */
  call(input: ClientCall): Promise<ConnectorOutcome>
}

/** How a type of connector is called. */
export interface ConnectorClient<Config> {
  prepare(connector: OpenConnector<Config>): PreparedConnector
}
