import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'

interface ReadBody {
  /** As JSON, text or base64; undefined when there is none. */
  body: Json | undefined
  /** Of a body that is not text. */
  binaryType: string | null
}

/**
 * The value under `connectors.<contextKey>`. With headers: `{ body, headers, statusCode }`. Without: the keys of the
 * body with `statusCode` beside them, which is always the HTTP status; a body that is no object is under `body`.
 */
export function toContextValue(
  read: ReadBody,
  response: { status: number; headers: Record<string, string | string[]> },
  includeHeaders: boolean,
): JsonObject {
  const statusCode = response.status
  const contentType: JsonObject = read.binaryType === null ? {} : { contentType: read.binaryType }
  if (includeHeaders) return { body: read.body ?? null, headers: { ...response.headers }, statusCode, ...contentType }
  if (read.body === undefined) return { statusCode }
  return isJsonObject(read.body) ? { ...read.body, statusCode } : { body: read.body, statusCode, ...contentType }
}

/** `error` of the body gives way to the failure's own; the body stays readable whole. */
export function withBody(value: JsonObject, read: ReadBody): JsonObject {
  const hidden = Object.hasOwn(value, 'error') && !Object.hasOwn(value, 'body')
  return hidden && read.body !== undefined ? { ...value, body: read.body } : value
}
