import { z } from 'zod'
import { jsonSchema } from '../../language/json'
import { stepFields } from '../fields'

export const payloadSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('json'), value: jsonSchema }),
  z.strictObject({ type: z.literal('form'), value: z.record(z.string(), z.string()) }),
  z.strictObject({ type: z.literal('text'), value: z.string().max(100_000) }),
])

export const errorHandlingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('automatic'), text: z.string().max(500).optional() }),
  z.strictObject({ mode: z.literal('custom') }),
  z.strictObject({ mode: z.literal('ignore') }),
])

export const connectorStepSchema = z.strictObject({
  kind: z.literal('connector'),
  ...stepFields,
  /** The connector's id; in a flow file its name. Empty in a draft that has not chosen yet. */
  connector: z.string().max(100),
  action: z.string().max(20),
  /** A template: path with an optional query, below the connector's base URL. */
  endpoint: z.string().max(8_000),
  payload: payloadSchema.optional(),
  timeoutSeconds: z.number().optional(),
  async: z.boolean().optional(),
  contextKey: z.string().max(60),
  errorHandling: z.strictObject({ httpError: errorHandlingSchema, connectorExecution: errorHandlingSchema }),
})
export type ConnectorStep = z.infer<typeof connectorStepSchema>
