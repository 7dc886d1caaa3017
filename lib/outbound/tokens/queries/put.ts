import type pg from 'pg'
import { inPoolTransaction, missingReference, pool } from '@/lib/db'
import { IdentityError } from '@/lib/identity/errors'
import { OutboundError } from '../../errors'
import type { SealedTokens, TokenActor, TokenEventType } from '../types'
import { EVENT_COLUMNS } from './events'
import type { Slot } from './slots'

/** A token to be written: a new row, or the next version of the one that lies in its slot. */
export interface NewToken extends Slot, SealedTokens {
  id: string
  version: number
  /** Of the row that lies in its slot, so that no refresh of it has begun since it was read; 0: there is none. */
  fence: number
  /** Its own version when a refresh of the refresh token that it keeps was cut off; else null. */
  refreshingVersion: number | null
  level: string
  userId: string | null
  tenantId: string | null
  requestedScopes: readonly string[]
  grantedScopes: readonly string[]
  grantedKey: string
  tokenType: string
  tokenSub: string
  /** From now, by the clock of the database; null: unknown or never. */
  expiresInSeconds: number | null
  grantedBy: string
}

/** What is written into the timeline of each token. */
export interface PutEvent {
  type: TokenEventType
  actor: TokenActor
  detail: string
  /** Only for who is a member of its tenant now: a token of a user in a tenant ends with the membership. */
  ofMember: boolean
}

/**
 * Writes tokens, each with its event, in one statement: all of them or none. One that was replaced, refreshed or deleted
 * since its slot was read is left alone: its seal is bound to a version that is no longer the next, and the refresh token
 * that it keeps may be spent.
 * @returns false when there was such a one: nothing is written then
 * @throws OutboundError `notFound`, or `noLongerAllowed` for who must be a member and is none; IdentityError when a user or
 *   a tenant is not there
 */
export async function putTokens(projectId: string, tokens: readonly NewToken[], event: PutEvent): Promise<boolean> {
  try {
    if (tokens.length === 1) return await put(pool(), projectId, tokens, event)
    return await inPoolTransaction(async (client) => {
      if (!(await put(client, projectId, tokens, event))) throw new LostRaceError()
      return true
    })
  } catch (error) {
    if (error instanceof LostRaceError) return false
    const missing = missingReference(error)
    if (missing?.includes('userId')) throw new IdentityError('userNotFound')
    if (missing?.includes('tenantId')) throw new IdentityError('tenantNotFound')
    if (missing !== null) throw new OutboundError('notFound')
    throw error
  }
}

class LostRaceError extends Error {}

async function put(
  client: Pick<pg.ClientBase, 'query'>,
  projectId: string,
  tokens: readonly NewToken[],
  { type, actor, detail, ofMember }: PutEvent,
): Promise<boolean> {
  const open = tokens.map(({ accessSealed, refreshSealed, idTokenSealed, ...rest }) => rest)
  const { rows } = await client.query<{ written: number; given: number }>(PUT, [
    projectId,
    JSON.stringify(open),
    tokens.map(({ accessSealed }) => accessSealed),
    tokens.map(({ refreshSealed }) => refreshSealed),
    tokens.map(({ idTokenSealed }) => idTokenSealed),
    type,
    actor.type,
    actor.id,
    actor.name,
    detail,
    ofMember,
  ])
  const { written = 0, given = 0 } = rows[0] ?? {}
  if (given < tokens.length) throw new OutboundError('noLongerAllowed')
  return written === tokens.length
}

// Whoever ends a membership deletes its row first and its tokens after. With the lock, one of the two waits for the other:
// either there is no member here any more, or the token is there to be deleted.
// Rows that are there are locked by id, as everybody locks several of them, and new ones made in the order of their slots:
// nobody who holds one waits for who holds another.
const PUT = `WITH sent AS (
  SELECT r.*, s."accessSealed", s."refreshSealed", s."idTokenSealed", "at"
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS g("token", "at")
  JOIN unnest($3::bytea[], $4::bytea[], $5::bytea[]) WITH ORDINALITY
    AS s("accessSealed", "refreshSealed", "idTokenSealed", "at") USING ("at")
  CROSS JOIN LATERAL jsonb_to_record(g."token") AS r("id" text, "version" int, "fence" int, "refreshingVersion" int, "appId" text, "level" "OutboundLevel",
    "userId" text, "tenantId" text, "ownerKey" text, "externalIdentifier" text, "requestedScopes" text[],
    "grantedScopes" text[], "requestedKey" text, "grantedKey" text, "tokenType" text, "tokenSub" text,
    "expiresInSeconds" float8, "grantedBy" text)
), members AS (
  SELECT m."userId", m."tenantId" FROM sent JOIN "TenantMember" m
    ON m."projectId" = $1 AND m."userId" = sent."userId" AND m."tenantId" = sent."tenantId"
  WHERE $11::boolean AND sent."level" = 'userTenant'
  FOR KEY SHARE OF m
), given AS (
  SELECT * FROM sent WHERE NOT $11::boolean OR "level" <> 'userTenant'
    OR ("userId", "tenantId") IN (SELECT "userId", "tenantId" FROM members)
), held AS (
  SELECT t."id" FROM "OutboundToken" t WHERE t."projectId" = $1 AND t."id" IN (SELECT "id" FROM given)
  ORDER BY t."id" FOR NO KEY UPDATE
), put AS (
  INSERT INTO "OutboundToken" AS t ("projectId", "id", "version", "appId", "level", "userId", "tenantId", "ownerKey",
    "externalIdentifier", "requestedScopes", "grantedScopes", "requestedKey", "grantedKey", "accessSealed",
    "refreshSealed", "idTokenSealed", "tokenType", "tokenSub", "expiresAt", "grantedBy", "fence", "refreshingVersion",
    "updatedAt")
  SELECT $1, "id", "version", "appId", "level", "userId", "tenantId", "ownerKey", "externalIdentifier",
    "requestedScopes", "grantedScopes", "requestedKey", "grantedKey", "accessSealed", "refreshSealed", "idTokenSealed",
    "tokenType", "tokenSub", now() + make_interval(secs => "expiresInSeconds"), "grantedBy", "fence",
    "refreshingVersion", now()
  FROM given WHERE (SELECT count(*) FROM held) >= 0 ORDER BY "at"
  ON CONFLICT ("projectId", "appId", "ownerKey", "externalIdentifier", "requestedKey") DO UPDATE SET
    "version" = excluded."version", "requestedScopes" = excluded."requestedScopes",
    "grantedScopes" = excluded."grantedScopes", "grantedKey" = excluded."grantedKey",
    "accessSealed" = excluded."accessSealed", "refreshSealed" = excluded."refreshSealed",
    "idTokenSealed" = excluded."idTokenSealed", "tokenType" = excluded."tokenType", "tokenSub" = excluded."tokenSub",
    "expiresAt" = excluded."expiresAt", "grantedBy" = excluded."grantedBy", "status" = 'active', "obtainedAt" = now(),
    "lastRefreshAt" = NULL, "lastRefreshError" = '', "refreshFailures" = 0, "retryAt" = NULL, "leaseId" = NULL,
    "leaseUntil" = NULL, "refreshingVersion" = excluded."refreshingVersion", "updatedAt" = now()
    WHERE t."id" = excluded."id" AND t."version" = excluded."version" - 1 AND t."fence" = excluded."fence"
  RETURNING t."id", t."appId", t."version"
), logged AS (
  INSERT INTO "OutboundTokenEvent" (${EVENT_COLUMNS})
  SELECT $1, "id", gen_random_uuid()::text, "appId",
    CASE WHEN $6 = 'issued' AND "version" > 1 THEN 'replaced' ELSE $6 END, $7, $8, $9, $10
  FROM put
)
SELECT (SELECT count(*) FROM put)::int AS "written", (SELECT count(*) FROM given)::int AS "given"`
