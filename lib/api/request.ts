import type { Context, MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { CLIENT_ADDRESS_HEADER } from '@/lib/console/auth'
import { USER_AGENT_MAX } from '@/lib/identity/sessions/schema'
import { findUnstorableText, isShallow, unstorableText } from '@/lib/language/json'
import { ApiError } from './errors'

/** Requests carry definitions and inputs, never files. */
const MAX_BODY_BYTES = 1024 * 1024
/** Whoever walks a value by recursion may rely on it. */
const DEEPEST = 100

/**
 * Makes every body JSON before a route sees it: an empty one is `{}` (SDKs send POSTs with a JSON content type and no
 * body), a malformed or too large one is refused.
 */
export const jsonBody: MiddlewareHandler = async (context, next) => {
  const { req } = context
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS') return next()
  const text = await readText(req.raw)
  if (text.trim() !== '' && !/^application\/([\w.+-]+\+)?json\b/i.test(req.header('content-type') ?? '')) {
    throw new ApiError('badRequest', 'Send the body as JSON, with the header Content-Type: application/json.')
  }
  let body: unknown
  try {
    body = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw new ApiError('badRequest', 'The body is not valid JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError('badRequest', 'The body must be a JSON object.')
  }
  if (!isShallow(body, DEEPEST))
    throw new ApiError('badRequest', `The body is nested more than ${DEEPEST} levels deep.`)
  context.set('body', body)
  return next()
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new ApiError('tooLarge', 'The body is larger than 1 MB.')
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  // A declared length is checked by the HTTP server; only a chunked body must be counted.
  if (request.headers.has('content-length') || !request.body) return await request.text()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The body by a schema.
 * @throws ApiError that names each wrong field
 */
export function readBody<S extends z.ZodType>(context: Context, schema: S): z.output<S> {
  return parseArguments(schema, context.get('body'))
}

/**
 * The body by a schema, where SDKs of other languages send what was not given as null or as empty text: such members are
 * absent.
 * @throws ApiError that names each wrong field
 */
export function readGiven<S extends z.ZodType>(context: Context, schema: S): z.output<S> {
  const members = Object.entries(Object(context.get('body')))
  return parseArguments(schema, Object.fromEntries(members.filter(([, value]) => value !== null && value !== '')))
}

/**
 * Refuses what the database could not keep, where a call is about things that are kept. What only passes through a flow
 * may hold any text.
 * @throws ApiError that names the field
 */
export function requireStorable(context: Context): void {
  const at = findUnstorableText(context.get('body'))?.join('.')
  if (at !== undefined)
    throw new ApiError('invalidArguments', at === '' ? unstorableText : `${at}: ${unstorableText}`, {
      fields: { [at]: unstorableText },
    })
}

/**
 * The query by a schema; a parameter with the value `undefined` is absent, because an SDK sends it so.
 * @param path parameters of the path, to be read with it
 */
export function readQuery<S extends z.ZodType>(
  context: Context,
  schema: S,
  path: Readonly<Record<string, string>> = {},
): z.output<S> {
  const given = Object.entries(context.req.query()).filter(([, value]) => value !== '' && value !== 'undefined')
  return parseArguments(schema, { ...Object.fromEntries(given), ...path })
}

function parseArguments<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message
  const [path, message] = Object.entries(fields)[0] ?? ['', 'The arguments are not valid.']
  throw new ApiError('invalidArguments', path ? `${path}: ${message}` : message, { fields })
}

/** The caller's address, as the server determined it. */
export function clientAddress(context: Context): string {
  return context.req.header(CLIENT_ADDRESS_HEADER) ?? ''
}

/** What the caller's browser says it is. */
export function clientUserAgent(context: Context): string {
  return (context.req.header('user-agent') ?? '').slice(0, USER_AGENT_MAX)
}

/** Stands behind a POST route for every other method. */
export function usePost(): never {
  throw new ApiError('methodNotAllowed', 'Call this path with POST.')
}
