import { pool } from '@/lib/db'
import type { TokenEventType } from '../types'
import { logSql } from './events'

/** A deleted token whose provider is to be told now. */
export interface DueRevocation {
  projectId: string
  /** Of the token. */
  id: string
  appId: string
  config: unknown
  learned: unknown
  secretSealed: Buffer | null
  secretVersion: number | null
  accessSealed: Buffer
  refreshSealed: Buffer | null
  tokenVersion: number
  /** This one counted. */
  attempts: number
  ageSeconds: number
}

/** While one is tried nobody else takes it; whoever dies leaves it to the next after that. */
const CLAIM_SECONDS = 180

/**
 * Takes some that are due, the longest waiting first.
 * @param leftOut apps, as `projectId/appId`
 */
export async function claimRevocations(most: number, leftOut: readonly string[]): Promise<DueRevocation[]> {
  const { rows } = await pool().query<DueRevocation>(
    `UPDATE "OutboundRevocation" r SET "attempts" = r."attempts" + 1, "nextAt" = now() + interval '${CLAIM_SECONDS} seconds'
     FROM (SELECT "projectId", "id" FROM "OutboundRevocation" WHERE "nextAt" <= now()
         AND "projectId" || '/' || "appId" <> ALL($2::text[]) ORDER BY "nextAt" LIMIT $1
       FOR UPDATE SKIP LOCKED) due
     WHERE r."projectId" = due."projectId" AND r."id" = due."id"
     RETURNING r."projectId", r."id", r."appId", r."config", r."learned", r."secretSealed", r."secretVersion",
       r."accessSealed", r."refreshSealed", r."tokenVersion", r."attempts",
       EXTRACT(EPOCH FROM now() - r."createdAt")::float8 AS "ageSeconds"`,
    [most, leftOut],
  )
  return rows
}

/** Ends one with the event of how it ended. One that was given newer tokens meanwhile stays. */
export async function endRevocation(
  { projectId, id, tokenVersion }: DueRevocation,
  type: Extract<TokenEventType, 'revoked' | 'revokeFailed'>,
  detail: string,
): Promise<void> {
  await pool().query(
    `WITH ended AS (DELETE FROM "OutboundRevocation" WHERE "projectId" = $1 AND "id" = $2 AND "tokenVersion" = $3
       RETURNING "projectId", "id", "appId")
     ${logSql('ended', ['$4::text', `'system'`, `''`, `'Patchbay'`, '$5::text'])}`,
    [projectId, id, tokenVersion, type, detail],
  )
}

/** Leaves one for later; in 0 seconds: to the next run. */
export async function postponeRevocation({ projectId, id, tokenVersion }: DueRevocation, seconds: number) {
  await pool().query(
    `UPDATE "OutboundRevocation" SET "nextAt" = now() + make_interval(secs => $4::float8)
     WHERE "projectId" = $1 AND "id" = $2 AND "tokenVersion" = $3`,
    [projectId, id, tokenVersion, seconds],
  )
}
