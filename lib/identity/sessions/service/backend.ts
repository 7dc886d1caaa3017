import type { JsonObject } from '@/lib/language/json'
import { IdentityError } from '../../errors'
import { parseInput } from '../../parse'
import { findUserByLoginId, type UserRow } from '../../users/queries'
import type { NewUser } from '../../users/schema'
import { createUser } from '../../users/service'
import { claimsSchema } from '../schema'
import { endUserSessions } from './end'
import { type IssuedSession, issueSession } from './issue'

/** A sign-in that an application has seen to itself and asks only the tokens for. */
export interface BackendSignIn {
  projectId: string
  loginId: string
  /** Of a user who is to be made. */
  user: Omit<NewUser, 'loginIds'>
  tenantId: string | null
  claims: JsonObject
  /** Null: the project's. */
  refreshLifetimeSeconds: number | null
  endOtherSessions: boolean
  /** Of the application. */
  ipAddress: string
  userAgent: string
}

/** The tokens, and the user when this call made one. */
export interface BackendSession extends IssuedSession {
  userId: string
  created: UserRow | null
}

/** @throws IdentityError `userNotFound`, SessionError */
export async function signInByBackend(request: BackendSignIn): Promise<BackendSession> {
  const user = await findUserByLoginId(request.projectId, request.loginId)
  if (!user) throw new IdentityError('userNotFound', 'loginId')
  return await issue(request, user, null)
}

/** @throws IdentityError `userExists`; DomainError `invalid` */
export async function signUpByBackend(request: BackendSignIn): Promise<BackendSession> {
  const created = await createUser(request.projectId, { ...request.user, loginIds: [request.loginId] })
  return await issue(request, created, created)
}

/** Signs in whoever has the login id; makes the user when nobody does. */
export async function signUpOrInByBackend(request: BackendSignIn): Promise<BackendSession> {
  const user = await findUserByLoginId(request.projectId, request.loginId)
  if (user) return await issue(request, user, null)
  try {
    return await signUpByBackend(request)
  } catch (error) {
    // Made by another request since it was looked for.
    if (error instanceof IdentityError && error.reason === 'userExists') return await signInByBackend(request)
    throw error
  }
}

async function issue(request: BackendSignIn, user: UserRow, created: UserRow | null): Promise<BackendSession> {
  const { projectId, tenantId, claims, ipAddress, userAgent } = request
  const issued = await issueSession({
    projectId,
    userId: user.id,
    tenantId,
    // Patchbay has seen no proof.
    methods: [],
    firstSeen: user.lastSignInAt === null,
    claims: parseInput(claimsSchema, claims),
    ipAddress,
    userAgent,
    ...(request.refreshLifetimeSeconds === null ? {} : { refreshLifetimeSeconds: request.refreshLifetimeSeconds }),
  })
  if (request.endOtherSessions) await endUserSessions(projectId, user.id, 'operator', { except: issued.sessionId })
  return { ...issued, userId: user.id, created }
}
