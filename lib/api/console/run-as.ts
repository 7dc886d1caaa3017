import { IdentityError } from '@/lib/identity/errors'
import { SessionError } from '@/lib/identity/sessions/errors'
import { isMember, requireAllowed } from '@/lib/identity/sessions/service/issue'
import { findTenant } from '@/lib/identity/tenants/queries'
import { toTenantContext } from '@/lib/identity/tenants/response'
import { findUserByLoginId, type UserRow } from '@/lib/identity/users/queries'
import { toUserContext } from '@/lib/identity/users/response'
import type { JsonObject } from '@/lib/language/json'
import type { SignedIn } from '@/lib/language/outcome'
import type { Tenant } from '@/prisma/generated/client'

/** Whom a run in the console is for. */
export interface RunAs {
  /** `user.*` and `tenant.*`, as Load User and Load Tenant read them. */
  loaded: JsonObject
  /** Null: no user was given. */
  signedIn: SignedIn | null
}

/**
 * The user and the tenant that an operator tries a flow as. Only who could sign in can be tried, and with a user only a
 * tenant of theirs: otherwise the run would show what can never happen.
 * @param loginIdOrUserId empty: as nobody
 * @param tenantId empty: in no tenant
 * @throws IdentityError `userNotFound`, `tenantNotFound`, `tenantDisabled`; SessionError `userBarred`, `notMember`; each
 * names its field
 */
export async function loadRunAs(projectId: string, loginIdOrUserId: string, tenantId: string): Promise<RunAs> {
  const user = loginIdOrUserId === '' ? null : await findRunUser(projectId, loginIdOrUserId)
  const tenant = tenantId === '' ? null : await findRunTenant(projectId, tenantId)
  if (user && tenant && !isMember(user, tenant.id)) throw new SessionError('notMember', 'inputs.tenant')
  return {
    loaded: { ...(user ? { user: toUserContext(user) } : {}), ...(tenant ? { tenant: toTenantContext(tenant) } : {}) },
    signedIn: user ? { userId: user.id, tenantId: tenant?.id ?? null, methods: [], firstSeen: false } : null,
  }
}

async function findRunUser(projectId: string, loginIdOrUserId: string): Promise<UserRow> {
  const user = await findUserByLoginId(projectId, loginIdOrUserId)
  if (!user) throw new IdentityError('userNotFound', 'inputs.user')
  requireAllowed(user, 'inputs.user')
  return user
}

async function findRunTenant(projectId: string, tenantId: string): Promise<Tenant> {
  const tenant = await findTenant(projectId, tenantId)
  if (!tenant) throw new IdentityError('tenantNotFound', 'inputs.tenant')
  if (tenant.disabled) throw new IdentityError('tenantDisabled', 'inputs.tenant')
  return tenant
}
