import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { submitStep } from '@/lib/runner/next'
import { startExecution } from '@/lib/runner/start'
import type { FlowReply } from '@/lib/runner/types'
import { readBearer } from './authenticate'
import { ApiError } from './errors'
import { clientAddress, readBody, usePost } from './request'
import { answers, body, flowNextSchema, flowReplySchema, flowStartSchema } from './schemas'

const start = createRoute({
  method: 'post',
  path: '/start',
  summary: 'Start an interactive flow',
  description:
    'Runs the live version until it waits for a person or has ended. A first screen that was already filled in is submitted with interactionId and input.',
  security: [{ project: [] }],
  request: body(flowStartSchema),
  responses: answers(flowReplySchema, 'Where the execution stands.'),
})

const next = createRoute({
  method: 'post',
  path: '/next',
  summary: 'Submit the current screen',
  description:
    'Safe to repeat: the same submission again answers the current state; another one for a past step is a conflict.',
  security: [{ project: [] }],
  request: body(flowNextSchema),
  responses: answers(flowReplySchema, 'Where the execution stands.'),
})

/** Interactive flows for end users: who knows the project's id may start its published flows. */
export function createFlowRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerPath(start)
  app.openAPIRegistry.registerPath(next)
  app.post('/start', async (context) => {
    const { projectId } = readBearer(context)
    const given = readBody(context, flowStartSchema)
    const reply = await startExecution({
      projectId,
      flowId: given.flowId,
      version: 'live',
      trigger: 'api',
      startedById: null,
      client: given.options?.client ?? {},
      ipAddress: clientAddress(context),
      requireKind: 'interactive',
      watched: false,
    })
    const submits = given.interactionId && reply.action === 'screen'
    const shown = submits
      ? await submitStep({
          projectId,
          executionId: reply.executionId,
          stepId: reply.stepId,
          interactionId: given.interactionId ?? '',
          input: given.input ?? {},
          watched: false,
        })
      : reply
    return context.json(toWire(given.flowId, shown))
  })
  app.post('/next', async (context) => {
    const { projectId } = readBearer(context)
    const given = readBody(context, flowNextSchema)
    const { flowId, id } = fromWireId(given.executionId)
    const reply = await submitStep({
      projectId,
      executionId: id,
      flowId,
      stepId: given.stepId,
      interactionId: given.interactionId,
      input: given.input ?? {},
      watched: false,
    })
    return context.json(toWire(flowId, reply))
  })
  app.all('/start', usePost).all('/next', usePost)
  return app
}

const SEPARATOR = '|#|'

/** Execution ids carry the flow's id on the wire: `<flowId>|#|<id>`. */
function toWire(flowId: string, reply: FlowReply): FlowReply {
  return { ...reply, executionId: `${flowId}${SEPARATOR}${reply.executionId}` }
}

function fromWireId(text: string): { flowId: string; id: string } {
  const at = text.indexOf(SEPARATOR)
  if (at < 0)
    throw new ApiError('invalidArguments', 'executionId: give the execution\u2019s id as the last reply gave it.')
  return { flowId: text.slice(0, at), id: text.slice(at + SEPARATOR.length) }
}
