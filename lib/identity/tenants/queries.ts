import { db } from '@/lib/db'
import type { Prisma, Tenant } from '@/prisma/generated/client'
import { IdentityError } from '../errors'

/** The tenant with an id; null when there is none in the project. */
export async function findTenant(
  projectId: string,
  tenantId: string,
  client: Prisma.TransactionClient = db(),
): Promise<Tenant | null> {
  return await client.tenant.findUnique({ where: { projectId_id: { projectId, id: tenantId } } })
}

/** @throws IdentityError `tenantNotFound`, also for another project's tenant */
export async function getTenant(
  projectId: string,
  tenantId: string,
  client: Prisma.TransactionClient = db(),
): Promise<Tenant> {
  const tenant = await findTenant(projectId, tenantId, client)
  if (!tenant) throw new IdentityError('tenantNotFound')
  return tenant
}
