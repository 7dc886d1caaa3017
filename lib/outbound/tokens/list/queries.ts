import { db } from '@/lib/db'
import { type PageQuery, toPage, toPlace } from '@/lib/identity/conditions/queries'
import { isUserId } from '@/lib/identity/login-id'
import { toSearched } from '@/lib/identity/users/search-text'
import { containing, toSought } from '@/lib/like'
import { Prisma } from '@/prisma/generated/client'
import { readTokenItems } from './queries/items'
import { type FoundOwners, toTokenWhere } from './queries/where'
import type { TokenFilter, TokenPage } from './schema'

const LONGEST_TEXT = 200
/** Beyond it an owner is no longer looked up by name: see `toTokenWhere`. */
const OWNERS_MOST = 5_000
/** Beyond it a list says “more than”: counting on would cost more than it tells. */
const COUNTED_MOST = 1_000

/**
 * A page of a project's tokens, newest first. Keyset paging: the hundred-thousandth row costs as much as the first.
 * @param now what states are told by
 */
export async function listTokens(
  projectId: string,
  filter: TokenFilter,
  query: PageQuery = {},
  now: Date = new Date(),
): Promise<TokenPage> {
  const text = toSought(filter.text).slice(0, LONGEST_TEXT)
  const owners = await findOwners(projectId, text)
  const where = toTokenWhere(projectId, filter, { text, owners, now })
  const place = toPlace('t', query)
  const [read, counted] = await Promise.all([
    db().$queryRaw<{ id: string; createdAt: Date }[]>`
      SELECT t."id", t."createdAt" FROM "OutboundToken" t WHERE ${where} ${place.sql}`,
    // To count them the whole list would be walked.
    owners === 'many' ? null : countUpTo(where, COUNTED_MOST + 1),
  ])
  const { rows, previousCursor, nextCursor } = toPage(read, place)
  const ids = rows.map(({ id }) => id)
  return {
    tokens: await readTokenItems(projectId, ids, now),
    previousCursor,
    nextCursor,
    total: counted === null ? null : Math.min(counted, COUNTED_MOST),
    more: counted !== null && counted > COUNTED_MOST,
  }
}

/** Users and tenants that a text finds, by the trigram indexes over both. */
async function findOwners(projectId: string, text: string): Promise<FoundOwners> {
  if (text === '') return { userIds: [], tenantIds: [] }
  const user = isUserId(text)
    ? Prisma.sql`u."id" = ${text}`
    : Prisma.sql`u."searchText" LIKE ${containing(toSearched(text))}`
  const [users, tenants] = await Promise.all([
    db().$queryRaw<{ id: string }[]>`
      SELECT u."id" FROM "User" u WHERE u."projectId" = ${projectId} AND ${user} LIMIT ${OWNERS_MOST + 1}`,
    db().$queryRaw<{ id: string }[]>`
      SELECT n."id" FROM "Tenant" n
      WHERE n."projectId" = ${projectId} AND (n."name" ILIKE ${containing(text)} OR n."id" = ${text})
      LIMIT ${OWNERS_MOST + 1}`,
  ])
  if (users.length > OWNERS_MOST || tenants.length > OWNERS_MOST) return 'many'
  return { userIds: users.map(({ id }) => id), tenantIds: tenants.map(({ id }) => id) }
}

async function countUpTo(where: Prisma.Sql, most: number): Promise<number> {
  const [counted] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM "OutboundToken" t WHERE ${where} LIMIT ${most}) counted`
  return counted?.count ?? 0
}
