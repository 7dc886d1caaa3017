import { pool } from '@/lib/db'
import type { TokenActor } from '../types'

/** How often somebody fetched a token. */
export interface FetchCount {
  projectId: string
  tokenId: string
  actor: TokenActor
  count: number
}

// Rows are locked by id, as uploads of many lock them: neither waits for the other with something that it wants.
// One event an hour for each who fetches a token, whichever processes it asks: its id says which hour and who.
const WRITE = `WITH given AS (
  SELECT t."projectId", t."id" AS "tokenId", t."appId", g."actorType", g."actorId", g."actorName", g."count"
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
    AS g("projectId", "tokenId", "actorType", "actorId", "actorName", "count")
  JOIN "OutboundToken" t ON t."projectId" = g."projectId" AND t."id" = g."tokenId"
), held AS (
  SELECT t."projectId", t."id" FROM "OutboundToken" t
  WHERE (t."projectId", t."id") IN (SELECT "projectId", "tokenId" FROM given)
  ORDER BY t."projectId", t."id" FOR NO KEY UPDATE
), seen AS (
  UPDATE "OutboundToken" t SET "lastFetchedAt" = now() FROM held
  WHERE t."projectId" = held."projectId" AND t."id" = held."id"
)
INSERT INTO "OutboundTokenEvent" AS e ("projectId", "tokenId", "id", "appId", "type", "actorType", "actorId", "actorName", "count")
SELECT "projectId", "tokenId", 'f' || (EXTRACT(EPOCH FROM now())::bigint / 3600) || '-' || md5("actorType" || ':' || "actorId"),
  "appId", 'fetched', "actorType", "actorId", "actorName", "count" FROM given
ORDER BY 1, 2, 3
ON CONFLICT ("projectId", "tokenId", "id") DO UPDATE SET "count" = e."count" + excluded."count", "at" = now()`

/** Writes fetches into the timelines of their tokens, in one statement. Tokens that are gone are left out. */
export async function writeFetches(counts: readonly FetchCount[]): Promise<void> {
  await pool().query({
    name: 'outbound-token-fetches',
    text: WRITE,
    values: [
      counts.map(({ projectId }) => projectId),
      counts.map(({ tokenId }) => tokenId),
      counts.map(({ actor }) => actor.type),
      counts.map(({ actor }) => actor.id),
      counts.map(({ actor }) => actor.name),
      counts.map(({ count }) => count),
    ],
  })
}
