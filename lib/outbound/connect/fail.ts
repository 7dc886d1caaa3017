import { recordAudit } from '@/lib/audit/service'
import type { AuditActor } from '@/lib/audit/types'
import type { Json } from '@/lib/language/json'
import type { OutboundError } from '../errors'
import { readActor } from './actor'
import { endConnect, type StoredConnect } from './queries'

/** Ends an attempt that has come to nothing, and says why where operators look. */
export async function failConnect(connect: StoredConnect, error: OutboundError, record: Json): Promise<void> {
  const { projectId, id, appId } = connect
  const end = { status: 'failed', errorCode: error.reason, errorMessage: error.message, record } as const
  if (!(await endConnect({ projectId, id }, end))) return
  await recordAudit(auditActor(connect), projectId, {
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
export function auditActor(connect: StoredConnect): AuditActor {
  const { type, id, name } = readActor(connect)
  if (type !== 'flow') return { type, id, name }
  return { type: 'user', id: connect.grantedBy, name: '' }
}
