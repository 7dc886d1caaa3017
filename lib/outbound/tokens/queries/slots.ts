import { pool } from '@/lib/db'

/** What only one token may have: whose, of which app and account, for which set of scopes. */
export interface Slot {
  appId: string
  ownerKey: string
  externalIdentifier: string
  requestedKey: string
}

/** The token that lies in a slot now. */
export interface TakenSlot extends Slot {
  projectId: string
  id: string
  version: number
  tokenSub: string
  status: string
  refreshSealed: Buffer | null
  fence: number
  /** Somebody refreshes it now. */
  leased: boolean
  refreshingVersion: number | null
}

/** The type of each of some apps (`oauth`, `apiKey`) by id; unknown ones are left out. */
export async function findAppTypes(projectId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool().query<{ id: string; type: string }>(
    'SELECT "id", "type" FROM "OutboundApp" WHERE "projectId" = $1 AND "id" = ANY($2::text[])',
    [projectId, [...new Set(ids)]],
  )
  return new Map(rows.map(({ id, type }) => [id, type]))
}

/** What lies in some slots now. */
export async function findTaken(projectId: string, slots: readonly Slot[]): Promise<TakenSlot[]> {
  const { rows } = await pool().query<TakenSlot>(
    `SELECT t."projectId", t."appId", t."ownerKey", t."externalIdentifier", t."requestedKey", t."id", t."version",
       t."tokenSub", t."status"::text AS "status", t."refreshSealed", t."fence",
       coalesce(t."leaseUntil" > now(), false) AS "leased", t."refreshingVersion"
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS s("appId", "ownerKey", "externalIdentifier", "requestedKey")
     JOIN "OutboundToken" t USING ("appId", "ownerKey", "externalIdentifier", "requestedKey")
     WHERE t."projectId" = $1`,
    [
      projectId,
      slots.map(({ appId }) => appId),
      slots.map(({ ownerKey }) => ownerKey),
      slots.map(({ externalIdentifier }) => externalIdentifier),
      slots.map(({ requestedKey }) => requestedKey),
    ],
  )
  return rows
}
