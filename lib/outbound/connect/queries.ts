import { db, pool } from '@/lib/db'
import { asJson, type Json } from '@/lib/language/json'
import { Prisma } from '@/prisma/generated/client'
import { type Owner, readOwner } from '../owner'
import type { TokenActor } from '../tokens/types'
import { CONNECT_MINUTES, LONGEST_CONNECT_MINUTES } from './limits'
import type { ConnectState, ConnectStatus } from './types'

/** An attempt as it is stored. */
export interface StoredConnect {
  projectId: string
  id: string
  appId: string
  status: ConnectStatus
  owner: Owner
  externalIdentifier: string
  scopes: string[]
  prompt: string[]
  redirectUrl: string
  browserHash: string | null
  verifierSealed: Uint8Array | null
  executionId: string | null
  grantedBy: string
  actor: unknown
  expired: boolean
}

export interface NewConnect {
  projectId: string
  id: string
  appId: string
  level: Owner['level']
  userId: string | null
  tenantId: string | null
  externalIdentifier: string
  scopes: string[]
  prompt: string[]
  redirectUrl: string
  ticketHash: string
  grantedBy: string
  actor: TokenActor
  executionId: string | null
  stepId: string | null
  visit: number | null
}

export async function insertConnect({ actor, ...row }: NewConnect): Promise<void> {
  await pool().query(
    `INSERT INTO "OutboundConnect" ("projectId", "id", "appId", "level", "userId", "tenantId", "externalIdentifier", "scopes",
       "prompt", "redirectUrl", "ticketHash", "grantedBy", "actor", "executionId", "stepId", "visit", "expiresAt")
     VALUES ($1, $2, $3, $4::"OutboundLevel", $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
       now() + interval '${CONNECT_MINUTES} minutes')`,
    [
      row.projectId,
      row.id,
      row.appId,
      row.level,
      row.userId,
      row.tenantId,
      row.externalIdentifier,
      row.scopes,
      row.prompt,
      row.redirectUrl,
      row.ticketHash,
      row.grantedBy,
      JSON.stringify(actor),
      row.executionId,
      row.stepId,
      row.visit,
    ],
  )
}

/** More than anybody has windows for. */
const MOST_OPEN = 20

/**
 * Ends the oldest open attempts of a user who has more than the limit. One whose code is being exchanged goes on.
 * @param grantedBy the user's id
 */
export async function endOldest(
  projectId: string,
  grantedBy: string,
  { errorCode, errorMessage }: { errorCode: string; errorMessage: string },
): Promise<void> {
  await pool().query(
    `UPDATE "OutboundConnect" SET "status" = 'failed', "endedAt" = now(), "verifierSealed" = NULL, "errorCode" = $3,
       "errorMessage" = $4
     WHERE "projectId" = $1 AND ("status" = 'pending' OR ("status" = 'opened' AND "verifierSealed" IS NOT NULL))
       AND "id" IN (
         SELECT "id" FROM "OutboundConnect" WHERE "projectId" = $1 AND "grantedBy" = $2
           AND "createdAt" > now() - interval '${LONGEST_CONNECT_MINUTES} minutes'
           AND "status" IN ('pending', 'opened') AND "expiresAt" > now()
         ORDER BY "createdAt" DESC, "id" DESC OFFSET ${MOST_OPEN})`,
    [projectId, grantedBy, errorCode, errorMessage],
  )
}

/** By the SHA-256 of what only its browser or its provider knows; null when there is none. */
export async function findBySecret(by: { ticketHash: string } | { stateHash: string }): Promise<StoredConnect | null> {
  const row = await db().outboundConnect.findUnique({
    where: 'ticketHash' in by ? { ticketHash: by.ticketHash } : { stateHash: by.stateHash },
  })
  return row && { ...row, owner: readOwner(row), expired: row.expiresAt <= new Date() }
}

/**
 * Spends a ticket: from now on its state is what counts, for ten minutes.
 * @returns false when it was spent or has lapsed meanwhile
 */
export async function spendTicket(
  ticketHash: string,
  opened: { stateHash: string; browserHash: string; verifierSealed: Uint8Array },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "OutboundConnect" SET "status" = 'opened', "openedAt" = now(), "stateHash" = $2, "browserHash" = $3,
       "verifierSealed" = $4, "expiresAt" = now() + interval '${CONNECT_MINUTES} minutes'
     WHERE "ticketHash" = $1 AND "status" = 'pending' AND "expiresAt" > now()`,
    [ticketHash, opened.stateHash, opened.browserHash, opened.verifierSealed],
  )
  return rowCount === 1
}

/**
 * Spends a state, which stays known: whoever brings it once more is told what has become of it. The attempt does not lapse
 * while its code is exchanged.
 * @returns false when it was spent or has lapsed meanwhile
 */
export async function spendState(stateHash: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "OutboundConnect" SET "verifierSealed" = NULL, "expiresAt" = greatest("expiresAt", now() + interval '2 minutes')
     WHERE "stateHash" = $1 AND "status" = 'opened' AND "verifierSealed" IS NOT NULL AND "expiresAt" > now()`,
    [stateHash],
  )
  return rowCount === 1
}

/** Ends an attempt that has not ended. @returns false when it had */
export async function endConnect(
  { projectId, id }: { projectId: string; id: string },
  end:
    | { status: 'completed'; tokenId: string; record: Json }
    | { status: 'failed'; errorCode: string; errorMessage: string; record: Json },
): Promise<boolean> {
  const { record, ...rest } = end
  const { count } = await db().outboundConnect.updateMany({
    where: { projectId, id, status: { in: ['pending', 'opened'] } },
    data: {
      ...rest,
      record: record === null ? Prisma.DbNull : record,
      endedAt: new Date(),
      verifierSealed: null,
    },
  })
  return count === 1
}

export async function findState(projectId: string, id: string): Promise<(ConnectState & { expired: boolean }) | null> {
  const row = await db().outboundConnect.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) return null
  const { appId, status, scopes, tokenId, errorCode, errorMessage, executionId, stepId, visit } = row
  const told = { connectId: id, appId, status, scopes, tokenId, errorCode, errorMessage, executionId, stepId, visit }
  return {
    ...told,
    record: row.record === null ? null : asJson(Object(row.record)),
    expired: row.expiresAt <= new Date(),
  }
}

/** How a user and a tenant are called, for the page that asks whether it is the right account. */
export async function findNames(
  projectId: string,
  owner: Owner,
): Promise<{ project: string; user: string | null; tenant: string | null }> {
  const userId = owner.level === 'tenant' ? null : owner.userId
  const tenantId = owner.level === 'user' ? null : owner.tenantId
  const { rows } = await pool().query<{ project: string; user: string | null; tenant: string | null }>(
    `SELECT p."name" AS "project",
       (SELECT CASE WHEN u."name" <> '' AND u."email" <> '' THEN u."name" || ' (' || u."email" || ')'
          ELSE coalesce(nullif(u."name", ''), nullif(u."email", ''),
            (SELECT l."loginId" FROM "UserLoginId" l WHERE l."projectId" = u."projectId" AND l."userId" = u."id" LIMIT 1), u."id")
        END FROM "User" u WHERE u."projectId" = p."id" AND u."id" = $2) AS "user",
       (SELECT t."name" FROM "Tenant" t WHERE t."projectId" = p."id" AND t."id" = $3) AS "tenant"
     FROM "Project" p WHERE p."id" = $1`,
    [projectId, userId, tenantId],
  )
  return rows[0] ?? { project: '', user: null, tenant: null }
}
