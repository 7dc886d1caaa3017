import type pg from 'pg'
import { kekIdOf } from '../envelope'
import { type ColumnCount, countSealed } from './counts'
import type { SealedColumn } from './sealed-column'

export interface DataKeyStatus {
  id: string
  /**
   * active seals; retired opens what is to be sealed again; closing is about to be removed: the database refuses a value
   * that it sealed; of a removed one only the name is left.
   */
  state: 'active' | 'retired' | 'closing' | 'removed'
  createdAt: Date
  retiredAt: Date | null
  removedAt: Date | null
  /** Which key-encryption key wraps it: `other` is none that this process has. Null of a removed one. */
  wrappedBy: 'current' | 'previous' | 'other' | null
}

export interface VaultStatus {
  /** Names the key-encryption key without telling it. */
  rootKeyId: string
  /** The newest first. */
  keys: DataKeyStatus[]
  columns: ColumnCount[]
}

/** The keys of the vault and what they have sealed. Counts every sealed value: seconds when there are millions. */
export async function readVaultStatus(
  pool: pg.Pool,
  rootKeys: readonly Buffer[],
  sealed: readonly SealedColumn[],
): Promise<VaultStatus> {
  const [current, ...previous] = rootKeys.map(kekIdOf)
  const { rows } = await pool.query<{
    id: string
    kekId: string
    createdAt: Date
    retiredAt: Date | null
    closedAt: Date | null
    removedAt: Date | null
  }>(
    `SELECT "id", "kekId", "createdAt" AT TIME ZONE 'UTC' AS "createdAt", "retiredAt" AT TIME ZONE 'UTC' AS "retiredAt",
       "closedAt" AT TIME ZONE 'UTC' AS "closedAt", "removedAt" AT TIME ZONE 'UTC' AS "removedAt"
     FROM "DataKey" ORDER BY "createdAt" DESC, "id" DESC`,
  )
  const keys = rows.map(({ id, kekId, createdAt, retiredAt, closedAt, removedAt }): DataKeyStatus => {
    const state = removedAt ? 'removed' : closedAt ? 'closing' : retiredAt ? 'retired' : 'active'
    const by = kekId === current ? 'current' : previous.includes(kekId) ? 'previous' : 'other'
    return { id, state, createdAt, retiredAt, removedAt, wrappedBy: removedAt ? null : by }
  })
  return { rootKeyId: current ?? '', keys, columns: await countSealed(pool, sealed) }
}
