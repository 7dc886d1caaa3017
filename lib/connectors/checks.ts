import type { z } from 'zod'
import type { SecretChanges } from './definition'
import { checkHttp } from './http/check'
import type { KeptSecrets } from './kept-secrets'
import { type ConnectorType, connectorTypes, type SplitConnector } from './schemas'

/** A save as the check of its type sees it. */
export interface CheckedSave<Config> {
  /** What is replaced; null in a new connector. */
  before: Config | null
  after: Config
  secrets: SecretChanges
  /** The fields whose secret the server has. */
  stored: readonly string[]
}

/** What of a save only the server can judge, for instance a key: the message for each field that is wrong. */
export type ConnectorCheck<Config> = (save: CheckedSave<Config>) => Record<string, string>

type Change = Omit<KeptSecrets, 'after'> & { after: SplitConnector }

/** The types that have such a check. It may use `node:crypto` and the like, so it is never in a browser. */
const connectorChecks: { readonly [K in ConnectorType]?: (change: Change) => Record<string, string> } = {
  http: checkBy(connectorTypes.http, checkHttp),
}

export function checkConnector(change: Change): Record<string, string> {
  return connectorChecks[change.type]?.(change) ?? {}
}

// Here a config meets the check of its own type; outside nobody has to know which it is.
function checkBy<Config>({ configSchema }: { configSchema: z.ZodType<Config> }, check: ConnectorCheck<Config>) {
  return ({ before, after, stored }: Change) => {
    const config = configSchema.parse(after.config)
    return check({ before: configSchema.safeParse(before).data ?? null, after: config, secrets: after.secrets, stored })
  }
}
