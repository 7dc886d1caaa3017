import { Hono } from 'hono'
import { z } from 'zod'
import { readAuditEvents } from '@/lib/audit/queries'
import { auditFilterSchema } from '@/lib/audit/schema'
import type { AuditEvent, AuditFilter } from '@/lib/audit/types'
import { toCsvLine } from '@/lib/csv'
import { requireConsole } from '../authenticate'
import { readQuery } from '../request'
import { toBody } from '../stream'

const exportSchema = auditFilterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') })

/** The audit log as a file. Lines are sent as they are read, so that a long log is never held whole. */
export function createAuditRoutes(): Hono {
  const app = new Hono()
  app.get('/audit/export', async (context) => {
    const { projectId } = await requireConsole(context, 'audit.read')
    const { format, ...filter } = readQuery(context, exportSchema)
    const lines = format === 'csv' ? toCsv(projectId, filter) : toJson(projectId, filter)
    context.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
    context.header('content-disposition', `attachment; filename="audit-${projectId}.${format}"`)
    return context.body(toBody(lines))
  })
  return app
}

const columns = ['at', 'actorType', 'actorId', 'actorName', 'ipAddress', 'action', 'severity', 'targetId', 'userId']
const more = ['tenantId', 'data', 'before', 'after']

async function* toCsv(projectId: string, filter: AuditFilter): AsyncGenerator<string> {
  yield toCsvLine([...columns, ...more])
  for await (const events of readAuditEvents(projectId, filter)) yield events.map(toLine).join('')
}

function toLine({ at, actor, action, severity, targetId, userId, tenantId, data, before, after }: AuditEvent): string {
  const json = (value: object | null) => (value ? JSON.stringify(value) : '')
  return toCsvLine([
    at,
    actor.type,
    actor.id,
    actor.name,
    actor.ipAddress,
    action,
    severity,
    targetId ?? '',
    userId ?? '',
    tenantId ?? '',
    json(data),
    json(before),
    json(after),
  ])
}

/** An array with a line for each event. */
async function* toJson(projectId: string, filter: AuditFilter): AsyncGenerator<string> {
  yield '['
  let separator = '\n'
  for await (const events of readAuditEvents(projectId, filter)) {
    for (const event of events) {
      yield `${separator}${JSON.stringify(event)}`
      separator = ',\n'
    }
  }
  yield '\n]\n'
}
