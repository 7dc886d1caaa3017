import { isDeepStrictEqual } from 'node:util'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { asJson, isJsonObject, type JsonObject } from '@/lib/language/json'
import { Prisma } from '@/prisma/generated/client'
import type { AuditActor, AuditEntry } from './types'

/** Writes who did what in a project. `client`: within a transaction, so that the line stands and falls with the work. */
export async function recordAudit(
  actor: AuditActor,
  projectId: string,
  entry: AuditEntry,
  client: Pick<Prisma.TransactionClient, 'auditEvent'> = db(),
): Promise<void> {
  if (entry.mergeMinutes && (await mergeInto(actor, projectId, entry, client))) return
  await client.auditEvent.create({ data: toRow(actor, projectId, entry) })
}

/** Writes the lines of work that was done at once, in their order. */
export async function recordAudits(
  actor: AuditActor,
  projectId: string,
  entries: readonly Omit<AuditEntry, 'mergeMinutes'>[],
): Promise<void> {
  if (entries.length > 0)
    await db().auditEvent.createMany({ data: entries.map((entry) => toRow(actor, projectId, entry)) })
}

function toRow(actor: AuditActor, projectId: string, entry: AuditEntry) {
  const { before, after } = differences(entry.before ?? null, entry.after ?? null)
  return {
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
  }
}

/** Moves the same work's last line on to now, with what both came to. False when there is none that is recent enough. */
async function mergeInto(
  actor: AuditActor,
  projectId: string,
  { action, targetId, data, mergeMinutes = 0, ...entry }: AuditEntry,
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
    select: { id: true, before: true, after: true },
  })
  if (!last) return false
  const was = { before: toObject(last.before), after: toObject(last.after) }
  const { before, after } = joinChanges(was, differences(entry.before ?? null, entry.after ?? null))
  await client.auditEvent.update({
    where: { projectId_id: { projectId, id: last.id } },
    data: { at: new Date(), ...(data ? { data } : {}), ...(before && after ? { before, after } : {}) },
  })
  return true
}

interface Change {
  before: JsonObject | null
  after: JsonObject | null
}

/** What one change and then another have come to: a member is as it was before the first of them that changed it. */
function joinChanges(first: Change, second: Change): Change {
  if (!second.before || !second.after) return first
  const [was, is] = [first.before ?? {}, first.after ?? {}]
  const untouched = (state: JsonObject, { before, after }: Change) =>
    Object.fromEntries(Object.entries(state).filter(([key]) => !(key in (before ?? {}) || key in (after ?? {}))))
  return differences({ ...untouched(second.before, first), ...was }, { ...untouched(is, second), ...second.after })
}

function toObject(stored: Prisma.JsonValue): JsonObject | null {
  const value = stored !== null && typeof stored === 'object' ? asJson(stored) : null
  return isJsonObject(value) ? value : null
}

/** The members in which two states differ. What was made has no before, what was deleted no after. */
function differences(before: JsonObject | null, after: JsonObject | null): Change {
  if (!before || !after) return { before, after }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  )
  const only = (state: JsonObject) =>
    Object.fromEntries(keys.flatMap((key) => (key in state ? [[key, state[key] ?? null]] : [])))
  return { before: only(before), after: only(after) }
}
