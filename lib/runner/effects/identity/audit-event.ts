import { recordAudit } from '@/lib/audit/service'
import type { IdentityEffect } from '@/lib/language/outcome'
import { getPath } from '@/lib/language/path'
import type { EffectRun } from '../effect-run'
import { actorOf, type Deed, ipAddressOf } from './deed'

/** Writes a line of the flow's own into the audit log. */
export async function writeAuditEvent(
  { action, severity, data }: Extract<IdentityEffect, { type: 'auditEvent' }>,
  run: EffectRun,
): Promise<Deed> {
  const { execution, state } = run
  const text = (root: string, key: string) => {
    const value = getPath(state.context, [root, key])
    return typeof value === 'string' && value !== '' ? value : null
  }
  const userId = text('user', 'userId')
  const tenantId = text('tenant', 'tenantId')
  await recordAudit({ ...actorOf(run), ipAddress: ipAddressOf(run) }, execution.projectId, {
    action,
    severity,
    data: { ...data, executionId: execution.id },
    ...(userId === null ? {} : { userId }),
    ...(tenantId === null ? {} : { tenantId }),
  })
  return { record: { action } }
}
