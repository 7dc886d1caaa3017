import { z } from 'zod'
import { jsonSchema } from '../../language/json'
import { errorHandlingSchema } from '../error-handling'
import { stepFields } from '../fields'

export const payloadSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('json'), value: jsonSchema }),
  z.strictObject({ type: z.literal('form'), value: z.record(z.string(), z.string()) }),
  z.strictObject({ type: z.literal('text'), value: z.string().max(100_000) }),
])

const sqlSchema = z.strictObject({
  query: z.string().max(20_000),
  /** Bound in order; texts are templates, leaf by leaf. */
  parameters: z.array(jsonSchema).max(100),
})

const smtpSchema = z.strictObject({
  /** Addresses separated by commas. */
  to: z.string().max(8_000),
  cc: z.string().max(8_000).optional(),
  subject: z.string().max(1_000),
  text: z.string().max(100_000).optional(),
  html: z.string().max(200_000).optional(),
})

/** What a step asks of its connector. The settings of http lie here as ever; those of another type under its name. */
export const callFields = {
  /** Of the connector's type; http: the verb. Tells which settings count. */
  action: z.string().max(20),
  /** http. A template: path with an optional query, below the connector's base URL. */
  endpoint: z.string().max(8_000).optional(),
  payload: payloadSchema.optional(),
  sql: sqlSchema.optional(),
  smtp: smtpSchema.optional(),
  timeoutSeconds: z.number().optional(),
}

export const connectorStepSchema = z.strictObject({
  kind: z.literal('connector'),
  ...stepFields,
  /** The connector's id; in a flow file its name. Empty in a draft that has not chosen yet. */
  connector: z.string().max(100),
  ...callFields,
  async: z.boolean().optional(),
  contextKey: z.string().max(60),
  /** By event; one that is left out is automatic. */
  errorHandling: z.strictObject({
    httpError: errorHandlingSchema.optional(),
    connectorExecution: errorHandlingSchema,
  }),
})
export type ConnectorStep = z.infer<typeof connectorStepSchema>

/** The part of a step that makes its call. */
export type CallSettings = Pick<ConnectorStep, keyof typeof callFields>
