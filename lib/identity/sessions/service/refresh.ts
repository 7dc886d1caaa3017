import { recordAudit } from '@/lib/audit/service'
import { getProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import type { UserSession } from '@/prisma/generated/client'
import { findUser, type UserRow } from '../../users/queries'
import { userActor } from '../../users/user-actor'
import { REFRESH_TOKEN } from '../claims'
import { SessionError } from '../errors'
import { findSession } from '../queries'
import { makeTokens } from '../reply'
import { verifyToken } from '../tokens'
import type { JwtResponse } from '../types'
import { isMember, requireAllowed } from './issue'

/**
 * How long the refresh token before the present one is still answered, with the same successor: two tabs refresh at once,
 * and an SDK sends a request again whose answer it did not get (three times within about ten seconds).
 */
const GRACE_MS = 30_000

export interface RefreshRequest {
  projectId: string
  /** A refresh JWT. */
  token: string
  /** Of the client, for the audit log. */
  ipAddress: string
}

/** A session with its user, as a refresh token of it proved. */
export interface ProvenSession {
  session: UserSession
  user: UserRow
  /** The token's; lower than the session's when it has a successor. */
  generation: number
}

/**
 * Refreshes a session: answers new tokens and makes the given refresh token its predecessor. One that is older still has
 * been used twice, by its owner and by someone else: the session ends (RFC 9700 section 4.14.2).
 * @throws SessionError
 */
export async function refreshSession(request: RefreshRequest): Promise<JwtResponse> {
  const { user, ...proven } = await proveSession(request)
  const now = new Date()
  const session = await rotate(request, proven, now)
  return await makeTokens({
    session,
    user,
    settings: await getProjectSettings(request.projectId),
    firstSeen: false,
    now,
  })
}

/**
 * Makes a tenant the current one of a session (`dct`) and refreshes it.
 * @throws SessionError, `notMember` when the tenant is not one of the user's
 */
export async function selectTenant(request: RefreshRequest & { tenantId: string }): Promise<JwtResponse> {
  const { projectId, tenantId } = request
  const { user, ...proven } = await proveSession(request)
  if (!isMember(user, tenantId)) throw new SessionError('notMember')
  const now = new Date()
  const { id } = await rotate(request, proven, now)
  const session = await db().userSession.update({ where: { projectId_id: { projectId, id } }, data: { tenantId } })
  return await makeTokens({ session, user, settings: await getProjectSettings(projectId), firstSeen: false, now })
}

/**
 * The live session of a refresh token, whose user may have one. Nothing is changed by it.
 * @throws SessionError
 */
export async function proveSession({ projectId, token }: Omit<RefreshRequest, 'ipAddress'>): Promise<ProvenSession> {
  const verified = await verifyToken(projectId, token)
  if (verified?.drn !== REFRESH_TOKEN || !verified.sid || !verified.gen) throw new SessionError('invalidToken')
  const session = await findSession(projectId, verified.sid)
  if (session?.userId !== verified.sub || session.revokedAt || session.expiresAt <= new Date()) {
    throw new SessionError('ended')
  }
  const user = await findUser(projectId, session.userId)
  requireAllowed(user)
  return { session, user, generation: verified.gen }
}

/**
 * The live session of a refresh token that is the present one or has just been succeeded; for reads, which end no session.
 * @throws SessionError `superseded` for an older one
 */
export async function requireSession(request: Omit<RefreshRequest, 'ipAddress'>): Promise<ProvenSession> {
  const proven = await proveSession(request)
  if (!isCurrent(proven.session, proven.generation, new Date())) throw new SessionError('superseded')
  return proven
}

/** Whether a refresh token of that generation is still answered. */
export function isCurrent({ generation, refreshedAt }: UserSession, given: number, now: Date): boolean {
  if (given === generation) return true
  return given === generation - 1 && now.getTime() - refreshedAt.getTime() <= GRACE_MS
}

/** Moves the session on by one generation, or answers it as another request has just moved it. */
async function rotate(
  request: RefreshRequest,
  { session, generation }: Omit<ProvenSession, 'user'>,
  now: Date,
): Promise<UserSession> {
  const { projectId, id } = session
  if (generation === session.generation) {
    const moved = await db().userSession.updateManyAndReturn({
      where: { projectId, id, generation, revokedAt: null },
      data: { generation: generation + 1, refreshedAt: now },
    })
    if (moved[0]) return moved[0]
  }
  // Moved on or ended by another request since it was read.
  const current = await findSession(projectId, id)
  if (!current || current.revokedAt) throw new SessionError('ended')
  if (isCurrent(current, generation, now)) return current
  await endReused(request, current, now)
  throw new SessionError('reused')
}

async function endReused({ projectId, ipAddress }: RefreshRequest, session: UserSession, now: Date): Promise<void> {
  const { count } = await db().userSession.updateMany({
    where: { projectId, id: session.id, revokedAt: null },
    data: { revokedAt: now, revokedReason: 'reuse' },
  })
  if (count === 0) return
  const { userId } = session
  await recordAudit({ ...(await userActor(projectId, userId)), ipAddress }, projectId, {
    action: 'session.reuse',
    severity: 'warn',
    targetId: session.id,
    userId,
    data: { ipAddress: session.ipAddress, userAgent: session.userAgent },
  })
}
