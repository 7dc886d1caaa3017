import { keepsSecret } from './destination'
import { type ConnectorFacts, type ConnectorType, readFacts, type SplitConnector } from './schemas'

/** The message at a stored secret that would follow the connector to another host, or be sent with less protection. */
export const secretStays =
  'Enter it again: the connector now leads to another host, or with less protection. A stored secret is never sent there unasked.'

export interface KeptSecrets {
  type: ConnectorType
  /** The config as it is stored, not parsed yet. */
  before: unknown
  after: Pick<SplitConnector, 'facts' | 'secrets'>
  /** The fields whose secret the server has. */
  stored: readonly string[]
}

/**
 * The secrets that a change would keep and send to another destination than the one they were entered for, with the
 * message for each. Whoever may edit a connector could otherwise read its secret at a host of their own, or on the way.
 */
export function secretsThatMove({ type, before, after, stored }: KeptSecrets): Record<string, string> {
  const { secrets, facts } = after
  const known = readFacts(type, before)?.destinations ?? {}
  const kept = listSecretFields(facts).filter(
    (field) =>
      secrets[field] === undefined && stored.includes(field) && !keepsSecret(known[field], facts.destinations[field]),
  )
  return Object.fromEntries(kept.map((field) => [field, secretStays]))
}

/** Every secret that a config may have, needed or not: a stored one of another field belongs to former settings. */
export function listSecretFields({ secretFields, optionalSecretFields }: ConnectorFacts): string[] {
  return [...Object.keys(secretFields), ...optionalSecretFields]
}

/** The secrets that a change newly needs and leaves out, with the message for each: those of another method. */
export function secretsThatLack({ type, before, after }: KeptSecrets): Record<string, string> {
  const needed = readFacts(type, before)?.secretFields ?? {}
  const lacking = Object.entries(after.facts.secretFields).filter(
    ([field]) => !Object.hasOwn(needed, field) && typeof after.secrets[field] !== 'string',
  )
  return Object.fromEntries(lacking)
}
