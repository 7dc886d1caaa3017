import { db } from '@/lib/db'
import type { RetentionLimits } from './schema'
import type { RetentionRunView, RetentionView } from './types'

/**
 * The moment before which a project's executions are too old or too many.
 * @param now milliseconds
 */
export async function findCutoff(projectId: string, limits: RetentionLimits, now = Date.now()): Promise<Date> {
  const oldest = new Date(now - limits.retentionDays * 86_400_000)
  // The last one to keep; those that began in the same millisecond stay with it.
  const last = await db().execution.findFirst({
    where: { projectId },
    orderBy: { startedAt: 'desc' },
    skip: limits.retentionExecutions - 1,
    select: { startedAt: true },
  })
  return last && last.startedAt > oldest ? last.startedAt : oldest
}

/** What a project keeps, what a clean-up would delete now, and what the last one did. */
export async function getRetention(projectId: string, limits: RetentionLimits): Promise<RetentionView> {
  const cutoff = await findCutoff(projectId, limits)
  const [kept, due, run] = await Promise.all([
    db().execution.count({ where: { projectId } }),
    db().execution.aggregate({
      where: {
        projectId,
        startedAt: { lt: cutoff },
        status: { in: ['completed', 'failed', 'cancelled'] },
        asyncPending: 0,
      },
      _count: true,
      _sum: { messageCount: true, asyncMessages: true },
    }),
    db().retentionRun.findUnique({ where: { projectId } }),
  ])
  return {
    kept,
    due: { executions: due._count, messages: (due._sum.messageCount ?? 0) + (due._sum.asyncMessages ?? 0) },
    run: run && toView(run),
  }
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>['retentionRun']['findUnique']>>>

function toView({ requestedAt, startedAt, endedAt, executions, messages, snapshots, bytes }: Row): RetentionRunView {
  return {
    state: requestedAt ? 'waiting' : endedAt ? 'done' : 'running',
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    executions,
    messages,
    snapshots,
    bytes: Number(bytes),
  }
}
