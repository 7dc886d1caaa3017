import { pool } from '@/lib/db'
import { createSharedRead } from '@/lib/shared-read'

/** Whose token it is: of one connector, as it was saved once. */
export interface TokenOwner {
  projectId: string
  connectorId: string
  connectorVersion: number
  /** SHA-256 of the settings that it is asked for with, in hex. */
  fingerprint: string
}

/** A stored token that may still be used. */
export interface SealedToken {
  tokenId: string
  sealed: Buffer
}

// The lease ends by itself when its holder has died; who lives moves it on long before.
const LEASE_SECONDS = 10

/** The token of a connector that may be used now, if one is held. Reads that come together are one statement. */
export async function findToken(owner: TokenOwner): Promise<SealedToken | null> {
  return (await readToken(owner)) ?? null
}

const readToken = createSharedRead(toText, async (owners: TokenOwner[]) => {
  const { rows } = await pool().query<TokenOwner & SealedToken>({
    name: 'connector-tokens',
    text: `SELECT t."projectId", t."connectorId", t."connectorVersion", t."fingerprint", t."tokenId", t."sealed"
      FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS k("projectId", "connectorId", "connectorVersion", "fingerprint")
      JOIN "ConnectorToken" t USING ("projectId", "connectorId", "connectorVersion", "fingerprint")
      WHERE t."usableUntil" > now()`,
    values: [
      owners.map((owner) => owner.projectId),
      owners.map((owner) => owner.connectorId),
      owners.map((owner) => owner.connectorVersion),
      owners.map((owner) => owner.fingerprint),
    ],
  })
  return new Map(rows.map((row) => [toText(row), { tokenId: row.tokenId, sealed: row.sealed }]))
})

function toText({ projectId, connectorId, connectorVersion, fingerprint }: TokenOwner): string {
  return `${projectId}/${connectorId}/${connectorVersion}/${fingerprint}`
}

export type Lease = 'taken' | 'busy' | 'outdated'

/**
 * Takes the right to fetch the connector's token. A newer save of the connector takes it from an older one at once, and
 * with it the token of the former settings goes.
 * @returns busy while another holds it, outdated when the row serves a newer save
 */
export async function takeLease(owner: TokenOwner, leaseId: string): Promise<Lease> {
  const { projectId, connectorId, connectorVersion, fingerprint } = owner
  const { rows } = await pool().query<{ leaseId: string | null; newer: boolean }>({
    name: 'connector-token-lease',
    text: `WITH taken AS (
        INSERT INTO "ConnectorToken" AS t ("projectId", "connectorId", "connectorVersion", "fingerprint", "leaseId", "leaseUntil")
        VALUES ($1, $2, $3, $4, $5, now() + interval '${LEASE_SECONDS} seconds')
        ON CONFLICT ("projectId", "connectorId") DO UPDATE SET "connectorVersion" = $3, "fingerprint" = $4,
          "leaseId" = $5, "leaseUntil" = excluded."leaseUntil",
          "tokenId" = CASE WHEN t."connectorVersion" = $3 AND t."fingerprint" = $4 THEN t."tokenId" END,
          "sealed" = CASE WHEN t."connectorVersion" = $3 AND t."fingerprint" = $4 THEN t."sealed" END,
          "obtainedAt" = CASE WHEN t."connectorVersion" = $3 AND t."fingerprint" = $4 THEN t."obtainedAt" END,
          "usableUntil" = CASE WHEN t."connectorVersion" = $3 AND t."fingerprint" = $4 THEN t."usableUntil" END
        WHERE t."connectorVersion" < $3
          OR (t."connectorVersion" = $3 AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now()))
        RETURNING t."leaseId"
      )
      SELECT "leaseId", false AS "newer" FROM taken
      UNION ALL
      SELECT NULL, t."connectorVersion" > $3 FROM "ConnectorToken" t
        WHERE t."projectId" = $1 AND t."connectorId" = $2 AND NOT EXISTS (SELECT FROM taken)`,
    values: [projectId, connectorId, connectorVersion, fingerprint, leaseId],
  })
  const [first] = rows
  if (first?.leaseId === leaseId) return 'taken'
  return first?.newer ? 'outdated' : 'busy'
}

/** A sign of life of who fetches. False when another has taken over. */
export async function renewLease(owner: TokenOwner, leaseId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "ConnectorToken" SET "leaseUntil" = now() + interval '${LEASE_SECONDS} seconds'
     WHERE "projectId" = $1 AND "connectorId" = $2 AND "leaseId" = $3`,
    [owner.projectId, owner.connectorId, leaseId],
  )
  return rowCount === 1
}

/**
 * Stores a token and gives the lease back.
 * @param usableSeconds from now; 0 or less stores one that nobody takes
 * @returns false when the lease has gone to another meanwhile: nothing is written then
 */
export async function saveToken(
  owner: TokenOwner,
  leaseId: string,
  { tokenId, sealed }: SealedToken,
  usableSeconds: number,
): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: 'connector-token-save',
    text: `UPDATE "ConnectorToken" SET "tokenId" = $4, "sealed" = $5, "obtainedAt" = now(),
        "usableUntil" = now() + make_interval(secs => $6), "leaseId" = NULL, "leaseUntil" = NULL
      WHERE "projectId" = $1 AND "connectorId" = $2 AND "leaseId" = $3`,
    values: [owner.projectId, owner.connectorId, leaseId, tokenId, sealed, usableSeconds],
  })
  return rowCount === 1
}

/** Gives the lease back without a token. */
export async function releaseLease(owner: TokenOwner, leaseId: string): Promise<void> {
  await pool().query(
    `UPDATE "ConnectorToken" SET "leaseId" = NULL, "leaseUntil" = NULL
     WHERE "projectId" = $1 AND "connectorId" = $2 AND "leaseId" = $3`,
    [owner.projectId, owner.connectorId, leaseId],
  )
}

/** Drops a token that the API refused; one that has taken its place stays. */
export async function dropToken(owner: TokenOwner, tokenId: string): Promise<void> {
  await pool().query(
    `UPDATE "ConnectorToken" SET "tokenId" = NULL, "sealed" = NULL, "obtainedAt" = NULL, "usableUntil" = NULL
     WHERE "projectId" = $1 AND "connectorId" = $2 AND "tokenId" = $3`,
    [owner.projectId, owner.connectorId, tokenId],
  )
}

/** Until when a connector's token is used, in ISO 8601; null while it holds none. Never the token. */
export interface HeldToken {
  obtainedAt: string
  usableUntil: string
}

/** The token that calls of a connector would use now. */
export async function findHeldToken(projectId: string, connectorId: string): Promise<HeldToken | null> {
  const { rows } = await pool().query<{ obtainedAt: string; usableUntil: string }>(
    `SELECT to_char(t."obtainedAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "obtainedAt",
       to_char(t."usableUntil", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "usableUntil"
     FROM "ConnectorToken" t JOIN "Connector" c ON c."projectId" = t."projectId" AND c."id" = t."connectorId"
     WHERE t."projectId" = $1 AND t."connectorId" = $2 AND t."connectorVersion" = c."version" AND t."usableUntil" > now()`,
    [projectId, connectorId],
  )
  return rows[0] ?? null
}
