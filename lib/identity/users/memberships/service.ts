import { inTransaction } from '@/lib/db'
import { deleteTokens } from '@/lib/outbound/tokens/delete'
import { SYSTEM_ACTOR } from '@/lib/outbound/tokens/types'
import type { Prisma } from '@/prisma/generated/client'
import { IdentityError } from '../../errors'
import { getUser, type UserRow } from '../queries'
import { roleNamesSchema } from '../schema'

type Transaction = Prisma.TransactionClient

/**
 * Makes a user a member of a tenant. Who is one already stays one, with the roles that are given.
 * @param roleNames left out: none, or those they have
 * @throws IdentityError `userNotFound`, `tenantNotFound`
 */
export async function addToTenant(
  projectId: string,
  userId: string,
  tenantId: string,
  roleNames?: readonly string[],
  client?: Transaction,
): Promise<UserRow> {
  const roles = roleNames && roleNamesSchema.parse(roleNames)
  return inTransaction(client, async (transaction) => {
    await getUser(projectId, userId, transaction)
    await requireTenants(transaction, projectId, [tenantId])
    // Not an upsert: two that come at once would both insert.
    const membership = { projectId, userId, tenantId }
    const data = [{ ...membership, roleNames: roles ?? [] }]
    const { count } = await transaction.tenantMember.createMany({ data, skipDuplicates: true })
    if (count === 0 && roles)
      await transaction.tenantMember.updateMany({ where: membership, data: { roleNames: roles } })
    return await getUser(projectId, userId, transaction)
  })
}

/**
 * Sets all memberships of a user: those that are left out end, with the user's connections in these tenants, of which
 * providers are told; those that stay keep their place.
 */
export async function setMemberships(
  transaction: Transaction,
  projectId: string,
  userId: string,
  memberships: readonly { tenantId: string; roleNames: string[] }[],
): Promise<void> {
  const wanted = [...new Map(memberships.map((membership) => [membership.tenantId, membership])).values()]
  const tenantIds = wanted.map(({ tenantId }) => tenantId)
  await requireTenants(transaction, projectId, tenantIds)
  const left = { projectId, userId, tenantId: { notIn: tenantIds } }
  const ended = await transaction.tenantMember.findMany({ where: left, select: { tenantId: true } })
  await transaction.tenantMember.deleteMany({ where: left })
  for (const { tenantId } of ended) await deleteTokens(projectId, { userId, tenantId }, SYSTEM_ACTOR, transaction)
  const now = Date.now()
  await transaction.tenantMember.createMany({
    data: wanted.map((each, at) => ({ ...each, projectId, userId, createdAt: new Date(now + at) })),
    skipDuplicates: true,
  })
  for (const { tenantId, roleNames } of wanted) {
    await transaction.tenantMember.updateMany({
      where: { projectId, userId, tenantId, NOT: { roleNames: { equals: roleNames } } },
      data: { roleNames },
    })
  }
}

/** @throws IdentityError `tenantNotFound` when one of them is not there */
async function requireTenants(transaction: Transaction, projectId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const found = await transaction.tenant.findMany({ where: { projectId, id: { in: [...ids] } }, select: { id: true } })
  const known = new Set(found.map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) throw new IdentityError('tenantNotFound', 'tenants', { tenantId: missing })
}
