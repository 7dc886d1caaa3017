import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { getTenant } from '@/lib/identity/tenants/queries'
import { toTenantContext } from '@/lib/identity/tenants/response'
import { BackgroundFullError, readBackgroundRun, startInBackground } from '@/lib/runner/background'
import { startExecution } from '@/lib/runner/start'
import { executionStatuses, type FlowReply, isLive } from '@/lib/runner/types'
import { requireManagementKey } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, readBody, usePost } from '../request'
import { answers, body, flowOutputSchema, flowRunSchema, idSchema, inputSchema } from '../schemas'
import { addRoute } from './route'

const run = createRoute({
  method: 'post',
  path: '/flow/run',
  summary: 'Run a management flow',
  description:
    'Runs the live version (the draft with preview) to its end and answers its outputs. With `tenant` the flow reads that tenant as `tenant.*`. With the header Idempotency-Key a repeated request answers the first one\u2019s result. A flow that fails answers 422 with the cause.',
  security: [{ managementKey: [] }],
  request: body(flowRunSchema),
  responses: answers(flowOutputSchema, 'The outputs of the End step.'),
})

/** Running management flows: while the caller waits, or behind an id that is asked for the result. */
export function addFlowRun(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath(run)
  app.post('/flow/run', async (context) => {
    const { projectId, keyId } = await requireManagementKey(context)
    const reply = await startExecution({
      ...(await toStart(projectId, keyId, clientAddress(context), readBody(context, flowRunSchema))),
      watched: false,
      idempotencyKey: readIdempotencyKey(context.req.header('idempotency-key')),
    })
    requireCompleted(reply)
    return context.json({ output: reply.output ?? {}, executionId: reply.executionId })
  })
  app.all('/flow/run', usePost)
  addRoute(app, {
    method: 'post',
    path: '/flow/async/run',
    summary: 'Start a management flow in the background',
    description: 'Answers at once. Ask /v1/mgmt/flow/async/result for what became of it.',
    request: flowRunSchema,
    reply: z.object({ executionId: z.string() }),
    answer: 'The id to ask with.',
    passes: true,
    run: async ({ projectId, keyId, ipAddress, given }) => {
      try {
        return { executionId: await startInBackground(await toStart(projectId, keyId, ipAddress, given)) }
      } catch (error) {
        if (!(error instanceof BackgroundFullError)) throw error
        throw new ApiError('tooManyRequests', 'Too many flows run in the background. Try again in a moment.')
      }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/async/result',
    summary: 'Ask for the result of a flow in the background',
    description: 'Without `output` it still runs: ask again. A flow that has failed answers 422 with the cause.',
    request: z.looseObject({ executionId: idSchema('Give the executionId that async/run answered.', 200) }),
    reply: z.object({ executionId: z.string(), status: z.enum(executionStatuses), output: inputSchema.optional() }),
    answer: 'Where it stands, with the outputs of the End step once it has ended.',
    run: async ({ projectId, given }) => {
      const reply = await readBackgroundRun(projectId, given.executionId)
      const { executionId, status } = reply
      if (isLive(status)) return { executionId, status }
      requireCompleted(reply)
      return { executionId, status, output: reply.output ?? {} }
    },
  })
}

/** @throws IdentityError `tenantNotFound` */
async function toStart(projectId: string, keyId: string, ipAddress: string, given: z.output<typeof flowRunSchema>) {
  const tenantId = given.options?.tenant || given.tenant
  const tenant = tenantId ? toTenantContext(await getTenant(projectId, tenantId)) : null
  return {
    projectId,
    flowId: given.flowId,
    version: (given.options?.preview ?? given.preview) ? ('draft' as const) : ('live' as const),
    trigger: 'api' as const,
    startedById: keyId,
    client: given.options?.input ?? given.input ?? {},
    ipAddress,
    requireKind: 'management' as const,
    ...(tenant ? { loaded: { tenant } } : {}),
  }
}

/** @throws ApiError `flowFailed` with the cause */
function requireCompleted({ status, executionId, error, output }: FlowReply): void {
  if (status === 'completed') return
  throw new ApiError('flowFailed', error?.message ?? 'The execution did not complete.', {
    executionId,
    ...(error ? { error } : {}),
    ...(output ? { output } : {}),
  })
}

function readIdempotencyKey(value: string | undefined): string | null {
  if (!value) return null
  if (value.length > 200) throw new ApiError('invalidArguments', 'Idempotency-Key: use at most 200 characters.')
  return value
}
