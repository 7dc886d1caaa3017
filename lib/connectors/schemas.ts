import { z } from 'zod'
import type { ConnectorTypeDefinition } from './definition'
import { httpDefinition } from './http/definition'
import {
  type HttpConfig,
  type HttpDefinition,
  type HttpInput,
  httpDefinitionSchema,
  httpInputSchema,
} from './http/schema'

/** Per type: the stored settings, the form, and what a browser gets. A new type begins with a row here. */
export interface ConnectorTypes {
  http: { config: HttpConfig; input: HttpInput; definition: HttpDefinition }
}
export type ConnectorType = keyof ConnectorTypes

/** The registry of connector types, client-safe. */
export const connectorTypes = { http: httpDefinition } satisfies {
  [K in ConnectorType]: ConnectorTypeDefinition<K, ConnectorTypes[K]['config'], ConnectorTypes[K]['input']>
}

export const connectorInputSchema = z.discriminatedUnion('type', [httpInputSchema], 'The type must be http.')
/** Settings as a form or file gives them. */
export type ConnectorInput = z.output<typeof connectorInputSchema>
/** The same before defaults: what a form sends. */
export type ConnectorInputDraft = z.input<typeof connectorInputSchema>

export const connectorDefinitionSchema = z.discriminatedUnion('type', [httpDefinitionSchema])
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
