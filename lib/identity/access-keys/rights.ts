import type { AccessKey } from '@/prisma/generated/client'
import { type TokenTenant, toTokenTenants } from '../sessions/queries'
import type { UserRow } from '../users/queries'
import { listUsableTenants, toKeyTenants } from './queries'

/** Roles and tenants that the JWT of an access key speaks of. */
export interface Rights {
  roleNames: readonly string[]
  tenants: readonly TokenTenant[]
}

/**
 * What an access key may do now.
 * @param user that it is bound to; null: none, it has rights of its own
 */
export async function rightsOf(key: AccessKey, user: UserRow | null): Promise<Rights> {
  return user ? narrow(key, user) : await ownRights(key)
}

/** A bound key may do what its user may; roles and tenants of its own narrow that. */
function narrow(key: AccessKey, user: UserRow): Rights {
  const own = toKeyTenants(key.tenants)
  const limits = new Map(own.map(({ tenantId, roleNames }) => [tenantId, roleNames]))
  const tenants = toTokenTenants(user).flatMap((tenant) => {
    const limit = own.length === 0 ? [] : limits.get(tenant.tenantId)
    return limit ? [{ ...tenant, roleNames: within(tenant.roleNames, limit) }] : []
  })
  return { roleNames: within(user.roleNames, key.roleNames), tenants }
}

/** @param limit none: no limit */
function within(roleNames: readonly string[], limit: readonly string[]): string[] {
  return limit.length === 0 ? [...roleNames] : roleNames.filter((name) => limit.includes(name))
}

async function ownRights(key: AccessKey): Promise<Rights> {
  const own = toKeyTenants(key.tenants)
  const usable = await listUsableTenants(
    key.projectId,
    own.map(({ tenantId }) => tenantId),
  )
  const names = new Map(usable.map(({ id, name }) => [id, name]))
  const tenants = own.flatMap(({ tenantId, roleNames }) => {
    const name = names.get(tenantId)
    return name === undefined ? [] : [{ tenantId, name, roleNames }]
  })
  return { roleNames: key.roleNames, tenants }
}
