import { db } from '@/lib/db'
import type { JsonObject } from '@/lib/language/json'
import type { Prisma, UserSession } from '@/prisma/generated/client'
import { toJsonObject } from '../stored-json'
import type { UserRow } from '../users/queries'
import type { SessionView } from './types'

/** A tenant that tokens of a user may speak of: one that is disabled is none. */
export interface TokenTenant {
  tenantId: string
  name: string
  roleNames: string[]
}

/** Sorted by id, so that equal rights make equal tokens. */
export function toTokenTenants(user: UserRow): TokenTenant[] {
  return user.tenants
    .filter(({ tenant }) => !tenant.disabled)
    .map(({ tenantId, roleNames, tenant }) => ({ tenantId, name: tenant.name, roleNames }))
    .sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1))
}

/** What claims may read below `tenant.`: nothing without a current tenant. */
export function toTenantContext(tenant: TokenTenant | undefined): JsonObject {
  return tenant ? { id: tenant.tenantId, name: tenant.name, roleNames: [...tenant.roleNames] } : {}
}

export async function findSession(
  projectId: string,
  sessionId: string,
  client: Prisma.TransactionClient = db(),
): Promise<UserSession | null> {
  return await client.userSession.findUnique({ where: { projectId_id: { projectId, id: sessionId } } })
}

/** Some of a user's tenants that are not disabled, in the form of `/v1/auth/me/tenants`. */
export async function listOwnTenants(projectId: string, userId: string, ids: readonly string[]) {
  const tenants = await db().tenant.findMany({
    where: { projectId, id: { in: [...ids] }, disabled: false, members: { some: { userId } } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, customAttributes: true },
  })
  return tenants.map(({ customAttributes, ...tenant }) => ({
    ...tenant,
    customAttributes: toJsonObject(customAttributes),
  }))
}

const HISTORY_LENGTH = 50

/** The last sign-ins of a user, newest first, in the form of `/v1/auth/me/history`. */
export async function listSignIns(projectId: string, userId: string) {
  const sessions = await db().userSession.findMany({
    where: { projectId, userId },
    orderBy: { createdAt: 'desc' },
    take: HISTORY_LENGTH,
    select: { createdAt: true, ipAddress: true },
  })
  return sessions.map(({ createdAt, ipAddress }) => ({
    userId,
    loginTime: Math.floor(createdAt.getTime() / 1_000),
    city: '',
    country: '',
    ip: ipAddress,
  }))
}

const MOST_SHOWN = 100

/** The sessions of a user that can still be refreshed, the last used first. */
export async function listLiveSessions(projectId: string, userId: string, now = new Date()): Promise<SessionView[]> {
  const sessions = await db().userSession.findMany({
    where: { projectId, userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ refreshedAt: 'desc' }, { id: 'asc' }],
    take: MOST_SHOWN,
  })
  const ids = [...new Set(sessions.flatMap(({ tenantId }) => tenantId ?? []))]
  const tenants =
    ids.length === 0
      ? []
      : await db().tenant.findMany({ where: { projectId, id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(tenants.map(({ id, name }) => [id, name]))
  return sessions.map(({ id, methods, tenantId, ipAddress, userAgent, createdAt, refreshedAt, expiresAt }) => ({
    id,
    methods,
    tenantId,
    tenantName: (tenantId !== null && names.get(tenantId)) || null,
    ipAddress,
    userAgent,
    createdAt: createdAt.toISOString(),
    refreshedAt: refreshedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}
