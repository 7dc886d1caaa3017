import type { Context } from 'hono'
import { operatorFromHeaders } from '@/lib/console/auth'
import { findManagementKey, noteKeyUse } from '@/lib/console/keys'
import type { Operator } from '@/lib/console/operator'
import { consoleOrigins } from '@/lib/console/origins'
import { type Permission, requirePermission } from '@/lib/console/permissions'
import { SessionError } from '@/lib/identity/sessions/errors'
import { proveBearer, type TokenBearer } from '@/lib/identity/sessions/service/bearer'
import { ApiError } from './errors'

/** `Bearer PROJECT[:TOKEN]`, split at the first colon. */
export interface Bearer {
  projectId: string
  token: string | null
}

/** @throws ApiError 401 when there is no bearer value */
export function readBearer(context: Context): Bearer {
  const value = /^Bearer\s+(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  if (!value) throw new ApiError('unauthorized', 'Send the header Authorization: Bearer <project id>:<management key>.')
  const [projectId = '', token] = value.split(':')
  return { projectId, token: token || null }
}

/** Whether a token has the form of a JWT (RFC 7519). No key of Patchbay has it. */
export function isJwt(token: string | null): token is string {
  return token !== null && token.split('.').length === 3
}

/**
 * The user or access key of a request: `Bearer PROJECT:<session, refresh or exchanged JWT>`.
 * @throws SessionError when there is none, or its session or key has ended
 */
export async function requireUserToken(context: Context): Promise<TokenBearer> {
  const { projectId, token } = readBearer(context)
  if (!token) throw new SessionError('noToken')
  return await proveBearer(projectId, token)
}

const REMEMBER_MS = 5_000
const MOST_REMEMBERED = 1_000

interface KnownKey {
  projectId: string
  id: string
  name: string
  until: number
}

/** Keys seen in the last seconds, so that a busy caller does not cost a look-up each time; a revoked key ends within them. */
const known = new Map<string, KnownKey>()

/**
 * The management key of a request.
 * @throws ApiError 401 when it is missing, wrong, revoked or of another project: the answer does not tell which
 */
export async function requireManagementKey(
  context: Context,
): Promise<{ projectId: string; keyId: string; keyName: string }> {
  const { projectId, token } = readBearer(context)
  const key = token ? await findKey(token) : null
  if (!key || key.projectId !== projectId) {
    throw new ApiError(
      'unauthorized',
      'This management key is not valid for the project. Make one under Management keys in the console.',
    )
  }
  return { projectId, keyId: key.id, keyName: key.name }
}

async function findKey(token: string): Promise<KnownKey | null> {
  const now = Date.now()
  const remembered = known.get(token)
  if (remembered && remembered.until > now) return remembered
  known.delete(token)
  const found = await findManagementKey(token)
  if (!found) return null
  const key = { projectId: found.projectId, id: found.id, name: found.name, until: now + REMEMBER_MS }
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(token, key)
  // For people only; a request must not wait for it or fail by it.
  noteKeyUse(found.projectId, found.id).catch(() => {})
  return key
}

/**
 * The operator of a console request, with the permission in the project of its path. Writes must come from the
 * console's own origin, so that no other site can use the cookie.
 * @throws ApiError 401 and DomainError `notFound` or `forbidden`
 */
export async function requireConsole(
  context: Context,
  permission: Permission,
): Promise<{ operator: Operator; projectId: string }> {
  if (context.req.method !== 'GET' && !consoleOrigins().includes(context.req.header('origin') ?? '')) {
    throw new ApiError('forbidden', 'This request did not come from the console. Open the console at its own address.')
  }
  const operator = await operatorFromHeaders(context.req.raw.headers)
  if (!operator) throw new ApiError('unauthorized', 'Your session has ended. Sign in again.')
  const projectId = context.req.param('projectId') ?? ''
  await requirePermission(operator, projectId, permission)
  return { operator, projectId }
}
