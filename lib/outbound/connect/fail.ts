import { recordAudit } from '@/lib/audit/service'
import type { AuditActor } from '@/lib/audit/types'
import { userActor } from '@/lib/identity/users/user-actor'
import type { Json } from '@/lib/language/json'
import type { OutboundError } from '../errors'
import { readActor } from './actor'
import { endConnect, type StoredConnect } from './queries'

/** Ends an attempt that has come to nothing, and says why where operators look. */
export async function failConnect(connect: StoredConnect, error: OutboundError, record: Json): Promise<void> {
  const { projectId, id, appId } = connect
  const end = { status: 'failed', errorCode: error.reason, errorMessage: error.message, record } as const
  if (!(await endConnect({ projectId, id }, end))) return
  await recordAudit(await auditActor(connect), projectId, {
    action: 'connection.connectFailed',
    severity: 'warn',
    targetId: appId,
    ...about(connect),
    data: { reason: error.reason, message: error.message },
  })
}

/** Whose account it is. */
export function about({ owner }: Pick<StoredConnect, 'owner'>): { userId?: string; tenantId?: string } {
  return {
    ...(owner.level === 'tenant' ? {} : { userId: owner.userId }),
    ...(owner.level === 'user' ? {} : { tenantId: owner.tenantId }),
  }
}

/** Who connected, as the audit log names them: within a flow, and for a tenant too, it is a user. */
export async function auditActor(connect: StoredConnect): Promise<AuditActor> {
  const { type, id, name } = readActor(connect)
  return type === 'flow' ? await userActor(connect.projectId, connect.grantedBy) : { type, id, name }
}
