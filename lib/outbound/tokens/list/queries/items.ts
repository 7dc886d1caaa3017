import { db } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'
import type { TokenListItem } from '../schema'
import { toStateColumn } from './where'

const SCOPES_SHOWN = 3

/** What some tokens' rows show, in the order of their ids; those that are gone are left out. */
export async function readTokenItems(projectId: string, ids: readonly string[], now: Date): Promise<TokenListItem[]> {
  if (ids.length === 0) return []
  const rows = await db().$queryRaw<ListedToken[]>`
    SELECT t."id", t."level"::text AS "level", t."externalIdentifier", ${toStateColumn(now)} AS "state",
      json_build_object('id', a."id", 'name', a."name", 'type', a."type") AS "app",
      ${userOf(Prisma.sql`u`)} AS "user",
      CASE WHEN n."id" IS NULL THEN NULL ELSE json_build_object('id', n."id", 'name', n."name") END AS "tenant",
      t."grantedScopes"[1:${SCOPES_SHOWN}::int] AS "scopes", cardinality(t."grantedScopes") AS "scopeCount",
      t."expiresAt", t."refreshSealed" IS NOT NULL AS "hasRefreshToken", t."grantedBy", ${userOf(Prisma.sql`g`)} AS "granter",
      t."createdAt", t."lastRefreshAt", t."lastRefreshError"
    FROM "OutboundToken" t
    JOIN "OutboundApp" a ON a."projectId" = t."projectId" AND a."id" = t."appId"
    LEFT JOIN "User" u ON u."projectId" = t."projectId" AND u."id" = t."userId"
    LEFT JOIN "User" g ON g."projectId" = t."projectId" AND g."id" = t."grantedBy"
    LEFT JOIN "Tenant" n ON n."projectId" = t."projectId" AND n."id" = t."tenantId"
    WHERE t."projectId" = ${projectId} AND t."id" = ANY(${[...ids]}::text[])`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const { expiresAt, createdAt, lastRefreshAt, ...facts } = row
    return {
      ...facts,
      expiresAt: expiresAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      lastRefreshAt: lastRefreshAt?.toISOString() ?? null,
    }
  })
}

/** How a user is named; null: nobody. */
function userOf(u: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${u}."id" IS NULL THEN NULL ELSE json_build_object('id', ${u}."id", 'name', ${u}."name", 'loginId',
    coalesce((SELECT l."loginId" FROM "UserLoginId" l WHERE l."projectId" = ${u}."projectId" AND l."userId" = ${u}."id"
      ORDER BY l."createdAt", l."key" LIMIT 1), '')) END`
}

type ListedToken = Omit<TokenListItem, 'expiresAt' | 'createdAt' | 'lastRefreshAt'> & {
  expiresAt: Date | null
  createdAt: Date
  lastRefreshAt: Date | null
}
