import { Hono } from 'hono'
import { z } from 'zod'
import { testConnector } from '@/lib/connectors/call'
import { duplicateConnector } from '@/lib/connectors/duplicate/service'
import { listConnectors, requireConnector } from '@/lib/connectors/queries'
import { usedIn } from '@/lib/connectors/usage/queries'
import { callFields, payloadSchema } from '@/lib/steps/connector/schema'
import { toCall } from '@/lib/steps/connector/types/registry'
import { requireConsole } from '../authenticate'
import { readBody, readQuery } from '../request'
import { absent } from '../schemas'

const pageSchema = z.object({ search: z.string().max(200).optional(), cursor: z.string().max(200).optional() })

const testSchema = z.object({
  ...callFields,
  action: z.string().min(1).max(20),
  payload: absent(payloadSchema),
  timeoutSeconds: absent(z.number().int().min(1).max(120)),
  /** By placeholder, as it is written. */
  values: z.record(z.string(), z.json()).default({}),
})

/** What of connectors cannot be a server action: lists for the browser's cache, and whatever opens a secret or calls out. */
export function createConnectorRoutes(): Hono {
  const app = new Hono()
  app.get('/connectors', async (context) => {
    const { projectId } = await requireConsole(context, 'connectors.read')
    return context.json(await listConnectors(projectId, readQuery(context, pageSchema)))
  })
  app.get('/connectors/:connectorId/used-in', async (context) => {
    const { projectId } = await requireConsole(context, 'connectors.read')
    const connectorId = context.req.param('connectorId')
    await requireConnector(projectId, connectorId)
    return context.json(await usedIn(projectId, connectorId))
  })
  app.post('/connectors/:connectorId/duplicate', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'connectors.write')
    return context.json(await duplicateConnector(projectId, context.req.param('connectorId'), operator.id))
  })
  app.post('/connectors/:connectorId/test', async (context) => {
    const { projectId } = await requireConsole(context, 'connectors.test')
    const connectorId = context.req.param('connectorId')
    const { values, ...settings } = readBody(context, testSchema)
    await requireConnector(projectId, connectorId)
    const { ok, event, value, record, earlier, missing } = await testConnector({
      projectId,
      connectorId,
      call: toCall({
        ...settings,
        payload: settings.payload ?? undefined,
        timeoutSeconds: settings.timeoutSeconds ?? undefined,
      }),
      values,
      signal: context.req.raw.signal,
    })
    return context.json({ ok, event, value, record, earlier: earlier ?? [], missing })
  })
  return app
}
