import type { SecretChanges } from './definition'
import { type ConnectorType, type ConnectorTypes, connectorTypes } from './schemas'

/** The message at a stored secret that would follow the connector to another host. */
export const secretStays =
  'Enter it again: the base URL leads to another host, and a stored secret is never sent there unasked.'

export interface KeptSecrets<T extends ConnectorType> {
  type: T
  /** The config as it is stored, not parsed yet. */
  before: unknown
  after: ConnectorTypes[T]['config']
  secrets: SecretChanges
  /** The fields whose secret the server has. */
  stored: readonly string[]
}

/**
 * The secrets that a change would keep and send to another host than the one they were entered for, with the message
 * for each. Whoever may edit a connector could otherwise read its secret at a host of their own.
 */
export function secretsThatMove<T extends ConnectorType>(change: KeptSecrets<T>): Record<string, string> {
  const { type, before, after, secrets, stored } = change
  const { configSchema, destination } = connectorTypes[type]
  const known = configSchema.safeParse(before)
  if (known.success && destination(known.data) === destination(after)) return {}
  const kept = listSecretFields(type, after).filter((field) => secrets[field] === undefined && stored.includes(field))
  return Object.fromEntries(kept.map((field) => [field, secretStays]))
}

/** Every secret that a config may have, needed or not: a stored one of another field belongs to former settings. */
export function listSecretFields<T extends ConnectorType>(type: T, config: ConnectorTypes[T]['config']): string[] {
  const { secretFields, optionalSecretFields } = connectorTypes[type]
  return [...Object.keys(secretFields(config)), ...optionalSecretFields(config)]
}

/** The secrets that a change newly needs and leaves out, with the message for each: those of another method. */
export function secretsThatLack<T extends ConnectorType>(change: KeptSecrets<T>): Record<string, string> {
  const { type, before, after, secrets } = change
  const { configSchema, secretFields } = connectorTypes[type]
  const known = configSchema.safeParse(before)
  const needed = known.success ? secretFields(known.data) : {}
  const lacking = Object.entries(secretFields(after)).filter(
    ([field]) => !Object.hasOwn(needed, field) && typeof secrets[field] !== 'string',
  )
  return Object.fromEntries(lacking)
}
