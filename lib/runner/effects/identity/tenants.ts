import { recordAudit } from '@/lib/audit/service'
import { getTenant } from '@/lib/identity/tenants/queries'
import { toTenantContext } from '@/lib/identity/tenants/response'
import * as tenants from '@/lib/identity/tenants/service'
import * as memberships from '@/lib/identity/users/memberships/service'
import { getUser } from '@/lib/identity/users/queries'
import { toUserAudit } from '@/lib/identity/users/response'
import type { IdentityEffect } from '@/lib/language/outcome'
import type { EffectRun } from '../effect-run'
import { ActionRefused, actorOf, type Deed, requireUserId, tenantPatch, userPatch } from './deed'

/** Makes a tenant, reads it into `tenant.*` and, when asked to, makes the user of `user.*` a member. */
export async function createTenant(
  { name, tenantId, addUser, roleNames }: Extract<IdentityEffect, { type: 'createTenant' }>,
  run: EffectRun,
): Promise<Deed> {
  const { projectId, id: executionId } = run.execution
  // Before anything is made: a tenant without its user would be left behind.
  if (addUser) requireUserId(run)
  const tenant = await tenants.createTenant(projectId, { name, ...(tenantId === '' ? {} : { id: tenantId }) })
  await recordAudit(actorOf(run), projectId, {
    action: 'tenant.create',
    targetId: tenant.id,
    tenantId: tenant.id,
    data: { executionId },
    after: toTenantContext(tenant),
  })
  const record = { tenantId: tenant.id }
  if (!addUser) return { record, patch: tenantPatch(tenant) }
  const added = await addToTenant({ type: 'addToTenant', tenantId: tenant.id, roleNames }, run)
  return { ...added, record: { ...record, ...added.record } }
}

/** Reads a tenant into `tenant.*`; the session of a member may begin in it. */
export async function loadTenant(
  { tenantId, select }: Extract<IdentityEffect, { type: 'loadTenant' }>,
  run: EffectRun,
): Promise<Deed> {
  const { projectId } = run.execution
  const { signedIn } = run.state
  const tenant = await getTenant(projectId, tenantId)
  const deed = { record: { tenantId: tenant.id }, patch: tenantPatch(tenant) }
  if (!select) return deed
  if (!signedIn) throw new ActionRefused('notSignedIn')
  if (tenant.disabled) throw new ActionRefused('tenantDisabled')
  const user = await getUser(projectId, signedIn.userId)
  if (!user.tenants.some((membership) => membership.tenantId === tenant.id)) throw new ActionRefused('notMember')
  return { ...deed, signedIn: { ...signedIn, tenantId: tenant.id } }
}

/** Makes the user of `user.*` a member of a tenant, which is read into `tenant.*`. */
export async function addToTenant(
  { tenantId, roleNames }: Extract<IdentityEffect, { type: 'addToTenant' }>,
  run: EffectRun,
): Promise<Deed> {
  const { projectId, id: executionId } = run.execution
  const userId = requireUserId(run)
  const [before, tenant] = await Promise.all([getUser(projectId, userId), getTenant(projectId, tenantId)])
  // Without roles a member keeps those they have.
  const after = await memberships.addToTenant(
    projectId,
    userId,
    tenant.id,
    roleNames.length === 0 ? undefined : roleNames,
  )
  await recordAudit(actorOf(run), projectId, {
    action: 'user.addToTenant',
    targetId: userId,
    userId,
    tenantId: tenant.id,
    data: { executionId },
    before: toUserAudit(before),
    after: toUserAudit(after),
  })
  return { record: { userId, tenantId: tenant.id }, patch: [...userPatch(after), ...tenantPatch(tenant)] }
}
