import { pool } from '@/lib/db'
import type { OutboundLevel, OutboundTokenStatus } from '@/prisma/generated/client'

/** A token's row as fetching and refreshing read it. Seconds are by the clock of the database, whoever asks. */
export interface TokenRow {
  projectId: string
  id: string
  appId: string
  level: OutboundLevel
  userId: string | null
  tenantId: string | null
  externalIdentifier: string
  requestedScopes: string[]
  grantedScopes: string[]
  accessSealed: Buffer
  refreshSealed: Buffer | null
  idTokenSealed: Buffer | null
  version: number
  tokenType: string
  tokenSub: string
  status: OutboundTokenStatus
  /** Seconds since 1970; null: it does not lapse, or nobody knows when. */
  expiresAt: number | null
  /** Negative once it has lapsed. */
  expiresInSeconds: number | null
  /** From when it was given to when it lapses. */
  lifeSeconds: number | null
  lastRefreshAt: number | null
  lastRefreshError: string
  refreshFailures: number
  /** Until the next refresh may be tried; null or negative: now. */
  retryInSeconds: number | null
  refreshingVersion: number | null
  grantedBy: string
}

/** The columns of `TokenRow`, of a relation that is called `t`. */
export const TOKEN_COLUMNS = `t."projectId", t."id", t."appId", t."level"::text AS "level", t."userId", t."tenantId",
  t."externalIdentifier", t."requestedScopes", t."grantedScopes", t."accessSealed", t."refreshSealed",
  t."idTokenSealed", t."version", t."tokenType", t."tokenSub", t."status"::text AS "status",
  EXTRACT(EPOCH FROM t."expiresAt")::float8 AS "expiresAt",
  EXTRACT(EPOCH FROM t."expiresAt" - now())::float8 AS "expiresInSeconds",
  EXTRACT(EPOCH FROM t."expiresAt" - COALESCE(t."lastRefreshAt", t."obtainedAt"))::float8 AS "lifeSeconds",
  EXTRACT(EPOCH FROM t."lastRefreshAt")::float8 AS "lastRefreshAt", t."lastRefreshError", t."refreshFailures",
  EXTRACT(EPOCH FROM t."retryAt" - now())::float8 AS "retryInSeconds", t."refreshingVersion", t."grantedBy"`

/** Which token of an owner. */
export interface TokenQuery {
  projectId: string
  appId: string
  ownerKey: string
  /** Null: of whatever account. */
  externalIdentifier: string | null
  /** The key of the exact set of scopes, requested or granted; null: of whatever scopes. */
  scopesKey: string | null
}

/**
 * The token that answers a query: one that works before one that has to be connected anew, one that was requested with
 * the scopes before one that was granted them, then the latest.
 */
export async function findTokenRow(query: TokenQuery): Promise<TokenRow | null> {
  const { rows } = await pool().query<TokenRow>({
    name: 'outbound-token',
    text: FIND,
    values: [query.projectId, query.appId, query.ownerKey, query.externalIdentifier, query.scopesKey],
  })
  return rows[0] ?? null
}

const FIND = `SELECT ${TOKEN_COLUMNS} FROM "OutboundToken" t
  WHERE t."projectId" = $1 AND t."appId" = $2 AND t."ownerKey" = $3
    AND ($4::text IS NULL OR t."externalIdentifier" = $4)
    AND ($5::text IS NULL OR t."requestedKey" = $5 OR t."grantedKey" = $5)
  ORDER BY t."status" = 'active' DESC, t."requestedKey" = $5 DESC, t."obtainedAt" DESC LIMIT 1`

/** A token by its id. */
export async function findTokenById(projectId: string, id: string): Promise<TokenRow | null> {
  const { rows } = await pool().query<TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM "OutboundToken" t WHERE t."projectId" = $1 AND t."id" = $2`,
    [projectId, id],
  )
  return rows[0] ?? null
}
