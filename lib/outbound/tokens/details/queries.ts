import { db } from '@/lib/db'
import { type PageQuery, toPage, toPlace } from '@/lib/identity/conditions/queries'
import { Prisma } from '@/prisma/generated/client'
import { OutboundError } from '../../errors'
import { readTokenItems } from '../list/queries/items'
import type { TokenCounts, TokenDetails, TokenEvent, TokenEventPage, TokenSelection } from './schema'

/** @throws OutboundError `tokenNotFound`, also for another project's token */
export async function getTokenDetails(projectId: string, tokenId: string): Promise<TokenDetails> {
  const [[item], row] = await Promise.all([
    readTokenItems(projectId, [tokenId], new Date()),
    db().outboundToken.findUnique({
      where: { projectId_id: { projectId, id: tokenId } },
      select: {
        requestedScopes: true,
        grantedScopes: true,
        tokenType: true,
        tokenSub: true,
        obtainedAt: true,
        refreshFailures: true,
        retryAt: true,
      },
    }),
  ])
  if (!item || !row) throw new OutboundError('tokenNotFound')
  const { scopes: _, scopeCount: __, ...facts } = item
  const { obtainedAt, retryAt, ...more } = row
  return { ...facts, ...more, obtainedAt: obtainedAt.toISOString(), retryAt: retryAt?.toISOString() ?? null }
}

/** A page of a token's timeline, newest first. It outlives the token. */
export async function listTokenEvents(
  projectId: string,
  tokenId: string,
  query: PageQuery = {},
): Promise<TokenEventPage> {
  const place = toPlace('t', query)
  const read = await db().$queryRaw<EventRow[]>`
    SELECT t."id", t."createdAt", t."type", t."actorType", t."actorId", t."actorName", t."detail", t."count"
    FROM (SELECT e.*, e."at" AS "createdAt" FROM "OutboundTokenEvent" e) t
    WHERE t."projectId" = ${projectId} AND t."tokenId" = ${tokenId} ${place.sql}`
  const { rows, nextCursor } = toPage(read, place)
  return { events: rows.map(toEvent), nextCursor }
}

interface EventRow extends Pick<TokenEvent, 'id' | 'type' | 'detail' | 'count'> {
  createdAt: Date
  actorType: string
  actorId: string
  actorName: string
}

function toEvent({ id, createdAt, type, actorType, actorId, actorName, detail, count }: EventRow): TokenEvent {
  const actor = { type: actorType, id: actorId, name: actorName }
  return { id, at: createdAt.toISOString(), type, actor, detail, count }
}

/** What a deletion of these tokens takes along, for whoever is asked to confirm it. */
export async function countTokens(projectId: string, selection: TokenSelection): Promise<TokenCounts> {
  const { tokenId, appId, userId, tenantId } = selection
  const parts = [Prisma.sql`t."projectId" = ${projectId}`]
  if (tokenId !== undefined) parts.push(Prisma.sql`t."id" = ${tokenId}`)
  if (appId !== undefined) parts.push(Prisma.sql`t."appId" = ${appId}`)
  if (userId !== undefined) parts.push(Prisma.sql`t."userId" = ${userId}`)
  if (tenantId !== undefined) parts.push(Prisma.sql`t."tenantId" = ${tenantId}`)
  const [counts] = await db().$queryRaw<TokenCounts[]>`
    SELECT count(*)::int AS "tokens", count(DISTINCT t."userId")::int AS "users",
      count(DISTINCT t."tenantId")::int AS "tenants",
      (count(*) FILTER (WHERE coalesce(a."config"->>'revocationUrl', '') <> ''))::int AS "toRevoke"
    FROM "OutboundToken" t
    JOIN "OutboundApp" a ON a."projectId" = t."projectId" AND a."id" = t."appId"
    WHERE ${Prisma.join(parts, ' AND ')}`
  return counts ?? { tokens: 0, users: 0, tenants: 0, toRevoke: 0 }
}
