import { db } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'
import { type PageQuery, toPage, toPlace } from '../../conditions/queries'
import { listUsersByIds, type UserRow } from '../queries'
import { COUNTED_MOST, type UserFilter, type UserListItem, type UserOrder, type UserPage } from '../types'
import { toUserWhere } from './queries/where'

const TENANTS_SHOWN = 3

/** A page of a project's users, newest first. Keyset paging: the hundred-thousandth row costs as much as the first. */
export async function listUsers(projectId: string, filter: UserFilter, query: PageQuery = {}): Promise<UserPage> {
  const where = toUserWhere(projectId, filter)
  const place = toPlace('u', query)
  const [read, total] = await Promise.all([
    db().$queryRaw<{ id: string; createdAt: Date }[]>`
      SELECT u."id", u."createdAt" FROM "User" u WHERE ${where} ${place.sql}`,
    countUsers(where),
  ])
  const { rows, previousCursor, nextCursor } = toPage(read, place)
  return {
    users: await listItems(
      projectId,
      rows.map(({ id }) => id),
    ),
    previousCursor,
    nextCursor,
    total,
  }
}

async function countUsers(where: Prisma.Sql): Promise<number> {
  const [counted] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM "User" u WHERE ${where} LIMIT ${COUNTED_MOST + 1}) counted`
  return counted?.count ?? 0
}

type ListedUser = Omit<UserListItem, 'createdAt' | 'lastSignInAt'> & { createdAt: Date; lastSignInAt: Date | null }

/** One statement: counting memberships by Prisma would count those of all users first. */
async function listItems(projectId: string, ids: readonly string[]): Promise<UserListItem[]> {
  if (ids.length === 0) return []
  const rows = await db().$queryRaw<ListedUser[]>`
    SELECT u."id", u."name", coalesce(u."email", '') AS "email", u."status"::text AS "status", u."test",
      u."createdAt", u."lastSignInAt",
      coalesce((SELECT l."loginId" FROM "UserLoginId" l WHERE l."projectId" = u."projectId" AND l."userId" = u."id"
        ORDER BY l."createdAt", l."key" LIMIT 1), '') AS "loginId",
      coalesce((SELECT json_agg(json_build_object('id', shown."id", 'name', shown."name")) FROM (
        SELECT t."id", t."name" FROM "TenantMember" m
        JOIN "Tenant" t ON t."projectId" = m."projectId" AND t."id" = m."tenantId"
        WHERE m."projectId" = u."projectId" AND m."userId" = u."id"
        ORDER BY m."createdAt", m."tenantId" LIMIT ${TENANTS_SHOWN}) shown), '[]') AS "tenants",
      (SELECT count(*)::int FROM "TenantMember" m
        WHERE m."projectId" = u."projectId" AND m."userId" = u."id") AS "tenantCount"
    FROM "User" u WHERE u."projectId" = ${projectId} AND u."id" = ANY(${[...ids]}::text[])`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const { createdAt, lastSignInAt, ...facts } = row
    return { ...facts, createdAt: createdAt.toISOString(), lastSignInAt: lastSignInAt?.toISOString() ?? null }
  })
}

const columns: Readonly<Record<UserOrder, Prisma.Sql>> = {
  createdTime: Prisma.sql`u."createdAt"`,
  name: Prisma.sql`u."name"`,
  email: Prisma.sql`u."email"`,
  phone: Prisma.sql`u."phone"`,
  status: Prisma.sql`u."status"`,
  lastSignInTime: Prisma.sql`u."lastSignInAt"`,
}

export interface UserSearchPage {
  limit: number
  /** From 0. */
  page: number
  order: readonly { by: UserOrder; descending: boolean }[]
}

/** A page of a search by its number, as SDKs ask for it; newest first unless it is ordered. `total` counts all pages. */
export async function searchUsers(
  projectId: string,
  filter: UserFilter,
  { limit, page, order }: UserSearchPage,
): Promise<{ users: UserRow[]; total: number }> {
  const where = toUserWhere(projectId, filter)
  const orders = [
    ...order.map(
      ({ by, descending }) => Prisma.sql`${columns[by]} ${Prisma.raw(descending ? 'DESC' : 'ASC')} NULLS LAST`,
    ),
    // So that no user is on two pages.
    Prisma.sql`u."createdAt" DESC, u."id" DESC`,
  ]
  const [rows, counted] = await Promise.all([
    db().$queryRaw<{ id: string }[]>`
      SELECT u."id" FROM "User" u WHERE ${where}
      ORDER BY ${Prisma.join(orders)} LIMIT ${limit} OFFSET ${page * limit}`,
    db().$queryRaw<{ count: number }[]>`SELECT count(*)::int AS "count" FROM "User" u WHERE ${where}`,
  ])
  return {
    users: await listUsersByIds(
      projectId,
      rows.map(({ id }) => id),
    ),
    total: counted[0]?.count ?? 0,
  }
}
