import { z } from 'zod'
import { findAccessKey } from '../../access-keys/queries'
import { rightsOf } from '../../access-keys/rights'
import { findUser, type UserRow } from '../../users/queries'
import { REFRESH_TOKEN } from '../claims'
import { SessionError } from '../errors'
import { findSession, type TokenTenant, toTokenTenants } from '../queries'
import { type VerifiedToken, verifyToken } from '../tokens'
import { requireAllowed } from './issue'
import { requireSession } from './refresh'

/** Who shows a JWT of the project, and what it allows. */
export interface TokenBearer {
  projectId: string
  /** Null: an access key in its own name. */
  userId: string | null
  /** Of the token of an access key. */
  keyId: string | null
  /** The tenants that the token speaks of and that are still the bearer’s; a disabled one is none. */
  tenantIds: string[]
  /** The current one, when it is among them. */
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
 * Who a session or refresh JWT belongs to, when its session or access key still lives and its user may have tokens. A
 * membership that has ended since the token was made counts no more. For this server's own use: other verifiers see the
 * signature and the end alone.
 * @throws SessionError
 */
export async function proveBearer(projectId: string, token: string): Promise<TokenBearer> {
  const verified = await verifyToken(projectId, token)
  if (!verified) throw new SessionError('invalidToken')
  const { scope, tenants, dct, keyId } = claimsSchema.parse(verified)
  const { userId, tenants: present } = await findBearer({ projectId, token }, verified, keyId)
  const tenantIds = present.map(({ tenantId }) => tenantId).filter((tenantId) => Object.hasOwn(tenants, tenantId))
  return {
    projectId,
    userId,
    keyId: verified.drn === REFRESH_TOKEN ? null : keyId,
    tenantIds,
    tenantId: dct !== null && tenantIds.includes(dct) ? dct : null,
    scopes: scope.split(' ').filter(Boolean),
  }
}

interface Found {
  userId: string | null
  /** All that are the bearer's now. */
  tenants: readonly TokenTenant[]
}

async function findBearer(
  given: { projectId: string; token: string },
  verified: VerifiedToken,
  keyId: string | null,
): Promise<Found> {
  const { projectId } = given
  if (verified.drn === REFRESH_TOKEN) return toFound((await requireSession(given)).user)
  if (keyId !== null) return await findKey(projectId, keyId)
  const session = verified.sid ? await findSession(projectId, verified.sid) : null
  if (session?.userId !== verified.sub || session.revokedAt || session.expiresAt <= new Date()) {
    throw new SessionError('ended')
  }
  return toFound(await requireUser(projectId, session.userId))
}

async function findKey(projectId: string, keyId: string): Promise<Found> {
  const key = await findAccessKey(projectId, keyId)
  if (!key?.active || (key.expiresAt && key.expiresAt <= new Date())) throw new SessionError('ended')
  const user = key.boundUserId === null ? null : await requireUser(projectId, key.boundUserId)
  return { userId: key.boundUserId, tenants: (await rightsOf(key, user)).tenants }
}

async function requireUser(projectId: string, userId: string): Promise<UserRow> {
  const user = await findUser(projectId, userId)
  requireAllowed(user)
  return user
}

function toFound(user: UserRow): Found {
  return { userId: user.id, tenants: toTokenTenants(user) }
}
