import { Prisma } from '@/prisma/generated/client'

/** A pattern of LIKE for texts that contain one. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
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
