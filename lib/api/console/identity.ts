import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit, recordAudits } from '@/lib/audit/service'
import type { AuditActor, AuditEntry } from '@/lib/audit/types'
import type { Operator } from '@/lib/console/operator'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { ATTRIBUTE_SUBJECTS, type Attribute } from '@/lib/identity/attributes/schema'
import { deleteAttributes } from '@/lib/identity/attributes/service'
import { toSoughtValue } from '@/lib/identity/attributes/values'
import { countTenantRemains, countUserRemains } from '@/lib/identity/remains/queries'
import { toTenantAudit } from '@/lib/identity/tenants/response'
import { listTenants } from '@/lib/identity/tenants/search/queries'
import { deleteTenant } from '@/lib/identity/tenants/service'
import { toCsvHeader, toCsvUser } from '@/lib/identity/users/export/csv'
import { readUsers } from '@/lib/identity/users/export/queries'
import { importSchema } from '@/lib/identity/users/import/schema'
import { type ImportedUser, importUsers } from '@/lib/identity/users/import/service'
import type { UserRow } from '@/lib/identity/users/queries'
import { toUserAudit } from '@/lib/identity/users/response'
import { USER_STATUSES } from '@/lib/identity/users/schema'
import { requireConsole } from '../authenticate'
import { readBody, readQuery } from '../request'
import { toBody } from '../stream'

const searchSchema = z.object({ search: z.string().max(200).optional() })
const exportSchema = searchSchema.extend({
  status: z.enum(USER_STATUSES).optional(),
  tenant: z.string().max(100).optional(),
  attribute: z.string().max(100).optional(),
  value: z.string().max(300).optional(),
})
const deleteTenantSchema = z.object({ cascade: z.boolean().default(false) })
const attributeSchema = z.object({ subject: z.enum(ATTRIBUTE_SUBJECTS), name: z.string().min(1).max(60) })

/** What of users and tenants is no server action: lists for the browser's cache, and what may take long. */
export function createIdentityRoutes(): Hono {
  const app = new Hono()
  app.get('/tenants', async (context) => {
    const { projectId } = await requireConsole(context, 'tenants.read')
    const { search } = readQuery(context, searchSchema)
    const { tenants } = await listTenants(projectId, { text: search })
    return context.json({ tenants: tenants.map(({ id, name, disabled }) => ({ id, name, disabled })) })
  })
  app.get('/users/export', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'users.read')
    const { search, status, tenant, attribute, value } = readQuery(context, exportSchema)
    const attributes = await listAttributes(projectId, 'user')
    const sought = toSoughtValue(attributes, attribute ?? null, value ?? null)
    const pages = readUsers(projectId, {
      text: search,
      statuses: status ? [status] : [],
      tenantIds: tenant ? [tenant] : [],
      attributes: attribute && sought !== undefined ? { [attribute]: sought } : {},
    })
    await recordAudit(toActor(operator), projectId, { action: 'user.export' })
    context.header('content-type', 'text/csv; charset=utf-8')
    context.header('content-disposition', `attachment; filename="users-${projectId}.csv"`)
    return context.body(toBody(toCsv(attributes, pages)))
  })
  app.post('/users/import', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'users.write')
    const { dryRun, rows } = readBody(context, importSchema)
    const { written, ...result } = await importUsers(projectId, rows, { dryRun })
    if (written.length > 0) {
      const { created, updated } = result
      const data = { created, updated, fromLine: rows[0]?.line ?? 0, toLine: rows.at(-1)?.line ?? 0 }
      await recordAudits(toActor(operator), projectId, [...written.map(toImported), { action: 'user.import', data }])
    }
    return context.json(result)
  })
  app.get('/tenants/:tenantId/remains', async (context) => {
    const { projectId } = await requireConsole(context, 'tenants.write')
    return context.json(await countTenantRemains(projectId, context.req.param('tenantId')))
  })
  app.get('/users/:userId/remains', async (context) => {
    const { projectId } = await requireConsole(context, 'users.write')
    return context.json(await countUserRemains(projectId, context.req.param('userId')))
  })
  app.delete('/tenants/:tenantId', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tenants.write')
    const options = readBody(context, deleteTenantSchema)
    const { tenant, deletedUsers } = await deleteTenant(projectId, context.req.param('tenantId'), options)
    await recordAudit(toActor(operator), projectId, {
      action: 'tenant.delete',
      targetId: tenant.id,
      tenantId: tenant.id,
      data: { name: tenant.name, deletedUsers },
      before: toTenantAudit(tenant),
    })
    return context.json({ deletedUsers })
  })
  app.delete('/attributes', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'users.write')
    const { subject, name } = readBody(context, attributeSchema)
    const deleted = await deleteAttributes(projectId, subject, [name])
    if (deleted.length > 0) {
      await recordAudit(toActor(operator), projectId, {
        action: 'attribute.delete',
        targetId: name,
        data: { subject, name },
      })
    }
    return context.json({})
  })
  return app
}

function toImported({ before, after }: ImportedUser): AuditEntry {
  const about = { targetId: after.id, userId: after.id, data: { name: after.name, by: 'import' } }
  return before
    ? { action: 'user.update', ...about, before: toUserAudit(before), after: toUserAudit(after) }
    : { action: 'user.create', ...about, after: toUserAudit(after) }
}

/** A file that an import reads back, its lines as they are read. */
async function* toCsv(attributes: readonly Attribute[], pages: AsyncIterable<UserRow[]>): AsyncGenerator<string> {
  yield toCsvHeader(attributes)
  for await (const users of pages) yield users.map((user) => toCsvUser(user, attributes)).join('')
}

/** An operator as the audit log names them. */
export function toActor({ id, name }: Operator): AuditActor {
  return { type: 'operator', id, name }
}
