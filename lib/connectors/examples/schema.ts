import { z } from 'zod'
import { type Json, jsonSchema } from '@/lib/language/json'

/** More of one connector nobody looks through. */
export const MAX_EXAMPLES = 50

/** Of all connectors of a flow together: what one page of the editor carries. */
export const MAX_CALL_EXAMPLES = 300
export const MAX_CALL_EXAMPLES_BYTES = 2 * 1024 * 1024

/** The answer of one call of a connector that somebody kept, masked and shortened. */
export interface ConnectorExample {
  action: string
  /** http: the endpoint; sql: the query. As it was typed. */
  target: string
  /** What lies below the context key. */
  value: Json
  version: number
  savedAt: string
  /** The operator's name; null when gone. */
  savedBy: string | null
  /** The connector's settings lay answers out otherwise now, so flows do not use it. */
  outdated: boolean
}

const call = {
  projectId: z.string().min(1).max(40),
  connectorId: z.string().min(1).max(40),
  action: z.string().min(1).max(20),
  target: z.string().max(20_000),
}

/** Answers that an API's description shows, to become the examples of their calls. */
export const importExamplesSchema = z.object({
  projectId: call.projectId,
  connectorId: call.connectorId,
  examples: z
    .array(z.object({ action: call.action, target: call.target, status: z.int().min(200).max(299), body: jsonSchema }))
    .max(MAX_EXAMPLES),
})
export type ImportExamples = z.output<typeof importExamplesSchema>

export const saveExampleSchema = z.object({
  ...call,
  value: jsonSchema,
  /** The version that it replaces; null: there was none. */
  version: z.int().min(1).nullable(),
})
export type SaveExample = z.output<typeof saveExampleSchema>

export const removeExampleSchema = z.object({ ...call, version: z.int().min(1) })
export type RemoveExample = z.output<typeof removeExampleSchema>
