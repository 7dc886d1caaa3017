import { db } from '@/lib/db'
import { IdentityError } from '@/lib/identity/errors'
import { toTokenTenants } from '@/lib/identity/sessions/queries'
import { findTenant } from '@/lib/identity/tenants/queries'
import { findUserByLoginId } from '@/lib/identity/users/queries'
import { OutboundError } from '../../errors'
import { type Owner, readOwner } from '../../owner'
import type { AskedOwner } from './schema'

/**
 * The owner that an operator has named.
 * @throws IdentityError `userNotFound` or `tenantNotFound`, OutboundError `notMember`, at its field
 */
export async function resolveOwner(projectId: string, { level, user, tenantId }: AskedOwner): Promise<Owner> {
  if (level === 'tenant') return { level, tenantId: await requireTenant(projectId, tenantId) }
  const found = await findUserByLoginId(projectId, user)
  if (!found) throw new IdentityError('userNotFound', 'user')
  if (level === 'user') return { level, userId: found.id }
  const tenant = await requireTenant(projectId, tenantId)
  if (!toTokenTenants(found).some((each) => each.tenantId === tenant)) {
    throw new OutboundError('notMember', '', 'tenantId')
  }
  return { level, userId: found.id, tenantId: tenant }
}

async function requireTenant(projectId: string, tenantId: string): Promise<string> {
  const found = await findTenant(projectId, tenantId)
  if (!found) throw new IdentityError('tenantNotFound', 'tenantId')
  return found.id
}

/** What a token lies in the place of: who connects it anew with the same gets the same row. */
export interface TokenSlot {
  appId: string
  owner: Owner
  externalIdentifier: string
  requestedScopes: string[]
}

/** @throws OutboundError `tokenNotFound`, also for another project's token */
export async function getTokenSlot(projectId: string, tokenId: string): Promise<TokenSlot> {
  const row = await db().outboundToken.findUnique({
    where: { projectId_id: { projectId, id: tokenId } },
    select: {
      appId: true,
      level: true,
      userId: true,
      tenantId: true,
      externalIdentifier: true,
      requestedScopes: true,
    },
  })
  if (!row) throw new OutboundError('tokenNotFound')
  const { appId, externalIdentifier, requestedScopes } = row
  return { appId, owner: readOwner(row), externalIdentifier, requestedScopes }
}
