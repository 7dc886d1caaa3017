import type { z } from 'zod'
import { DomainError } from '@/lib/result'

/**
 * An input by its schema.
 * @throws DomainError `invalid` with a message for each wrong field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message
  const [path, message] = Object.entries(fields)[0] ?? ['', 'It is not valid.']
  throw new DomainError('invalid', path ? `${path}: ${message}` : message, fields)
}

/** The members that are given: to a database, undefined and absent are not always the same. */
export function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
