import { z } from 'zod'
import type { ConnectorTypeDefinition, SecretChanges } from './definition'
import { httpDefinition } from './http/definition'
import {
  type HttpConfig,
  type HttpDefinition,
  type HttpInput,
  httpDefinitionSchema,
  httpInputSchema,
} from './http/schema'
import { smtpDefinition } from './smtp/definition'
import {
  type SmtpConfig,
  type SmtpDefinition,
  type SmtpInput,
  smtpDefinitionSchema,
  smtpInputSchema,
} from './smtp/schema'
import { sqlDefinition } from './sql/definition'
import { type SqlConfig, type SqlDefinition, type SqlInput, sqlDefinitionSchema, sqlInputSchema } from './sql/schema'

/** Per type: the stored settings, the form, and what a browser gets. A new type begins with a row here. */
export interface ConnectorTypes {
  http: { config: HttpConfig; input: HttpInput; definition: HttpDefinition }
  sql: { config: SqlConfig; input: SqlInput; definition: SqlDefinition }
  smtp: { config: SmtpConfig; input: SmtpInput; definition: SmtpDefinition }
}
export type ConnectorType = keyof ConnectorTypes

/** The registry of connector types, client-safe. */
export const connectorTypes: {
  readonly [K in ConnectorType]: ConnectorTypeDefinition<ConnectorTypes[K]['config'], ConnectorTypes[K]['input']>
} = { http: httpDefinition, sql: sqlDefinition, smtp: smtpDefinition }

export const connectorInputSchema = z.discriminatedUnion(
  'type',
  [httpInputSchema, sqlInputSchema, smtpInputSchema],
  typeMessage(),
)
/** Settings as a form or file gives them. */
export type ConnectorInput = z.output<typeof connectorInputSchema>
/** The same before defaults: what a form sends. */
export type ConnectorInputDraft = z.input<typeof connectorInputSchema>

export const connectorDefinitionSchema = z.discriminatedUnion('type', [
  httpDefinitionSchema,
  sqlDefinitionSchema,
  smtpDefinitionSchema,
])
/** Settings as a browser gets them: never a secret. */
export type ConnectorDefinition = z.output<typeof connectorDefinitionSchema>

export const CONNECTORS_FORMAT = 'patchbay/connectors@1'

/** The file form of an export. */
export interface ConnectorFile {
  format: typeof CONNECTORS_FORMAT
  connectors: ConnectorDefinition[]
}

export function isConnectorType(type: string): type is ConnectorType {
  return Object.hasOwn(connectorTypes, type)
}

/** What a type tells of one config. */
export interface ConnectorFacts {
  target: string
  authentication: string
  /** Its TLS certificates are not checked. */
  insecure: boolean
  /** How an answer is laid out. */
  answerForm: string
  secretFields: Record<string, string>
  optionalSecretFields: readonly string[]
  /** Where each secret goes. */
  destinations: Record<string, string>
}

/**
 * What is told of a config as it is stored; null when its type does not read it.
 * @param stored the paths of its sealed secrets, where it matters which there are
 */
export function readFacts(type: ConnectorType, config: unknown, stored: readonly string[] = []): ConnectorFacts | null {
  return withType(type, (definition) => {
    const parsed = definition.configSchema.safeParse(config)
    return parsed.success ? toFacts(definition, parsed.data, stored) : null
  })
}

/**
 * A config as it is stored, with the defaults of settings that came later.
 * @throws ZodError when its type does not read it
 */
export function readConfig(type: ConnectorType, config: unknown): ConnectorTypes[ConnectorType]['config'] {
  return connectorTypes[type].configSchema.parse(config)
}

/** An input parted into what is stored in the open and what is sealed, with what is told of it. */
export interface SplitConnector {
  name: string
  description: string
  config: ConnectorTypes[ConnectorType]['config']
  secrets: SecretChanges
  facts: ConnectorFacts
}

export function splitConnector(input: ConnectorInput): SplitConnector {
  switch (input.type) {
    case 'http':
      return split(connectorTypes.http, input)
    case 'sql':
      return split(connectorTypes.sql, input)
    case 'smtp':
      return split(connectorTypes.smtp, input)
  }
}

/** Uses the definition of a type whose name is known at run time alone. */
function withType<R>(
  type: ConnectorType,
  use: <Config, Input>(definition: ConnectorTypeDefinition<Config, Input>) => R,
): R {
  switch (type) {
    case 'http':
      return use(connectorTypes.http)
    case 'sql':
      return use(connectorTypes.sql)
    case 'smtp':
      return use(connectorTypes.smtp)
  }
}

function split<Config, Input>(definition: ConnectorTypeDefinition<Config, Input>, input: Input) {
  const parts = definition.split(input)
  return { ...parts, facts: toFacts(definition, parts.config, []) }
}

function toFacts<Config, Input>(
  definition: ConnectorTypeDefinition<Config, Input>,
  config: Config,
  stored: readonly string[],
): ConnectorFacts {
  const secretFields = definition.secretFields(config)
  const optionalSecretFields = definition.optionalSecretFields(config)
  const fields = [...Object.keys(secretFields), ...optionalSecretFields]
  return {
    target: definition.target(config),
    authentication: definition.authentication(config, stored),
    insecure: definition.insecure(config),
    answerForm: definition.answerForm(config),
    secretFields,
    optionalSecretFields,
    destinations: Object.fromEntries(fields.map((field) => [field, definition.destination(config, field)])),
  }
}

function typeMessage(): string {
  return `The type must be one of: ${Object.keys(connectorTypes).join(', ')}.`
}
