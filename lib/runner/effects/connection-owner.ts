import type { ExecutionState } from '@/lib/engine/state'
import { isMember } from '@/lib/identity/sessions/service/issue'
import { findUser } from '@/lib/identity/users/queries'
import { getPath } from '@/lib/language/path'

/** Whose connections an execution may use. */
export interface ConnectionOwner {
  userId?: string
  tenantId?: string
}

/** Of the execution: who runs it. */
export interface OwnerRun {
  projectId: string
  trigger: string
  kind: 'interactive' | 'management'
}

// Operators run flows with every user and tenant that they may see.
const OPERATED = ['console', 'cli']

/**
 * Whose connections a step may use. A management flow is trusted with whom it loads. In a flow for end users only who has
 * signed in counts, and of tenants only one of theirs: what Load User and Load Tenant are given may have been typed by
 * anybody.
 */
export async function connectionOwnerOf(
  { projectId, trigger, kind }: OwnerRun,
  { context, signedIn }: ExecutionState,
): Promise<ConnectionOwner> {
  const [userId, tenantId] = [idAt(context, 'user', 'userId'), idAt(context, 'tenant', 'tenantId')]
  if (kind === 'management' || OPERATED.includes(trigger)) return { ...userId, ...tenantId }
  if (!signedIn || signedIn.userId !== userId.userId) return {}
  const user = tenantId.tenantId === undefined ? null : await findUser(projectId, signedIn.userId)
  return user && isMember(user, tenantId.tenantId ?? null) ? { ...userId, ...tenantId } : userId
}

function idAt<K extends 'userId' | 'tenantId'>(
  context: ExecutionState['context'],
  at: string,
  key: K,
): { [P in K]?: string } {
  const id = getPath(context, [at, key])
  const found: { [P in K]?: string } = {}
  if (typeof id === 'string') found[key] = id
  return found
}
