import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import type { Operator } from './operator'

/** One line of the audit log. `data` never holds a secret. */
export interface AuditEntry {
  /** What was done, as `noun.verb`: `connector.update`. */
  action: string
  targetId?: string
  data?: Record<string, string | number | boolean | null>
}

/** Writes who did what in a project. */
export async function recordAudit(operator: Operator, projectId: string, entry: AuditEntry): Promise<void> {
  await db().auditEvent.create({
    data: {
      projectId,
      id: newId(),
      actorType: 'operator',
      actorId: operator.id,
      action: entry.action,
      targetId: entry.targetId ?? null,
      data: entry.data ?? {},
    },
  })
}
