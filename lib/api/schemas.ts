import { z } from '@hono/zod-openapi'
import { jwtResponseSchema } from './user-schema'

// SDKs of other languages send null, and some an empty text, for what was not given.
export const absent = <S extends z.ZodType>(schema: S) => schema.nullish()

export const inputSchema = z
  .record(z.string(), z.json(), 'Give the input as a JSON object, for example {"email": "ada@example.com"}.')
  .openapi({ type: 'object', additionalProperties: true })

/** An id as a caller gives it. Whether there is such a thing is found out later; what no id can be is refused here. */
export const idSchema = (message: string, longest = 100) =>
  z
    .string({ error: message })
    .min(1, message)
    .max(longest, message)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .regex(/^[^\u0000-\u001f\u007f]*$/, message)

const flowIdOnWire = idSchema('Give the flow\u2019s id as text.')
const wireExecutionId = idSchema('Give the executionId from the last reply.', 200)
const stepIdOnWire = idSchema('Give the stepId from the last reply.', 120)

/** Which outbound app the connect actions of a flow are about. */
export const outboundChoiceShape = {
  outboundAppId: absent(z.string().max(100)),
  outboundAppScopes: absent(z.array(z.string().max(500)).max(500)),
}

export const flowStartSchema = z
  .looseObject({
    flowId: flowIdOnWire,
    options: absent(
      z.looseObject({
        client: absent(inputSchema),
        ...outboundChoiceShape,
        redirectUrl: absent(z.string().max(4_000)),
        location: absent(z.string().max(4_000)),
      }),
    ),
    interactionId: absent(z.string().max(100)),
    input: absent(inputSchema),
  })
  .openapi('FlowStart')

export const flowNextSchema = z
  .looseObject({
    executionId: wireExecutionId,
    stepId: stepIdOnWire,
    interactionId: idSchema('Give the id of the pressed button.'),
    input: absent(inputSchema),
  })
  .openapi('FlowNext')

export const flowResumeSchema = z.looseObject({ executionId: wireExecutionId }).openapi('FlowResume')

const redirectUrl = z.string('Give the address that the person was sent to.').max(2_000)

export const flowCodeSchema = z
  .looseObject({
    executionId: wireExecutionId,
    redirectUrl,
    state: absent(z.string().max(2_000)),
    codeChallenge: absent(z.string().regex(/^[\w-]{43}$/, 'Give a PKCE challenge with S256: 43 characters.')),
  })
  .openapi('FlowCode')

export const flowExchangeSchema = z
  .looseObject({
    code: idSchema('Give the code from the address that the person came back with.', 100),
    redirectUrl,
    codeVerifier: absent(z.string().max(200)),
  })
  .openapi('FlowExchange')

const runOptions = {
  input: absent(inputSchema),
  preview: absent(z.boolean()),
  tenant: absent(idSchema('Give the tenant\u2019s id as tenant.').or(z.literal(''))).openapi({
    description: 'What the flow reads as tenant.*',
  }),
}

/** Some SDKs nest the options, others send them at the top. */
export const flowRunSchema = z
  .looseObject({
    flowId: flowIdOnWire,
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
    action: z.enum(['screen', 'redirect', 'poll', 'none']),
    screen: z.looseObject({ id: z.string(), state: z.looseObject({}) }),
    redirect: z.object({ url: z.string() }).optional(),
    connect: z
      .object({
        id: z.string(),
        app: z.object({ id: z.string(), name: z.string(), logo: z.string() }),
        owner: z.enum(['user', 'tenant']),
        expiresAt: z.string(),
      })
      .optional(),
    error: executionErrorSchema.optional(),
    output: inputSchema.optional(),
    authInfo: jwtResponseSchema.optional(),
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
