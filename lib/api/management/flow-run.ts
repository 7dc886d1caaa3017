import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { startExecution } from '@/lib/runner/start'
import { requireManagementKey } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, readBody, usePost } from '../request'
import { answers, body, flowOutputSchema, flowRunSchema } from '../schemas'

const run = createRoute({
  method: 'post',
  path: '/flow/run',
  summary: 'Run a management flow',
  description:
    'Runs the live version (the draft with preview) to its end and answers its outputs. With the header Idempotency-Key a repeated request answers the first one\u2019s result. A flow that fails answers 422 with the cause.',
  security: [{ managementKey: [] }],
  request: body(flowRunSchema),
  responses: answers(flowOutputSchema, 'The outputs of the End step.'),
})

export function addFlowRun(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath(run)
  app.post('/flow/run', async (context) => {
    const { projectId, keyId } = await requireManagementKey(context)
    const given = readBody(context, flowRunSchema)
    const reply = await startExecution({
      projectId,
      flowId: given.flowId,
      version: (given.options?.preview ?? given.preview) ? 'draft' : 'live',
      trigger: 'api',
      startedById: keyId,
      client: given.options?.input ?? given.input ?? {},
      ipAddress: clientAddress(context),
      requireKind: 'management',
      watched: false,
      idempotencyKey: readIdempotencyKey(context.req.header('idempotency-key')),
    })
    if (reply.status !== 'completed') {
      const { executionId, error, output } = reply
      throw new ApiError('flowFailed', error?.message ?? 'The execution did not complete.', {
        executionId,
        ...(error ? { error } : {}),
        ...(output ? { output } : {}),
      })
    }
    return context.json({ output: reply.output ?? {}, executionId: reply.executionId })
  })
  app.all('/flow/run', usePost)
}

function readIdempotencyKey(value: string | undefined): string | null {
  if (!value) return null
  if (value.length > 200) throw new ApiError('invalidArguments', 'Idempotency-Key: use at most 200 characters.')
  return value
}
