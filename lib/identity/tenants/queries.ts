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

/** Those of some ids that are tenants. */
export async function findTenantIds(projectId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)].filter((id) => !id.includes('\0'))
  if (wanted.length === 0) return new Set()
  const rows = await db().tenant.findMany({ where: { projectId, id: { in: wanted } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}
