import type pg from 'pg'
import { kekIdOf, unwrapDataKey, wrapDataKey } from '../envelope'
import { underKeyLock, WrongVaultKeyError } from '../keyring'

/**
 * Wraps every data key by the first of the key-encryption keys, all at once. The data keys stay as they are: no value is
 * touched, and processes that have read them go on.
 * @returns how many were wrapped by another key until now
 * @throws WrongVaultKeyError when one is wrapped by a key that is not among them; nothing is changed then
 */
export async function rewrapDataKeys(pool: pg.Pool, rootKeys: readonly Buffer[]): Promise<number> {
  const [current] = rootKeys
  if (!current) throw new WrongVaultKeyError()
  const kekId = kekIdOf(current)
  return await underKeyLock(pool, async (client) => {
    const { rows } = await client.query<{ id: string; kekId: string; wrapped: Buffer }>(
      'SELECT "id", "kekId", "wrapped" FROM "DataKey" WHERE "wrapped" IS NOT NULL AND "kekId" <> $1',
      [kekId],
    )
    for (const { id, kekId: by, wrapped } of rows) {
      const former = rootKeys.find((one) => kekIdOf(one) === by)
      if (!former) throw new WrongVaultKeyError()
      await client.query('UPDATE "DataKey" SET "kekId" = $2, "wrapped" = $3 WHERE "id" = $1', [
        id,
        kekId,
        wrapDataKey(unwrapDataKey(wrapped, id, former), id, current),
      ])
    }
    return rows.length
  })
}
