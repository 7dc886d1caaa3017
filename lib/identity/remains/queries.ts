import { db } from '@/lib/db'
import { getTenant } from '../tenants/queries'
import { getUser } from '../users/queries'
import type { TenantRemains, UserRemains } from './types'

/**
 * What goes with a tenant, for whoever is asked to confirm it.
 * @throws IdentityError `tenantNotFound`
 */
export async function countTenantRemains(projectId: string, tenantId: string): Promise<TenantRemains> {
  await getTenant(projectId, tenantId)
  const [counted] = await db().$queryRaw<{ members: number; tokens: number; users: number; elsewhere: number }[]>`
    WITH member AS (
      SELECT m."userId" FROM "TenantMember" m WHERE m."projectId" = ${projectId} AND m."tenantId" = ${tenantId}
    ), alone AS (
      SELECT m."userId" FROM member m WHERE NOT EXISTS (
        SELECT 1 FROM "TenantMember" o
        WHERE o."projectId" = ${projectId} AND o."userId" = m."userId" AND o."tenantId" <> ${tenantId})
    )
    SELECT
      (SELECT count(*)::int FROM member) AS "members",
      (SELECT count(*)::int FROM "OutboundToken" t
        WHERE t."projectId" = ${projectId} AND t."tenantId" = ${tenantId}) AS "tokens",
      (SELECT count(*)::int FROM alone) AS "users",
      (SELECT count(*)::int FROM "OutboundToken" t JOIN alone a ON a."userId" = t."userId"
        WHERE t."projectId" = ${projectId} AND t."tenantId" IS DISTINCT FROM ${tenantId}) AS "elsewhere"`
  const { members = 0, tokens = 0, users = 0, elsewhere = 0 } = counted ?? {}
  return { members, tokens, onlyHere: { users, tokens: elsewhere } }
}

/**
 * What goes with a user, for whoever is asked to confirm it.
 * @throws IdentityError `userNotFound`
 */
export async function countUserRemains(projectId: string, userId: string, now = new Date()): Promise<UserRemains> {
  await getUser(projectId, userId)
  const [tenants, sessions, tokens] = await Promise.all([
    db().tenantMember.count({ where: { projectId, userId } }),
    db().userSession.count({ where: { projectId, userId, revokedAt: null, expiresAt: { gt: now } } }),
    db().outboundToken.count({ where: { projectId, userId } }),
  ])
  return { tenants, sessions, tokens }
}
