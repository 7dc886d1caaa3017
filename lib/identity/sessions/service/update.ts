import { getProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import type { JsonObject } from '@/lib/language/json'
import { claimsProblem } from '@/lib/language/jwt-claims'
import { DomainError } from '@/lib/result'
import type { UserSession } from '@/prisma/generated/client'
import { findAccessKey } from '../../access-keys/queries'
import { toJsonObject } from '../../stored-json'
import { REFRESH_TOKEN } from '../claims'
import { SessionError } from '../errors'
import { findSession } from '../queries'
import { signRefreshToken } from '../reply'
import { signToken, toSeconds, type VerifiedToken, verifyToken } from '../tokens'
import { isCurrent } from './refresh'

export interface UpdateRequest {
  projectId: string
  /** A session or refresh JWT of the project that has not lapsed. */
  jwt: string
  /** Added to those that it has; of the same name they win. */
  claims: JsonObject
  /** How long the answered token lives from now; null: as long as before. */
  lifetimeSeconds: number | null
}

/**
 * Adds custom claims to a JWT: answers one of the same kind. Those of a session stay with it, so that every later session
 * JWT carries them.
 * @throws SessionError when the token or its session is not valid; DomainError `invalid` for claims that may not be
 */
export async function updateToken(request: UpdateRequest): Promise<string> {
  const { projectId, jwt } = request
  const token = await verifyToken(projectId, jwt)
  if (!token) throw new SessionError('invalidToken')
  if (token.sid) return await updateSession(request, token, token.sid)
  return await updateKeyToken(request, token)
}

async function updateSession(request: UpdateRequest, token: VerifiedToken, sessionId: string): Promise<string> {
  const { projectId, claims, lifetimeSeconds } = request
  const now = new Date()
  const isRefresh = token.drn === REFRESH_TOKEN
  const session = await db().$transaction(async (transaction) => {
    // Of two at once the second adds to what the first has written, and none revives a session that has just ended.
    await transaction.$queryRaw`
      SELECT 1 FROM "UserSession" WHERE "projectId" = ${projectId} AND "id" = ${sessionId} FOR UPDATE`
    const found = await findSession(projectId, sessionId, transaction)
    if (!found || found.revokedAt || found.expiresAt <= now) throw new SessionError('ended')
    const merged = merge(toJsonObject(found.claims), claims)
    if (isRefresh && !isCurrent(found, token.gen ?? 0, now)) throw new SessionError('superseded')
    return await transaction.userSession.update({
      where: { projectId_id: { projectId, id: sessionId } },
      data: {
        claims: merged,
        ...(isRefresh && lifetimeSeconds !== null ? { expiresAt: later(now, lifetimeSeconds) } : {}),
      },
    })
  })
  if (isRefresh) return await signRefreshToken(session, now)
  return await signAgain(projectId, token, claims, await endOf(request, token, session, now), now)
}

/** The token of an access key: only the answered one carries the claims. */
async function updateKeyToken(request: UpdateRequest, token: VerifiedToken): Promise<string> {
  const { projectId, claims } = request
  const keyId = typeof token.keyId === 'string' ? token.keyId : ''
  const key = await findAccessKey(projectId, keyId)
  const now = new Date()
  if (!key?.active || (key.expiresAt && key.expiresAt <= now)) throw new SessionError('ended')
  merge({}, claims)
  return await signAgain(projectId, token, claims, await endOf(request, token, key, now), now)
}

async function endOf(
  { projectId, lifetimeSeconds }: UpdateRequest,
  token: VerifiedToken,
  owner: Pick<UserSession, 'expiresAt'> | { expiresAt: Date | null },
  now: Date,
): Promise<Date> {
  if (lifetimeSeconds === null) return new Date(token.exp * 1_000)
  const { sessionLifetimeSeconds } = await getProjectSettings(projectId)
  // Nothing calls a session JWT back: it never lives longer than the project lets it.
  const end = later(now, Math.min(lifetimeSeconds, sessionLifetimeSeconds))
  return owner.expiresAt && owner.expiresAt < end ? owner.expiresAt : end
}

async function signAgain(
  projectId: string,
  { iss, exp, ...kept }: VerifiedToken,
  claims: JsonObject,
  expiresAt: Date,
  now: Date,
): Promise<string> {
  return await signToken(projectId, { ...toPlain(kept), ...claims, iat: toSeconds(now) }, expiresAt)
}

/** What was read from a JWT is JSON. */
function toPlain(claims: object): JsonObject {
  return JSON.parse(JSON.stringify(claims))
}

function merge(stored: JsonObject, claims: JsonObject): JsonObject {
  const merged = { ...stored, ...claims }
  const problem = claimsProblem(merged)
  if (problem) throw new DomainError('invalid', problem.message, { customClaims: problem.message })
  return merged
}

function later(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000)
}
