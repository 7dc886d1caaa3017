import type { ProjectSettings } from '@/lib/console/schema'
import type { JsonObject } from '@/lib/language/json'
import type { UserSession } from '@/prisma/generated/client'
import { toJsonObject } from '../stored-json'
import type { UserRow } from '../users/queries'
import { toUserContext, toUserResponse } from '../users/response'
import { REFRESH_TOKEN, toSessionClaims } from './claims'
import { toTenantContext, toTokenTenants } from './queries'
import { signToken, toSeconds } from './tokens'
import type { JwtResponse } from './types'

export interface TokensInput {
  session: UserSession
  user: UserRow
  settings: ProjectSettings
  firstSeen: boolean
  now: Date
}

/** Signs both tokens of a session as it stands: the refresh token is that of its present generation. */
export async function makeTokens({ session, user, settings, firstSeen, now }: TokensInput): Promise<JwtResponse> {
  const { projectId, expiresAt } = session
  const sessionEnds = earlier(new Date(now.getTime() + settings.sessionLifetimeSeconds * 1_000), expiresAt)
  const claims = { ...sessionClaims({ session, user, settings, now }), sid: session.id }
  const sessionJwt = await signToken(projectId, claims, sessionEnds)
  const sessionExpiration = toSeconds(sessionEnds)
  return {
    sessionJwt,
    refreshJwt: await signRefreshToken(session, now),
    cookieDomain: settings.cookieDomain,
    cookiePath: '/',
    cookieMaxAge: Math.max(0, toSeconds(expiresAt) - toSeconds(now)),
    cookieExpiration: toSeconds(expiresAt),
    user: toUserResponse(user),
    firstSeen,
    sessionExpiration,
    claims: { ...claims, exp: sessionExpiration },
  }
}

/** The refresh token of a session's present generation. It says nothing of what the user may do. */
export async function signRefreshToken(session: UserSession, now: Date): Promise<string> {
  const { projectId, id, userId, methods, generation, expiresAt } = session
  const claims = { sub: userId, iat: toSeconds(now), drn: REFRESH_TOKEN, amr: methods, sid: id, gen: generation }
  return await signToken(projectId, claims, expiresAt)
}

function sessionClaims({ session, user, settings, now }: Omit<TokensInput, 'firstSeen'>): JsonObject {
  const tenants = toTokenTenants(user)
  const current = tenants.find(({ tenantId }) => tenantId === session.tenantId)
  return toSessionClaims({
    subject: user.id,
    methods: session.methods,
    roleNames: user.roleNames,
    tenants,
    // A membership that has ended since is no current tenant any more.
    tenantId: current?.tenantId ?? null,
    context: { user: toUserContext(user), tenant: toTenantContext(current) },
    settings,
    custom: toJsonObject(session.claims),
    issuedAt: toSeconds(now),
  })
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}
