import { db, inTransaction } from '@/lib/db'
import { newId } from '@/lib/id'
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
 * Deletes a tenant with its memberships.
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
    batch = await db().$executeRaw`
      DELETE FROM "User" WHERE "projectId" = ${projectId} AND "id" IN (
        SELECT m."userId" FROM "TenantMember" m
        WHERE m."projectId" = ${projectId} AND m."tenantId" = ${tenantId} AND NOT EXISTS (
          SELECT 1 FROM "TenantMember" o
          WHERE o."projectId" = m."projectId" AND o."userId" = m."userId" AND o."tenantId" <> m."tenantId")
        LIMIT ${DELETE_BATCH})`
  }
  const { count } = await db().tenant.deleteMany({ where: { projectId, id: tenantId } })
  if (count === 0) throw new IdentityError('tenantNotFound')
  return { tenant, deletedUsers }
}
