import { pool } from '@/lib/db'
import { TOKEN_COLUMNS, type TokenRow } from './rows'

/** How long before its end a token is refreshed that nobody fetches. */
const AHEAD_SECONDS = 60

/** When a sweep begins, by the clock that the tokens are written by. */
export async function readSweepStart(): Promise<string> {
  const { rows } = await pool().query<{ start: string }>(`SELECT now()::text AS "start"`)
  return rows[0]?.start ?? ''
}

/**
 * Tokens that lapse now and can be refreshed now, the earliest first.
 * @param leftOut apps, as `projectId/appId`
 * @param start tokens that were refreshed since then are left out: one that lives no longer than a minute is due again at once
 */
export async function listLapsing(most: number, leftOut: readonly string[], start: string): Promise<TokenRow[]> {
  const { rows } = await pool().query<TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM "OutboundToken" t JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL
     WHERE t."expiresAt" <= now() + interval '${AHEAD_SECONDS} seconds' AND t."status" = 'active'
       AND t."refreshSealed" IS NOT NULL AND (t."retryAt" IS NULL OR t."retryAt" <= now())
       AND (t."leaseUntil" IS NULL OR t."leaseUntil" <= now())
       AND t."projectId" || '/' || t."appId" <> ALL($2::text[])
       AND coalesce(t."lastRefreshAt", t."obtainedAt") < $3::timestamptz
     ORDER BY t."expiresAt" LIMIT $1`,
    [most, leftOut, start],
  )
  return rows
}

const EVENT_DAYS = 90
const CONNECT_DAYS = 1
const ROWS_AT_ONCE = 5_000

/** Deletes some events and attempts to connect that are long past. @returns whether there may be more */
export async function pruneOnce(): Promise<boolean> {
  const counts = await Promise.all([
    pool().query(
      `DELETE FROM "OutboundTokenEvent" WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM "OutboundTokenEvent" WHERE "at" < now() - interval '${EVENT_DAYS} days' LIMIT ${ROWS_AT_ONCE}))`,
    ),
    pool().query(
      `DELETE FROM "OutboundConnect" WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM "OutboundConnect" WHERE "expiresAt" < now() - interval '${CONNECT_DAYS} days' LIMIT ${ROWS_AT_ONCE}))`,
    ),
  ])
  return counts.some(({ rowCount }) => rowCount === ROWS_AT_ONCE)
}
