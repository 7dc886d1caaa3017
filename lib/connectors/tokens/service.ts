import { db } from '@/lib/db'
import { requireConnector } from '../queries'

/**
 * Forgets the access token of a connector: the next call fetches a new one. One that is being fetched now is not stored.
 * The token endpoint is not told; a token that leaked has to be revoked there.
 * @returns whether one was held
 * @throws DomainError notFound when there is no such connector
 */
export async function forgetToken(projectId: string, connectorId: string): Promise<boolean> {
  await requireConnector(projectId, connectorId)
  const held = { projectId, connectorId }
  const [{ count }] = await db().$transaction([
    db().connectorToken.updateMany({
      where: { ...held, sealed: { not: null } },
      data: { tokenId: null, sealed: null, obtainedAt: null, usableUntil: null, leaseId: null, leaseUntil: null },
    }),
    db().connectorToken.updateMany({ where: held, data: { leaseId: null, leaseUntil: null } }),
  ])
  return count > 0
}
