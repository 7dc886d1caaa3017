import { z } from 'zod'
import { findAccessKey } from '../../access-keys/queries'
import { findUser } from '../../users/queries'
import { REFRESH_TOKEN } from '../claims'
import { SessionError } from '../errors'
import { findSession } from '../queries'
import { verifyToken } from '../tokens'
import { requireAllowed } from './issue'
import { requireSession } from './refresh'

/** Who shows a JWT of the project, and what it allows. */
export interface TokenBearer {
  projectId: string
  /** Null: an access key in its own name. */
  userId: string | null
  /** Of the token of an access key. */
  keyId: string | null
  /** The tenants that the token speaks of. */
  tenantIds: string[]
  /** The current one. */
  tenantId: string | null
  scopes: string[]
}

const claimsSchema = z.object({
  scope: z.string().catch(''),
  tenants: z.record(z.string(), z.unknown()).catch({}),
  dct: z.string().nullable().catch(null),
  keyId: z.string().nullable().catch(null),
})

/**
 * Who a session or refresh JWT belongs to, when its session or access key still lives and its user may have tokens. For
 * this server's own use: other verifiers see the signature and the end alone.
 * @throws SessionError
 */
export async function proveBearer(projectId: string, token: string): Promise<TokenBearer> {
  const verified = await verifyToken(projectId, token)
  if (!verified) throw new SessionError('invalidToken')
  const { scope, tenants, dct, keyId } = claimsSchema.parse(verified)
  const bearer = {
    projectId,
    tenantIds: Object.keys(tenants),
    tenantId: dct,
    scopes: scope.split(' ').filter(Boolean),
  }
  if (verified.drn === REFRESH_TOKEN) {
    const { user } = await requireSession({ projectId, token })
    return { ...bearer, userId: user.id, keyId: null }
  }
  if (keyId !== null) return { ...bearer, ...(await proveKey(projectId, keyId)) }
  const session = verified.sid ? await findSession(projectId, verified.sid) : null
  if (session?.userId !== verified.sub || session.revokedAt || session.expiresAt <= new Date()) {
    throw new SessionError('ended')
  }
  await requireUser(projectId, session.userId)
  return { ...bearer, userId: session.userId, keyId: null }
}

async function proveKey(projectId: string, keyId: string): Promise<{ userId: string | null; keyId: string }> {
  const key = await findAccessKey(projectId, keyId)
  if (!key?.active || (key.expiresAt && key.expiresAt <= new Date())) throw new SessionError('ended')
  if (key.boundUserId !== null) await requireUser(projectId, key.boundUserId)
  return { userId: key.boundUserId, keyId }
}

async function requireUser(projectId: string, userId: string): Promise<void> {
  requireAllowed(await findUser(projectId, userId))
}
