import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { DomainError } from '@/lib/result'
import { cancelExecution } from '@/lib/runner/cancel'
import { currentReply } from '@/lib/runner/next'
import { getExecution, listExecutions, listMessages, requireExecution } from '@/lib/runner/queries'
import { executionStatuses, executionTriggers, type MessageCursor } from '@/lib/runner/types'
import { requireConsole } from '../authenticate'
import { ApiError } from '../errors'
import { readQuery } from '../request'
import { streamExecution } from './execution-stream'

const time = z.iso.datetime({ offset: true, error: 'Give a time in ISO 8601.' })

const filterSchema = z.object({
  flow: z.string().max(100).optional(),
  version: z.union([z.literal('draft'), z.coerce.number().int().positive()]).optional(),
  status: z.enum(executionStatuses).optional(),
  trigger: z.enum(executionTriggers).optional(),
  asyncFailed: z
    .literal('true')
    .transform(() => true as const)
    .optional(),
  text: z.string().max(200).optional(),
  from: time.optional(),
  to: time.optional(),
  cursor: z.string().max(200).optional(),
})

const after = z.coerce.number().int().min(0).default(0)
const cursorSchema = z.object({ after, afterAsync: after })
const messagesSchema = cursorSchema.extend({ limit: z.coerce.number().int().min(1).max(1_000).default(500) })

export function createExecutionRoutes(): Hono {
  const app = new Hono()
  app.get('/executions', async (context) => {
    const { projectId } = await requireConsole(context, 'executions.read')
    return context.json(await listExecutions(projectId, readQuery(context, filterSchema)))
  })
  app.get('/executions/:executionId', async (context) => {
    const { projectId } = await requireConsole(context, 'executions.read')
    const id = context.req.param('executionId')
    const view = await getExecution(projectId, id)
    const reply = view.execution.status === 'waiting' ? await currentReply(projectId, id) : null
    return context.json({ ...view, reply })
  })
  app.get('/executions/:executionId/messages', async (context) => {
    const { projectId } = await requireConsole(context, 'executions.read')
    const page = readQuery(context, messagesSchema)
    const id = context.req.param('executionId')
    const messages = await listMessages(projectId, id, page)
    if (messages.length === 0) await requireExecution(projectId, id)
    return context.json({ messages })
  })
  app.post('/executions/:executionId/cancel', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'flows.run')
    await cancelExecution(projectId, context.req.param('executionId'), `Cancelled by ${operator.name}.`)
    return context.json({})
  })
  app.get('/executions/:executionId/events', async (context) => {
    const { projectId } = await requireConsole(context, 'executions.read')
    const cursor = readEventId(context.req.header('last-event-id')) ?? readQuery(context, cursorSchema)
    return streamSSE(context, (stream) =>
      streamExecution(stream, {
        projectId,
        executionId: context.req.param('executionId'),
        cursor,
        stillAllowed: () => isAllowed(context),
      }),
    )
  })
  return app
}

/** The id of a stream's last event, as a browser sends it when it connects again. */
function readEventId(id: string | undefined): MessageCursor | null {
  const [, after, afterAsync] = /^(\d{1,9})\.(\d{1,9})$/.exec(id ?? '') ?? []
  return after && afterAsync ? { after: Number(after), afterAsync: Number(afterAsync) } : null
}

/** Whether the session still lasts and the operator may still read: asked again while a stream is open. */
async function isAllowed(context: Context): Promise<boolean> {
  try {
    await requireConsole(context, 'executions.read')
    return true
  } catch (error) {
    // A database that is away for a moment ends no session.
    return !(error instanceof ApiError || error instanceof DomainError)
  }
}
