import { z } from 'zod'
import { db } from '@/lib/db'
import { isJsonObject, jsonSchema } from '@/lib/language/json'
import { escapeLike, toSought } from '@/lib/like'
import { readTimeCursor, type TimeCursor, writeTimeCursor } from '@/lib/time-cursor'
import type { Prisma } from '@/prisma/generated/client'
import {
  type AuditEvent,
  type AuditFilter,
  type AuditPage,
  type AuditSearch,
  actorTypes,
  type FoundAuditEvent,
  severities,
} from './types'

/** Lines of one page of the log. */
const PAGE = 50
/** Lines that an export reads at a time. */
const EXPORT_PAGE = 1_000

/** A page of a project's audit log, newest first. A cursor that is not understood begins at the first page. */
export async function listAuditEvents(projectId: string, filter: AuditFilter, cursor?: string): Promise<AuditPage> {
  const place = readTimeCursor(cursor)
  const backwards = place?.direction === 'before'
  const rows = await db().auditEvent.findMany({
    where: { AND: [{ projectId }, toWhere(filter), place ? beyond(place) : {}] },
    orderBy: backwards ? [{ at: 'asc' }, { id: 'asc' }] : [{ at: 'desc' }, { id: 'desc' }],
    take: PAGE + 1,
  })
  const more = rows.length > PAGE
  const page = rows.slice(0, PAGE)
  if (backwards) page.reverse()
  const first = page[0]
  const last = page.at(-1)
  const hasPrevious = backwards ? more : place !== null
  const hasNext = backwards || more
  return {
    events: page.map(toEvent),
    previousCursor: first && hasPrevious ? writeTimeCursor('before', first.at, first.id) : null,
    nextCursor: last && hasNext ? writeTimeCursor('after', last.at, last.id) : null,
  }
}

/** Every line that the filter leaves, newest first, page by page: an export never holds all of them. */
export async function* readAuditEvents(projectId: string, filter: AuditFilter): AsyncGenerator<AuditEvent[]> {
  let place: TimeCursor | null = null
  for (;;) {
    const rows: AuditRow[] = await db().auditEvent.findMany({
      where: { AND: [{ projectId }, toWhere(filter), place ? beyond(place) : {}] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: EXPORT_PAGE,
    })
    if (rows.length > 0) yield rows.map(toEvent)
    const last = rows.at(-1)
    if (!last || rows.length < EXPORT_PAGE) return
    place = { direction: 'after', at: last.at, id: last.id }
  }
}

/** A search by the management API, newest first, with how many there are in all. */
export async function searchAuditEvents(
  projectId: string,
  search: AuditSearch,
): Promise<{ events: FoundAuditEvent[]; total: number }> {
  const userIds = [...search.userIds]
  if (search.externalIds.length > 0) {
    const keys = search.externalIds.map((id) => id.toLowerCase())
    const found = await db().userLoginId.findMany({ where: { projectId, key: { in: keys } }, select: { userId: true } })
    userIds.push(...found.map(({ userId }) => userId))
  }
  const byUser = search.userIds.length > 0 || search.externalIds.length > 0
  const { actions, excludedActions, remoteAddresses, tenants, noTenants, text, from, to, size, page } = search
  const where: Prisma.AuditEventWhereInput = {
    projectId,
    AND: [
      byUser ? { userId: { in: userIds } } : {},
      actions.length > 0 ? { action: { in: actions } } : {},
      excludedActions.length > 0 ? { action: { notIn: excludedActions } } : {},
      remoteAddresses.length > 0 ? { ipAddress: { in: remoteAddresses } } : {},
      noTenants ? { tenantId: null } : tenants.length > 0 ? { tenantId: { in: tenants } } : {},
      toWhere({
        ...(text ? { text } : {}),
        ...(from ? { from: from.toISOString() } : {}),
        ...(to ? { to: to.toISOString() } : {}),
      }),
    ],
  }
  const [rows, total] = await Promise.all([
    db().auditEvent.findMany({
      where,
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: size,
      skip: size * page,
    }),
    db().auditEvent.count({ where }),
  ])
  const ids = [...new Set(rows.flatMap(({ userId }) => userId ?? []))]
  const logins = await db().userLoginId.findMany({
    where: { projectId, userId: { in: ids } },
    select: { userId: true, loginId: true },
  })
  const loginIdsOf = (userId: string | null) =>
    logins.filter((login) => login.userId === userId).map(({ loginId }) => loginId)
  return { events: rows.map((row) => ({ ...toEvent(row), loginIds: loginIdsOf(row.userId) })), total }
}

/** The actions that the log of a project tells of: one probe of the index for each, however long the log is. */
export async function listAuditActions(projectId: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ action: string }[]>`
    WITH RECURSIVE seen AS (
      (SELECT "action" FROM "AuditEvent" WHERE "projectId" = ${projectId} ORDER BY "action" LIMIT 1)
      UNION ALL
      SELECT (SELECT e."action" FROM "AuditEvent" e WHERE e."projectId" = ${projectId} AND e."action" > seen."action" ORDER BY e."action" LIMIT 1)
      FROM seen WHERE seen."action" IS NOT NULL
    )
    SELECT "action" FROM seen WHERE "action" IS NOT NULL LIMIT 500`
  return rows.map(({ action }) => action)
}

type AuditRow = Prisma.AuditEventGetPayload<object>

function beyond({ direction, at, id }: TimeCursor): Prisma.AuditEventWhereInput {
  return direction === 'after'
    ? { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] }
    : { OR: [{ at: { gt: at } }, { at, id: { gt: id } }] }
}

function toWhere({ actor, action, text, from, to }: AuditFilter): Prisma.AuditEventWhereInput {
  const sought = toSought(text)
  const contains = { contains: escapeLike(sought), mode: 'insensitive' as const }
  return {
    ...(actor ? { actorType: actor } : {}),
    ...(action ? { action } : {}),
    ...(from || to ? { at: { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) } } : {}),
    ...(sought
      ? {
          OR: [
            { action: contains },
            { actorName: contains },
            { actorId: sought },
            { targetId: sought },
            { userId: sought },
            { tenantId: sought },
          ],
        }
      : {}),
  }
}

const nullableObject = jsonSchema.transform((value) => (isJsonObject(value) ? value : null)).catch(null)
const actorTypeSchema = z.enum(actorTypes).catch('system')
const severitySchema = z.enum(severities).catch('info')

function toEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: {
      type: actorTypeSchema.parse(row.actorType),
      id: row.actorId,
      name: row.actorName,
      ipAddress: row.ipAddress,
    },
    action: row.action,
    severity: severitySchema.parse(row.severity),
    targetId: row.targetId,
    userId: row.userId,
    tenantId: row.tenantId,
    data: nullableObject.parse(row.data) ?? {},
    before: nullableObject.parse(row.before),
    after: nullableObject.parse(row.after),
  }
}
