/** A text as it is sought: without space around it, and without NUL, which PostgreSQL refuses. */
export function toSought(given: string | null | undefined): string {
  return (given ?? '').replaceAll('\0', '').trim()
}

/** A text that stands for itself within a pattern of LIKE. Prisma's `contains` and its like become LIKE and escape nothing. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** A pattern of LIKE for texts that contain one. */
export function containing(text: string): string {
  return `%${escapeLike(text)}%`
}
