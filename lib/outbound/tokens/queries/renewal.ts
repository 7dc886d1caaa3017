import { pool } from '@/lib/db'
import type { SealedTokens, TokenActor, TokenEventType } from '../types'
import { logSql } from './events'
import { TOKEN_COLUMNS, type TokenRow } from './rows'

// The lease ends by itself when its holder has died; who lives moves it on long before.
const LEASE_SECONDS = 15

/** The right to refresh a token: of one version, under one number. */
export interface Lease {
  row: TokenRow
  /** Counts how often the right was given. Whoever writes under an older number writes nothing. */
  fence: number
  /** A refresh of this very version was begun before, and nobody knows how it ended. */
  interrupted: boolean
}

/**
 * Takes the right to refresh a token, and writes down that a refresh of this version begins.
 * @returns null when another holds the right, or the token is not active or no longer of this version
 */
export async function takeLease(token: TokenRow, holder: string): Promise<Lease | null> {
  const { rows } = await pool().query<TokenRow & { fence: number; before: number | null }>({
    name: 'outbound-token-lease',
    text: `WITH free AS (
        SELECT t."projectId", t."id", t."refreshingVersion" AS "before" FROM "OutboundToken" t
        WHERE t."projectId" = $1 AND t."id" = $2 AND t."version" = $3 AND t."status" = 'active'
          AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now())
        FOR NO KEY UPDATE
      ), taken AS (
        UPDATE "OutboundToken" t SET "leaseId" = $4, "leaseUntil" = now() + interval '${LEASE_SECONDS} seconds',
          "fence" = t."fence" + 1, "refreshingVersion" = t."version"
        FROM free WHERE t."projectId" = free."projectId" AND t."id" = free."id"
        RETURNING t.*, free."before"
      )
      SELECT ${TOKEN_COLUMNS}, t."fence", t."before" FROM taken t`,
    values: [token.projectId, token.id, token.version, holder],
  })
  const [row] = rows
  return row ? { row, fence: row.fence, interrupted: row.before === row.version } : null
}

/** A sign of life of who refreshes. */
export async function renewLease({ row, fence }: Lease): Promise<void> {
  await pool().query(
    `UPDATE "OutboundToken" SET "leaseUntil" = now() + interval '${LEASE_SECONDS} seconds'
     WHERE "projectId" = $1 AND "id" = $2 AND "version" = $3 AND "fence" = $4`,
    [row.projectId, row.id, row.version, fence],
  )
}

/** What a refresh gave. */
export interface Renewed extends SealedTokens {
  tokenType: string
  tokenSub: string
  grantedScopes: readonly string[]
  grantedKey: string
  expiresInSeconds: number | null
}

// A holder that was given up for dead may still bring the only tokens that work: where its successor has failed for good
// they are taken, and nowhere else.
const HELD = `t."projectId" = $1 AND t."id" = $2 AND t."version" = $3 AND `
const RELEASE = `"leaseId" = NULL, "leaseUntil" = NULL, "updatedAt" = now()`

/**
 * Writes what a refresh gave as the next version of the token.
 * @returns null when the token was replaced, deleted or refreshed by another meanwhile: nothing is written then
 */
export async function finishRenewal({ row, fence }: Lease, renewed: Renewed, actor: TokenActor) {
  return await change(
    `UPDATE "OutboundToken" t SET "version" = t."version" + 1, "accessSealed" = $9, "refreshSealed" = $10,
       "idTokenSealed" = $11, "tokenType" = $12, "tokenSub" = $13, "grantedScopes" = $14, "grantedKey" = $15,
       "expiresAt" = now() + make_interval(secs => $16::float8), "lastRefreshAt" = now(), "lastRefreshError" = '',
       "refreshFailures" = 0, "retryAt" = NULL, "refreshingVersion" = NULL, "status" = 'active', ${RELEASE}
     WHERE ${HELD} (t."fence" = $4 OR t."status" = 'needsReconnect')`,
    [row.projectId, row.id, row.version, fence],
    { type: 'refreshed', actor, detail: '' },
    [
      renewed.accessSealed,
      renewed.refreshSealed,
      renewed.idTokenSealed,
      renewed.tokenType,
      renewed.tokenSub,
      renewed.grantedScopes,
      renewed.grantedKey,
      renewed.expiresInSeconds,
    ],
  )
}

/** Writes that a refresh failed and may be tried again later. The token stays as it was. */
export async function failRenewal(
  { row, fence, interrupted }: Lease,
  failure: { message: string; retryAfterSeconds: number },
  actor: TokenActor,
) {
  return await change(
    `UPDATE "OutboundToken" t SET "lastRefreshError" = $8, "refreshFailures" = t."refreshFailures" + 1,
       "retryAt" = now() + make_interval(secs => $9::float8), "refreshingVersion" = $10::int, ${RELEASE}
     WHERE ${HELD} t."fence" = $4`,
    [row.projectId, row.id, row.version, fence],
    { type: 'refreshFailed', actor, detail: failure.message },
    [failure.retryAfterSeconds, interrupted ? row.version : null],
  )
}

/** Writes that the provider does not renew the token any more. */
export async function endRenewals({ row, fence }: Lease, message: string, actor: TokenActor) {
  return await change(
    `UPDATE "OutboundToken" t SET "status" = 'needsReconnect', "lastRefreshError" = $8,
       "refreshFailures" = t."refreshFailures" + 1, "retryAt" = NULL, "refreshingVersion" = NULL, ${RELEASE}
     WHERE ${HELD} t."fence" = $4`,
    [row.projectId, row.id, row.version, fence],
    { type: 'needsReconnect', actor, detail: message },
    [],
  )
}

/** Changes a token and writes the event, in one statement. Null when the token is another one by now. */
async function change(
  update: string,
  lease: readonly unknown[],
  { type, actor, detail }: { type: TokenEventType; actor: TokenActor; detail: string },
  values: readonly unknown[],
): Promise<TokenRow | null> {
  const { rows } = await pool().query<TokenRow>(
    `WITH changed AS (${update} RETURNING t.*),
       logged AS (${logSql('changed', [`'${type}'`, '$5::text', '$6::text', '$7::text', '$8::text'])})
     SELECT ${TOKEN_COLUMNS} FROM changed t`,
    [...lease, actor.type, actor.id, actor.name, detail, ...values],
  )
  return rows[0] ?? null
}
