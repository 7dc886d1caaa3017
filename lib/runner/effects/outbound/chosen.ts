import { isMember } from '@/lib/identity/sessions/service/issue'
import { getUser } from '@/lib/identity/users/queries'
import type { ConnectOwner } from '@/lib/language/outcome'
import { getPath } from '@/lib/language/path'
import { OutboundError } from '@/lib/outbound/errors'
import type { Owner } from '@/lib/outbound/owner'
import type { EffectRun } from '../effect-run'

/**
 * The app that an action is about: the one that was given at the start of the flow, else that of the pressed button, else
 * the step's own.
 * @throws OutboundError `noApp`
 */
export function chosenApp(own: string, { state }: EffectRun): string {
  const id = state.outbound?.appId || state.outbound?.pressedApp || own
  if (id === '') throw new OutboundError('noApp')
  return id
}

export interface ChosenOwner {
  owner: Owner
  /** The person who connects. */
  userId: string
}

/**
 * Whose the token will be. A tenant's is connected by one of its members: the id of a tenant may come from anywhere.
 * @throws OutboundError `noUser`, `noTenant`, `notMember`; IdentityError when the user is gone
 */
export async function chosenOwner(which: ConnectOwner, { state, execution }: EffectRun): Promise<ChosenOwner> {
  const userId = getPath(state.context, ['user', 'userId'])
  if (typeof userId !== 'string') throw new OutboundError('noUser')
  const user = await getUser(execution.projectId, userId)
  if (which === 'user') return { owner: { level: 'user', userId }, userId }
  const tenantId = getPath(state.context, ['tenant', 'id'])
  if (typeof tenantId !== 'string') throw new OutboundError('noTenant')
  if (!isMember(user, tenantId)) throw new OutboundError('notMember')
  return { owner: { level: 'tenant', tenantId }, userId }
}
