import { toSearched } from '@/lib/identity/users/search-text'
import { containing } from '@/lib/like'
import { Prisma } from '@/prisma/generated/client'
import type { TokenFilter, TokenState } from '../schema'

/** Whose tokens a searched text finds: the owners themselves, or too many of them to name. */
export type FoundOwners = { userIds: string[]; tenantIds: string[] } | 'many'

/**
 * The condition of a list over `"OutboundToken" t`.
 * @param text as `toSought` gives it
 * @param owners those that the text finds
 */
export function toTokenWhere(
  projectId: string,
  { appId, userId, tenantId, level, state }: TokenFilter,
  { text, owners, now }: { text: string; owners: FoundOwners; now: Date },
): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`t."projectId" = ${projectId}`]
  if (appId !== undefined) parts.push(Prisma.sql`t."appId" = ${appId}`)
  if (userId !== undefined) parts.push(Prisma.sql`t."userId" = ${userId}`)
  if (tenantId !== undefined) parts.push(Prisma.sql`t."tenantId" = ${tenantId}`)
  if (level) parts.push(Prisma.sql`t."level" = ${level}::"OutboundLevel"`)
  if (state) parts.push(toState(state, now))
  if (text !== '') parts.push(toOwners(text, owners))
  return Prisma.join(parts, ' AND ')
}

/**
 * Few owners are looked up by the indexes over tokens. When there are many of them, any stretch of the list holds some:
 * then it is walked and each token's owner is read, as scalar subqueries, because PostgreSQL would turn an EXISTS into a
 * hash of all users.
 */
function toOwners(text: string, owners: FoundOwners): Prisma.Sql {
  if (owners !== 'many') {
    return Prisma.sql`(t."userId" = ANY(${owners.userIds}::text[]) OR t."tenantId" = ANY(${owners.tenantIds}::text[])
      OR t."id" = ${text})`
  }
  return Prisma.sql`((SELECT u."searchText" FROM "User" u
      WHERE u."projectId" = t."projectId" AND u."id" = t."userId") LIKE ${containing(toSearched(text))}
    OR (SELECT n."name" FROM "Tenant" n
      WHERE n."projectId" = t."projectId" AND n."id" = t."tenantId") ILIKE ${containing(text)})`
}

const AHEAD_MS = 5 * 60_000

/** When a token is due, as `isDue` has it: five minutes or a tenth of its life before its end, whichever is later. */
export function toStateColumn(now: Date): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN t."status" = 'needsReconnect' THEN 'needsReconnect'
    WHEN t."expiresAt" <= ${now} THEN 'expired'
    WHEN ${toDue(now)} THEN 'expiring'
    ELSE 'active' END`
}

function toState(state: TokenState, now: Date): Prisma.Sql {
  const kept = Prisma.sql`t."status" = 'active'`
  switch (state) {
    case 'needsReconnect':
      return Prisma.sql`t."status" = 'needsReconnect'`
    case 'expired':
      return Prisma.sql`${kept} AND t."expiresAt" <= ${now}`
    case 'expiring':
      return Prisma.sql`${kept} AND t."expiresAt" > ${now} AND ${toDue(now)}`
    case 'active':
      return Prisma.sql`${kept} AND (t."expiresAt" IS NULL OR (t."expiresAt" > ${now} AND NOT (${toDue(now)})))`
  }
}

function toDue(now: Date): Prisma.Sql {
  return Prisma.sql`t."expiresAt" < ${new Date(now.getTime() + AHEAD_MS)}
    AND t."expiresAt" < ${now}::timestamp + (t."expiresAt" - coalesce(t."lastRefreshAt", t."obtainedAt")) / 10`
}
