import type pg from 'pg'
import type { Prisma } from '@/prisma/generated/client'
import type { Binding } from '../binding'

/** A sealed value as it was read. */
export interface SealedValue {
  /** Where the row lies (ctid): another version of the row lies elsewhere. */
  at: string
  sealed: Buffer
  binding: Binding
}

/** A column of the database that holds sealed values. */
export interface SealedColumn {
  table: string
  column: string
  /** The values at these places, with what they are bound to. Rows that have gone are left out. */
  read(client: Pick<pg.ClientBase, 'query'>, places: readonly string[]): Promise<SealedValue[]>
}

type Rows = { [T in Prisma.ModelName]: Prisma.TypeMap['model'][T]['payload']['scalars'] }

/**
 * Names a sealed column.
 * @param parts the columns that its binding is made of
 */
export function sealedColumn<T extends Prisma.ModelName, Part extends string & keyof Rows[T]>(
  table: T,
  column: string & keyof Rows[T],
  parts: readonly Part[],
  bind: (row: Pick<Rows[T], Part>) => Binding,
): SealedColumn {
  const sql = `SELECT ctid::text AS "@at", "${column}" AS "@sealed", ${parts.map((part) => `"${part}"`).join(', ')}
    FROM "${table}" WHERE ctid = ANY($1::tid[]) AND "${column}" IS NOT NULL`
  return {
    table,
    column,
    async read(client, places) {
      const { rows } = await client.query<Pick<Rows[T], Part> & { '@at': string; '@sealed': Buffer }>(sql, [places])
      return rows.map((row) => ({ at: row['@at'], sealed: row['@sealed'], binding: bind(row) }))
    },
  }
}

/** SQL for the id of the data key of a sealed value, as bytes; null for what is no sealed value. */
export function keyIdSql(column: string): string {
  return `CASE WHEN octet_length("${column}") > 2 THEN substring("${column}" FROM 3 FOR get_byte("${column}", 1)) END`
}
