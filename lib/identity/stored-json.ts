import type { JsonObject } from '@/lib/language/json'
import type { Prisma } from '@/prisma/generated/client'

/** A JSON column that holds an object, as the services wrote it. */
export function toJsonObject(value: Prisma.JsonValue): JsonObject {
  // Prisma's type lets a member be undefined, which nothing read from a database is.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
