import { db } from '@/lib/db'
import { containing, toSought } from '@/lib/like'
import { Prisma, type Tenant } from '@/prisma/generated/client'
import { type PageQuery, toAttributeCondition, toPage, toPlace } from '../../conditions/queries'
import { COUNTED_MOST } from '../../users/types'
import type { TenantFilter, TenantListItem, TenantPage } from '../types'

/** A page of a project's tenants, newest first, by keyset. */
export async function listTenants(projectId: string, filter: TenantFilter, query: PageQuery = {}): Promise<TenantPage> {
  const where = toTenantWhere(projectId, filter)
  const place = toPlace('t', query)
  const [read, total] = await Promise.all([
    db().$queryRaw<(Omit<TenantListItem, 'createdAt'> & { createdAt: Date })[]>`
      SELECT t."id", t."name", t."disabled", t."selfProvisioningDomains" AS "domains", t."createdAt",
        (SELECT count(*)::int FROM (SELECT 1 FROM "TenantMember" m
          WHERE m."projectId" = t."projectId" AND m."tenantId" = t."id" LIMIT ${COUNTED_MOST + 1}) counted) AS "userCount"
      FROM "Tenant" t WHERE ${where} ${place.sql}`,
    countTenants(where),
  ])
  const { rows, ...cursors } = toPage(read, place)
  return { tenants: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })), ...cursors, total }
}

const READ_AT_ONCE = 1_000

/** All tenants that a search finds, newest first, page by page: nobody holds all of them. */
export async function* readTenants(
  projectId: string,
  filter: TenantFilter,
  limit = READ_AT_ONCE,
): AsyncGenerator<Tenant[], void> {
  const where = toTenantWhere(projectId, filter)
  let cursor: string | null = null
  do {
    const place = toPlace('t', { cursor, limit })
    const read: Tenant[] = await db().$queryRaw`SELECT t.* FROM "Tenant" t WHERE ${where} ${place.sql}`
    const page = toPage(read, place)
    yield page.rows
    cursor = page.nextCursor
  } while (cursor !== null)
}

async function countTenants(where: Prisma.Sql): Promise<number> {
  const [counted] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM "Tenant" t WHERE ${where} LIMIT ${COUNTED_MOST + 1}) counted`
  return counted?.count ?? 0
}

function toTenantWhere(projectId: string, filter: TenantFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`t."projectId" = ${projectId}`]
  const any = (values: readonly string[] | undefined, to: (given: string[]) => Prisma.Sql) =>
    values && values.length > 0 ? parts.push(to([...values])) : undefined
  const text = toSought(filter.text)
  if (text !== '') parts.push(Prisma.sql`(t."name" ILIKE ${containing(text)} OR t."id" = ${text})`)
  any(filter.ids, (given) => Prisma.sql`t."id" = ANY(${given}::text[])`)
  any(filter.names, (given) => Prisma.sql`t."name" = ANY(${given}::text[])`)
  any(
    filter.domains,
    (given) => Prisma.sql`t."selfProvisioningDomains" && ${given.map((each) => each.toLowerCase())}::text[]`,
  )
  for (const [name, value] of Object.entries(filter.attributes ?? {})) {
    const condition = toAttributeCondition(Prisma.sql`t."customAttributes"`, name, value)
    if (condition) parts.push(condition)
  }
  return Prisma.join(parts, ' AND ')
}
