import { db, pool } from '@/lib/db'
import { insertJobsSql } from '@/lib/jobs/queues'
import type { Prisma } from '@/prisma/generated/client'
import type { SealedTokens, TokenActor } from '../types'
import { logSql } from './events'

/** Which tokens of a project: those that meet all that is given. */
export interface TokenSelection {
  tokenId?: string | undefined
  appId?: string | undefined
  /** `toOwnerKey`: one owner, at one level. */
  ownerKey?: string | undefined
  /** Of levels user and user in a tenant. */
  userIds?: readonly string[] | undefined
  /** Those of levels user and user in a tenant alone. */
  ofUsers?: boolean | undefined
  /** Of levels tenant and user in a tenant. */
  tenantId?: string | undefined
}

// An app without a revocation URL, and an API key, leave nobody to be told.
const QUEUE_SQL = `INSERT INTO "OutboundRevocation" ("projectId", "id", "appId", "config", "learned", "secretSealed",
    "secretVersion", "accessSealed", "refreshSealed", "tokenVersion")
  SELECT g."projectId", g."id", g."appId", a."config", a."learned", s."sealed", s."version", g."accessSealed",
    g."refreshSealed", g."version"
  FROM gone g JOIN "OutboundApp" a ON a."projectId" = g."projectId" AND a."id" = g."appId"
  LEFT JOIN "OutboundAppSecret" s ON s."projectId" = a."projectId" AND s."appId" = a."id" AND s."field" = 'clientSecret'
  WHERE a."type" = 'oauth' AND COALESCE(a."config"->>'revocationUrl', '') <> ''`

const DELETE = `WITH gone AS (
  DELETE FROM "OutboundToken" WHERE "projectId" = $1 AND "id" IN (
    SELECT t."id" FROM "OutboundToken" t WHERE t."projectId" = $1
      AND ($2::text IS NULL OR t."id" = $2) AND ($3::text IS NULL OR t."appId" = $3)
      AND ($4::text IS NULL OR t."ownerKey" = $4) AND ($5::text[] IS NULL OR t."userId" = ANY($5))
      AND ($6::text IS NULL OR t."tenantId" = $6) AND (NOT $7::boolean OR t."level" <> 'tenant')
    ORDER BY t."id" LIMIT $8::int FOR UPDATE)
  RETURNING *
), queued AS (${QUEUE_SQL} RETURNING "projectId"),
logged AS (${logSql('gone', [`'deleted'`, '$9::text', '$10::text', '$11::text', `''`])}),
wake AS (
  SELECT gen_random_uuid() AS "id", now() AS "startAfter", jsonb_build_object('projectId', $1::text) AS "data"
  FROM queued LIMIT 1
), told AS (${insertJobsSql('outbound-revocation', 'wake')})
SELECT count(*)::int AS "count" FROM gone`

/**
 * Deletes tokens and queues what their providers are to be told, in one statement.
 * @param most at a time
 * @returns how many there were
 */
export async function deleteTokenRows(
  projectId: string,
  { tokenId, appId, ownerKey, userIds, tenantId, ofUsers }: TokenSelection,
  actor: TokenActor,
  most: number,
  client: Prisma.TransactionClient = db(),
): Promise<number> {
  const [first] = await client.$queryRawUnsafe<{ count: number }[]>(
    DELETE,
    projectId,
    tokenId ?? null,
    appId ?? null,
    ownerKey ?? null,
    userIds ?? null,
    tenantId ?? null,
    ofUsers ?? false,
    most,
    actor.type,
    actor.id,
    actor.name,
  )
  return first?.count ?? 0
}

/**
 * Queues tokens, sealed for the version, that a provider gave in the very moment when theirs were deleted: nobody else knows of them. What is
 * queued already is of no use by now, because a refresh has spent it.
 */
export async function queueOrphan(
  row: { projectId: string; id: string; appId: string; version: number },
  sealed: SealedTokens,
): Promise<void> {
  await pool().query(
    `WITH known AS (
       UPDATE "OutboundRevocation" SET "accessSealed" = $4, "refreshSealed" = $5, "tokenVersion" = $6, "attempts" = 0,
         "nextAt" = now() WHERE "projectId" = $1 AND "id" = $2 RETURNING "id"
     ), gone AS (
       SELECT $1::text AS "projectId", $2::text AS "id", $3::text AS "appId", $4::bytea AS "accessSealed",
         $5::bytea AS "refreshSealed", $6::int AS "version" WHERE NOT EXISTS (SELECT FROM known)
     ) ${QUEUE_SQL}`,
    [row.projectId, row.id, row.appId, sealed.accessSealed, sealed.refreshSealed, row.version],
  )
}
