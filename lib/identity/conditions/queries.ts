import { readTimeCursor, type TimeCursor, writeTimeCursor } from '@/lib/time-cursor'
import { Prisma } from '@/prisma/generated/client'

export interface PageQuery {
  cursor?: string | null | undefined
  /** Rows a page. */
  limit?: number | undefined
}

const PAGE = 50

interface Place {
  cursor: TimeCursor | null
  limit: number
  /** Behind the condition, on the table's short name. */
  sql: Prisma.Sql
}

/** Where a page begins and how long it is, for a table whose rows are listed by creation, newest first. */
export function toPlace(table: 'u' | 't', { cursor: text, limit = PAGE }: PageQuery): Place {
  const cursor = readTimeCursor(text)
  const [at, id] = [Prisma.raw(`${table}."createdAt"`), Prisma.raw(`${table}."id"`)]
  const backwards = cursor?.direction === 'before'
  const from = cursor
    ? Prisma.sql`AND (${at}, ${id}) ${Prisma.raw(backwards ? '>' : '<')} (${cursor.at}, ${cursor.id})`
    : Prisma.empty
  const order = Prisma.raw(backwards ? 'ASC' : 'DESC')
  return { cursor, limit, sql: Prisma.sql`${from} ORDER BY ${at} ${order}, ${id} ${order} LIMIT ${limit + 1}` }
}

/** The rows of a page out of what was read for it, with the cursors around it. */
export function toPage<Row extends { id: string; createdAt: Date }>(
  read: readonly Row[],
  { cursor, limit }: Pick<Place, 'cursor' | 'limit'>,
) {
  const backwards = cursor?.direction === 'before'
  const more = read.length > limit
  const rows = read.slice(0, limit)
  if (backwards) rows.reverse()
  const [first, last] = [rows[0], rows.at(-1)]
  const write = (direction: TimeCursor['direction'], row: Row | undefined, there: boolean) =>
    row && there ? writeTimeCursor(direction, row.createdAt, row.id) : null
  return {
    rows,
    previousCursor: write('before', first, backwards ? more : cursor !== null),
    nextCursor: write('after', last, backwards || more),
  }
}

/** Values by containment, which the index over the column answers: as it is, or as one of several options. */
export function toAttributeCondition(column: Prisma.Sql, name: string, value: unknown): Prisma.Sql | null {
  if (value === undefined || value === null || value === '') return null
  const values = Array.isArray(value) ? value : [value]
  if (values.length === 0) return null
  const documents = values.flatMap((each) => [
    { [name]: each },
    ...(typeof each === 'string' ? [{ [name]: [each] }] : []),
  ])
  const conditions = documents.map((each) => Prisma.sql`${column} @> ${JSON.stringify(each)}::jsonb`)
  return Prisma.sql`(${Prisma.join(conditions, ' OR ')})`
}
