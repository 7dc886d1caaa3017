import { isMember, requireAllowed } from '@/lib/identity/sessions/service/issue'
import { findUser } from '@/lib/identity/users/queries'
import { DomainError } from '@/lib/result'
import { OutboundError } from '../errors'
import { readActor } from './actor'
import type { StoredConnect } from './queries'

/**
 * Judges whether an attempt may still be brought to its end: who was enabled, and a member, when it began may have been
 * disabled or taken out of the tenant while they were at the provider.
 * @throws OutboundError ownerGone, noLongerAllowed
 */
export async function requireStanding(connect: StoredConnect): Promise<void> {
  const { projectId, owner } = connect
  const personId = personOf(connect)
  // An operator answers for the link of a tenant; whether there still is one, its token's row finds out.
  if (personId === null) return
  const person = await findUser(projectId, personId)
  if (!person) throw new OutboundError('ownerGone')
  try {
    requireAllowed(person)
  } catch (error) {
    if (error instanceof DomainError) throw new OutboundError('noLongerAllowed')
    throw error
  }
  if (owner.level !== 'user' && !isMember(person, owner.tenantId)) throw new OutboundError('noLongerAllowed')
}

/** The user who connects; null: an operator, or a key, for a tenant. */
export function personOf(connect: Pick<StoredConnect, 'owner' | 'actor' | 'grantedBy'>): string | null {
  const { owner, grantedBy } = connect
  if (owner.level !== 'tenant') return owner.userId
  const { type, id } = readActor(connect)
  if (type === 'flow') return grantedBy
  return type === 'user' ? id : null
}
