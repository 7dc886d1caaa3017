import type { Scope } from '@/lib/language/template'
import type { Secret } from '@/lib/vault/secret'
import type { ConnectorCall, ConnectorOutcome } from './types'

/** A stored connector as a client gets it, its secrets open but hidden. */
export interface OpenConnector<Config> {
  projectId: string
  id: string
  type: string
  name: string
  /** Counts its saves. */
  version: number
  config: Config
  /** By field path. */
  secrets: ReadonlyMap<string, Secret>
}

export interface ClientCall<Call = ConnectorCall> {
  call: Call
  scope: Scope
  /** Secret values that the scope may answer with. */
  scopeSecrets: readonly string[]
  signal?: AbortSignal | undefined
}

/** What a client tells of a call. Its value may still hold secrets that the third party has echoed. */
export interface ClientOutcome extends ConnectorOutcome {
  /** When the call's timeout ends, as `performance.now()` tells it. */
  deadline: number
}

/** A connector that is ready to be called; made once per saved version. */
export interface PreparedConnector<Call = ConnectorCall> {
  /** Actions that change nothing at the third party, by its settings. Absent: none beside those that never do. */
  safe?: readonly string[]
  /** Actions that its settings allow to be sent once more when nobody knows what became of them. Absent: none. */
  repeats?: readonly string[]
  /** Paths of the context that its settings read besides their dynamic values. Absent: none. */
  reads?: readonly string[]
  /** Where a call will go, its dynamic values unresolved. Absent: the call itself tells. */
  targetOf?(call: Call): string
  /** Never throws: whatever fails is an outcome. */
  call(input: ClientCall<Call>): Promise<ClientOutcome>
  /** Ends what is kept open for it. Calls under way go on; the version was replaced, or is not used any more. */
  close?(): void
}

/** How a type of connector is called. */
export interface ConnectorClient<Config, Call extends ConnectorCall> {
  /** Whether a call is one of this type's: a step may name a connector of another one. */
  takes(call: ConnectorCall): call is Call
  prepare(connector: OpenConnector<Config>): PreparedConnector<Call>
}
