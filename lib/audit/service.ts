import { isDeepStrictEqual } from 'node:util'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import { Prisma } from '@/prisma/generated/client'
import type { AuditActor, AuditEntry } from './types'

/** Writes who did what in a project. `client`: within a transaction, so that the line stands and falls with the work. */
export async function recordAudit(
  actor: AuditActor,
  projectId: string,
  entry: AuditEntry,
  client: Pick<Prisma.TransactionClient, 'auditEvent'> = db(),
): Promise<void> {
  const { before, after } = differences(entry.before ?? null, entry.after ?? null)
  if (entry.mergeMinutes && (await mergeInto(actor, projectId, entry, after, client))) return
  await client.auditEvent.create({
    data: {
      projectId,
      id: newId(),
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      ipAddress: actor.ipAddress ?? '',
      action: entry.action,
      severity: entry.severity ?? 'info',
      targetId: entry.targetId ?? null,
      userId: entry.userId ?? null,
      tenantId: entry.tenantId ?? null,
      data: entry.data ?? {},
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
    },
  })
}

/** Moves the same work's last line on to now. False when there is none that is recent enough. */
async function mergeInto(
  actor: AuditActor,
  projectId: string,
  { action, targetId, data, mergeMinutes = 0 }: AuditEntry,
  after: JsonObject | null,
  client: Pick<Prisma.TransactionClient, 'auditEvent'>,
): Promise<boolean> {
  const since = new Date(Date.now() - mergeMinutes * 60_000)
  const last = await client.auditEvent.findFirst({
    where: {
      projectId,
      action,
      targetId: targetId ?? null,
      actorType: actor.type,
      actorId: actor.id,
      at: { gte: since },
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
  if (!last) return false
  await client.auditEvent.update({
    where: { projectId_id: { projectId, id: last.id } },
    data: { at: new Date(), ...(data ? { data } : {}), ...(after ? { after } : {}) },
  })
  return true
}

/** The members in which two states differ. What was made has no before, what was deleted no after. */
function differences(
  before: JsonObject | null,
  after: JsonObject | null,
): { before: JsonObject | null; after: JsonObject | null } {
  if (!before || !after) return { before, after }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  )
  const only = (state: JsonObject) =>
    Object.fromEntries(keys.flatMap((key) => (key in state ? [[key, state[key] ?? null]] : [])))
  return { before: only(before), after: only(after) }
}
