import { db, inTransaction } from '@/lib/db'
import { newId } from '@/lib/id'
import { deleteTokens } from '@/lib/outbound/tokens/delete'
import { SYSTEM_ACTOR } from '@/lib/outbound/tokens/types'
import type { Prisma, Tenant } from '@/prisma/generated/client'
import { checkAttributes, type GivenAttributes, mergeAttributes } from '../attributes/service'
import { IdentityError } from '../errors'
import { defined, parseInput } from '../parse'
import { getTenant } from './queries'
import { type NewTenant, newTenantSchema, type TenantPatch, tenantPatchSchema } from './schema'

type Transaction = Prisma.TransactionClient

export interface TenantOptions {
  /** What a custom attribute outside the schema does. */
  unknown?: GivenAttributes['unknown']
  client?: Transaction | undefined
}

/**
 * Makes a tenant; without an id it gets a new one.
 * @throws IdentityError `tenantExists`; DomainError `invalid` with fields
 */
export async function createTenant(
  projectId: string,
  input: NewTenant,
  { unknown, client }: TenantOptions = {},
): Promise<Tenant> {
  const { id = `T2${newId(24)}`, customAttributes, ...fields } = parseInput(newTenantSchema, input)
  return inTransaction(client, async (transaction) => {
    const given = customAttributes ?? {}
    const values = await checkAttributes(transaction, { projectId, subject: 'tenant', given, unknown })
    const { count } = await transaction.tenant.createMany({
      data: [{ ...defined(fields), projectId, id, customAttributes: mergeAttributes({}, values) }],
      skipDuplicates: true,
    })
    if (count === 0) throw new IdentityError('tenantExists', 'id')
    return await getTenant(projectId, id, transaction)
  })
}

/**
 * Changes what is given of a tenant; custom attributes that are not given keep their values.
 * @throws IdentityError `tenantNotFound`; DomainError `invalid` with fields
 */
export async function updateTenant(
  projectId: string,
  tenantId: string,
  patch: TenantPatch,
  { unknown, client, replaceAttributes = false }: TenantOptions & { replaceAttributes?: boolean } = {},
): Promise<Tenant> {
  const { customAttributes, ...fields } = parseInput(tenantPatchSchema, patch)
  return inTransaction(client, async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM "Tenant" WHERE "projectId" = ${projectId} AND "id" = ${tenantId} FOR UPDATE`
    const before = await getTenant(projectId, tenantId, transaction)
    const given = customAttributes ?? {}
    const values = await checkAttributes(transaction, { projectId, subject: 'tenant', given, unknown })
    return await transaction.tenant.update({
      where: { projectId_id: { projectId, id: tenantId } },
      data: {
        ...defined(fields),
        ...(customAttributes
          ? { customAttributes: mergeAttributes(replaceAttributes ? {} : before.customAttributes, values) }
          : {}),
      },
    })
  })
}

const DELETE_BATCH = 2_000

/**
 * Deletes a tenant with its memberships and connections; providers are told of the latter.
 * @param cascade also the users that belong to no other tenant, in batches
 * @throws IdentityError `tenantNotFound`
 */
export async function deleteTenant(
  projectId: string,
  tenantId: string,
  { cascade = false }: { cascade?: boolean } = {},
): Promise<{ tenant: Tenant; deletedUsers: number }> {
  const tenant = await getTenant(projectId, tenantId)
  let deletedUsers = 0
  for (let batch = DELETE_BATCH; cascade && batch === DELETE_BATCH; deletedUsers += batch) {
    batch = await deleteMembers(projectId, tenantId)
  }
  await deleteTokens(projectId, { tenantId }, SYSTEM_ACTOR)
  const { count } = await db().$transaction(async (transaction) => {
    // Whoever stores a token for it now waits, and then finds no tenant.
    await transaction.$queryRaw`SELECT 1 FROM "Tenant" WHERE "projectId" = ${projectId} AND "id" = ${tenantId} FOR UPDATE`
    await deleteTokens(projectId, { tenantId }, SYSTEM_ACTOR, transaction)
    return await transaction.tenant.deleteMany({ where: { projectId, id: tenantId } })
  })
  if (count === 0) throw new IdentityError('tenantNotFound')
  return { tenant, deletedUsers }
}

/** Deletes users who belong to this tenant alone, with their tokens. @returns how many */
async function deleteMembers(projectId: string, tenantId: string): Promise<number> {
  return await db().$transaction(async (transaction) => {
    const users = await transaction.$queryRaw<{ id: string }[]>`
      SELECT u."id" FROM "User" u WHERE u."projectId" = ${projectId} AND u."id" IN (
        SELECT m."userId" FROM "TenantMember" m
        WHERE m."projectId" = ${projectId} AND m."tenantId" = ${tenantId} AND NOT EXISTS (
          SELECT 1 FROM "TenantMember" o
          WHERE o."projectId" = m."projectId" AND o."userId" = m."userId" AND o."tenantId" <> m."tenantId"))
      ORDER BY u."id" LIMIT ${DELETE_BATCH} FOR UPDATE`
    const ids = users.map(({ id }) => id)
    await deleteTokens(projectId, { userIds: ids }, SYSTEM_ACTOR, transaction)
    const { count } = await transaction.user.deleteMany({ where: { projectId, id: { in: ids } } })
    return count
  })
}
