import type pg from 'pg'
import { keyIdSql, type SealedColumn } from './sealed-column'

/** How many values of a column each data key has sealed. */
export interface ColumnCount {
  table: string
  column: string
  /** By the key's id. */
  byKey: Map<string, number>
}

/** Counts the sealed values of the database by data key, each column in one statement and so at one moment. */
export async function countSealed(
  client: Pick<pg.ClientBase, 'query'>,
  columns: readonly SealedColumn[],
): Promise<ColumnCount[]> {
  const counts: ColumnCount[] = []
  for (const { table, column } of columns) {
    const { rows } = await client.query<{ keyId: Buffer | null; count: string }>(
      `SELECT ${keyIdSql(column)} AS "keyId", count(*) AS "count" FROM "${table}" WHERE "${column}" IS NOT NULL GROUP BY 1`,
    )
    const byKey = new Map(rows.map(({ keyId, count }) => [keyId?.toString('latin1') ?? '', Number(count)]))
    counts.push({ table, column, byKey })
  }
  return counts
}

/** How many values of a column some keys have sealed. */
export function sealedBy(count: ColumnCount, keyIds: Iterable<string>): number {
  let sum = 0
  for (const id of keyIds) sum += count.byKey.get(id) ?? 0
  return sum
}
