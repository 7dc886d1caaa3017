import { z } from '@hono/zod-openapi'

// SDKs of other languages send null, and some an empty text, for what was not given.
export const absent = <S extends z.ZodType>(schema: S) => schema.nullish()

export const inputSchema = z.record(z.string(), z.json()).openapi({ type: 'object', additionalProperties: true })

const stepIdOnWire = z.string().min(1).max(120)

export const flowStartSchema = z
  .looseObject({
    flowId: z.string().min(1, 'Give the flow\u2019s id.').max(100),
    options: absent(z.looseObject({ client: absent(inputSchema) })),
    interactionId: absent(z.string().max(100)),
    input: absent(inputSchema),
  })
  .openapi('FlowStart')

export const flowNextSchema = z
  .looseObject({
    executionId: z.string().min(1, 'Give the execution\u2019s id from the last reply.').max(200),
    stepId: stepIdOnWire,
    interactionId: z.string().min(1, 'Give the id of the pressed button.').max(100),
    input: absent(inputSchema),
  })
  .openapi('FlowNext')

const runOptions = { input: absent(inputSchema), preview: absent(z.boolean()), tenant: absent(z.string()) }

/** Some SDKs nest the options, others send them at the top. */
export const flowRunSchema = z
  .looseObject({
    flowId: z.string().min(1, 'Give the flow\u2019s id.').max(100),
    options: absent(z.looseObject(runOptions)),
    ...runOptions,
  })
  .openapi('FlowRun')

export const executionErrorSchema = z
  .object({
    code: z.string(),
    description: z.string(),
    message: z.string(),
    stepId: z.string().optional(),
    stepName: z.string().optional(),
  })
  .openapi('ExecutionError')

export const flowReplySchema = z
  .object({
    executionId: z.string(),
    stepId: z.string(),
    stepName: z.string(),
    status: z.enum(['waiting', 'running', 'completed', 'failed', 'cancelled']),
    action: z.enum(['screen', 'none']),
    screen: z.looseObject({ id: z.string(), state: z.looseObject({}) }),
    error: executionErrorSchema.optional(),
    output: inputSchema.optional(),
  })
  .openapi('FlowReply')

export const flowOutputSchema = z.object({ output: inputSchema }).openapi('FlowOutput')

export const errorSchema = z
  .looseObject({ errorCode: z.string(), errorDescription: z.string(), errorMessage: z.string() })
  .openapi('Error')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

/** A route's answers: the given one and the errors. */
export const answers = <S extends z.ZodType>(schema: S, description: string) => ({
  200: json(schema, description),
  400: json(errorSchema, 'The request is malformed; errorMessage says where.'),
  401: json(errorSchema, 'The key is missing or wrong.'),
  404: json(errorSchema, 'There is no such thing in this project.'),
  409: json(errorSchema, 'It conflicts with what has happened since.'),
})

export const body = <S extends z.ZodType>(schema: S) => ({
  body: { content: { 'application/json': { schema } }, required: true },
})
