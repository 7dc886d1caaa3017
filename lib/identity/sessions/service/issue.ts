import { getProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import { findUser, type UserRow } from '../../users/queries'
import { SessionError } from '../errors'
import { findSession, toTokenTenants } from '../queries'
import { makeTokens, type TokensInput } from '../reply'
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
const USER_AGENT_MAX = 400

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
  const [session] = await db().$transaction([
    db().userSession.create({
      data: {
        projectId,
        id: newId(),
        userId,
        tenantId,
        methods,
        claims,
        ipAddress,
        userAgent: request.userAgent.slice(0, USER_AGENT_MAX),
        createdAt: now,
        refreshedAt: now,
        expiresAt: new Date(now.getTime() + lifetimeSeconds * 1_000),
      },
    }),
    db().user.update({ where: { projectId_id: { projectId, id: userId } }, data: { lastSignInAt: now } }),
    // Only who was invited: one who was disabled in this very moment stays so.
    db().user.updateMany({ where: { projectId, id: userId, status: 'invited' }, data: { status: 'enabled' } }),
  ])
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

/** @throws SessionError for a user who may have no tokens */
export function requireAllowed(user: UserRow | null): asserts user is UserRow {
  if (!user) throw new SessionError('userGone')
  if (!mayHaveTokens(user)) throw new SessionError('userBarred')
}

/** One who was invited has accepted by signing in. */
function mayHaveTokens({ status }: UserRow): boolean {
  return status === 'enabled' || status === 'invited'
}

/** Whether the user belongs to a tenant that is not disabled. */
export function isMember(user: UserRow, tenantId: string | null): tenantId is string {
  return toTokenTenants(user).some((tenant) => tenant.tenantId === tenantId)
}
