import { getProjectSettings } from '@/lib/console/projects'
import { db, PREPARED } from '@/lib/db'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import type { UserSession } from '@/prisma/generated/client'
import { findUser, type UserRow } from '../../users/queries'
import { SessionError } from '../errors'
import { findSession, toTokenTenants } from '../queries'
import { makeTokens, type TokensInput } from '../reply'
import { USER_AGENT_MAX } from '../schema'
import type { JwtResponse } from '../types'

export interface SessionRequest {
  projectId: string
  userId: string
  /** The current tenant (`dct`); null: none. */
  tenantId: string | null
  /** How the person proved who they are: pwd, email, …; empty when nobody did. */
  methods: string[]
  /** Whether this is the user's first sign-in. */
  firstSeen: boolean
  /** Custom claims of the session's JWTs, checked already. */
  claims: JsonObject
  ipAddress: string
  userAgent: string
  /** Instead of the project's. */
  refreshLifetimeSeconds?: number | undefined
}

/** A session that was just made, with what its tokens are made of. */
export type NewSession = Omit<TokensInput, 'firstSeen'>

/** The tokens, with the id of their session. */
export interface IssuedSession {
  sessionId: string
  tokens: JwtResponse
}

/** How long a reply that was lost on its way may be asked for again. */
const REISSUE_MS = 10 * 60_000

/**
 * Signs a user in: makes a session and its tokens. The tokens exist only in this answer.
 * @throws SessionError `userGone`, `userBarred`, or `notMember` for a tenant that is not the user's
 */
export async function issueSession({ firstSeen, ...request }: SessionRequest): Promise<IssuedSession> {
  const made = await createSession(request)
  return { sessionId: made.session.id, tokens: await makeTokens({ ...made, firstSeen }) }
}

/**
 * Signs a user in without signing tokens yet: `reissueSession` answers them.
 * @throws SessionError as `issueSession`
 */
export async function createSession(request: Omit<SessionRequest, 'firstSeen'>): Promise<NewSession> {
  const { projectId, userId, tenantId, methods, claims, ipAddress } = request
  const [settings, user] = await Promise.all([getProjectSettings(projectId), findUser(projectId, userId)])
  requireAllowed(user)
  if (tenantId !== null && !isMember(user, tenantId)) throw new SessionError('notMember')
  const now = new Date()
  const lifetimeSeconds = request.refreshLifetimeSeconds ?? settings.refreshLifetimeSeconds
  const session: UserSession = {
    projectId,
    id: newId(),
    userId,
    tenantId,
    methods,
    claims,
    generation: 1,
    refreshedAt: now,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeSeconds * 1_000),
    revokedAt: null,
    revokedReason: null,
    ipAddress,
    userAgent: request.userAgent.slice(0, USER_AGENT_MAX),
  }
  if (!(await insertSession(session))) throw new SessionError('userBarred')
  return { session, user: { ...user, status: 'enabled' }, settings, now }
}

/**
 * Answers the tokens of a session once more, for a client whose sign-in reply was lost. Only while nobody has used them.
 * @returns null when the session was refreshed, has ended, or is some minutes old
 */
export async function reissueSession(
  projectId: string,
  sessionId: string,
  firstSeen: boolean,
): Promise<JwtResponse | null> {
  const now = new Date()
  const session = await findSession(projectId, sessionId)
  if (!session || session.revokedAt || session.generation !== 1) return null
  if (session.expiresAt <= now || now.getTime() - session.createdAt.getTime() > REISSUE_MS) return null
  const [settings, user] = await Promise.all([getProjectSettings(projectId), findUser(projectId, session.userId)])
  if (!user || !mayHaveTokens(user)) return null
  return await makeTokens({ session, user, settings, firstSeen, now })
}

/** @returns false, and nothing is written, when the user has been deleted or disabled in this very moment */
async function insertSession(session: UserSession): Promise<boolean> {
  // One statement: a sign-in is one round trip here and one commit.
  const inserted = await db().$executeRaw`${PREPARED}
    WITH person AS (
      UPDATE "User" SET "lastSignInAt" = ${session.createdAt}, "updatedAt" = ${session.createdAt}, "status" = 'enabled'
      WHERE "projectId" = ${session.projectId} AND "id" = ${session.userId} AND "status" IN ('enabled', 'invited')
      RETURNING "projectId", "id"
    )
    INSERT INTO "UserSession" ("projectId", "userId", "id", "tenantId", "methods", "claims", "refreshedAt", "createdAt",
      "expiresAt", "ipAddress", "userAgent")
    SELECT person.*, ${session.id}, ${session.tenantId}, ${session.methods}, ${JSON.stringify(session.claims)}::jsonb,
      ${session.refreshedAt}, ${session.createdAt}, ${session.expiresAt}, ${session.ipAddress}, ${session.userAgent}
    FROM person`
  return inserted === 1
}

/**
 * @param field which named the user, for the errors
 * @throws SessionError for a user who may have no tokens
 */
export function requireAllowed(user: UserRow | null, field?: string): asserts user is UserRow {
  if (!user) throw new SessionError('userGone', field)
  if (!mayHaveTokens(user)) throw new SessionError('userBarred', field)
}

/** One who was invited has accepted by signing in. */
function mayHaveTokens({ status }: UserRow): boolean {
  return status === 'enabled' || status === 'invited'
}

/** Whether the user belongs to a tenant that is not disabled. */
export function isMember(user: UserRow, tenantId: string | null): tenantId is string {
  return toTokenTenants(user).some((tenant) => tenant.tenantId === tenantId)
}
