import { setTimeout as pause } from 'node:timers/promises'
import { db, pool } from '@/lib/db'
import { deleteJobsSql, insertJobsSql } from '@/lib/jobs/queues'
import { findCutoff } from './queries'
import type { RetentionLimits } from './schema'

/** Executions in one statement, and their messages as long as there is more than one execution. */
const BATCH_EXECUTIONS = 200
const BATCH_MESSAGES = 5_000
/** Between two batches: others come to their turn. */
const PAUSE_MS = 20
/** A snapshot that was used so lately may belong to an execution that is only about to be written. */
const SNAPSHOT_REST_HOURS = 24

// Oldest first, from where the batch before ended ($2), by the index of the list of executions. Rows that someone else holds are left for the next time. A row's
// weight is what it and its messages take in their tables; the text of a page that is freed comes back to PostgreSQL.
const batchSql = (which: string, also = '') => `WITH old AS (
  SELECT "projectId", "id", "startedAt", "messageCount" + "asyncMessages" AS "own" FROM "Execution"
  WHERE "projectId" = $1 AND "startedAt" >= coalesce($2::timestamp, '-infinity') ${which} ORDER BY "startedAt" LIMIT ${BATCH_EXECUTIONS} FOR UPDATE SKIP LOCKED
), summed AS (
  SELECT *, sum("own") OVER (ORDER BY "startedAt", "id") - "own" AS "before" FROM old
), chosen AS (
  SELECT "projectId", "id", "startedAt" FROM summed WHERE "before" < ${BATCH_MESSAGES}
), messages AS (
  DELETE FROM "RunnerMessage" m USING chosen c WHERE m."projectId" = c."projectId" AND m."executionId" = c."id"
  RETURNING pg_column_size(m."body") + 120 AS "bytes"
), executions AS (
  DELETE FROM "Execution" e USING chosen c WHERE e."projectId" = c."projectId" AND e."id" = c."id"
  RETURNING coalesce(pg_column_size(e."outputsSealed"), 0) + coalesce(pg_column_size(e."error"), 0) + 300 AS "bytes"
)${also}
SELECT (SELECT count(*)::int FROM executions) AS "executions", (SELECT count(*)::int FROM messages) AS "messages",
  (SELECT max("startedAt")::text FROM chosen) AS "last", ((SELECT coalesce(sum("bytes"), 0) FROM messages) + (SELECT coalesce(sum("bytes"), 0) FROM executions))::float8 AS "bytes"`

const DELETE_OLD = batchSql(
  `AND "startedAt" < $3 AND "status" IN ('completed', 'failed', 'cancelled') AND "asyncPending" = 0`,
)
const DELETE_ANY = batchSql(
  '',
  `, calls AS (SELECT a."jobId" FROM "AsyncCall" a JOIN chosen c ON a."projectId" = c."projectId" AND a."executionId" = c."id"),
  unqueued AS (${deleteJobsSql('connector-call', 'SELECT "jobId" FROM calls')})`,
)

interface Freed {
  executions: number
  messages: number
  bytes: number
  /** When the youngest of them began; null when there was none. */
  last: string | null
}

/**
 * Deletes every execution of a project, running ones included, with the jobs of their calls, in small batches with pauses:
 * for a project that is deleted as a whole. Whoever drives one finds its next commit stale.
 * @throws when the signal aborts; what was deleted stays deleted
 */
export async function deleteExecutions(projectId: string, signal: AbortSignal): Promise<void> {
  let from: string | null = null
  for (;;) {
    signal.throwIfAborted()
    const { executions, last }: Freed = await deleteBatch(DELETE_ANY, [projectId, from])
    from = last
    // None may mean that someone holds those that are left: then from the oldest again.
    if (executions === 0 && !(await db().execution.findFirst({ where: { projectId }, select: { id: true } }))) return
    await pause(PAUSE_MS, undefined, { signal })
  }
}

/**
 * Deletes the executions of a project that its limits do not keep, in small batches with pauses; never one that runs,
 * waits or has asynchronous calls to make. Then the snapshots that nothing needs any more.
 * @throws when the signal aborts; what was deleted stays deleted, and the next run goes on
 */
export async function cleanUp(projectId: string, limits: RetentionLimits, signal: AbortSignal): Promise<void> {
  const where = { projectId }
  const begun = { requestedAt: null, startedAt: new Date(), endedAt: null, executions: 0, messages: 0, snapshots: 0 }
  await db().retentionRun.upsert({ where, create: { ...where, ...begun }, update: { ...begun, bytes: 0 } })
  const cutoff = (await findCutoff(projectId, limits)).toISOString()
  let from: string | null = null
  for (;;) {
    signal.throwIfAborted()
    const freed: Freed = await deleteBatch(DELETE_OLD, [projectId, from, cutoff])
    from = freed.last
    if (freed.executions === 0) break
    await db().retentionRun.updateMany({
      where,
      data: {
        executions: { increment: freed.executions },
        messages: { increment: freed.messages },
        bytes: { increment: BigInt(Math.round(freed.bytes)) },
      },
    })
    await pause(PAUSE_MS, undefined, { signal })
  }
  const snapshots = await deleteOrphanedSnapshots(projectId)
  await db().retentionRun.updateMany({
    where,
    data: { endedAt: new Date(), snapshots: snapshots.count, bytes: { increment: BigInt(snapshots.bytes) } },
  })
}

/**
 * One batch, at the same cost whatever the size of the tables. The cascades of the foreign keys are planned anew: a plan
 * that this connection keeps from when the tables were small reads them whole for every execution. And no plan reads all
 * that are due to sort them, which PostgreSQL prefers while it has no statistics of a table that has grown quickly.
 */
async function deleteBatch(sql: string, values: unknown[]): Promise<Freed> {
  const client = await pool().connect()
  try {
    await client.query(
      'BEGIN; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off',
    )
    const { rows } = await client.query<Freed>(sql, values)
    await client.query('COMMIT')
    return rows[0] ?? { executions: 0, messages: 0, bytes: 0, last: null }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/**
 * A snapshot is needed by a version or an execution. One that a run of the draft is about to use has just been touched,
 * so only those are deleted that have rested for a day.
 */
async function deleteOrphanedSnapshots(projectId: string): Promise<{ count: number; bytes: number }> {
  const { rows } = await pool().query<{ bytes: number }>(
    `DELETE FROM "FlowSnapshot" s WHERE s."projectId" = $1 AND s."createdAt" < now() - interval '${SNAPSHOT_REST_HOURS} hours'
       AND NOT EXISTS (SELECT 1 FROM "FlowVersion" v WHERE v."projectId" = $1 AND v."snapshotHash" = s."hash")
       AND NOT EXISTS (SELECT 1 FROM "Execution" e WHERE e."projectId" = $1 AND e."snapshotHash" = s."hash")
     RETURNING pg_column_size(s."document") AS "bytes"`,
    [projectId],
  )
  return { count: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** Changes how long a project keeps its executions; the next clean-up goes by it. */
export async function updateRetention(projectId: string, limits: RetentionLimits): Promise<void> {
  // Merged in one statement: the other settings are saved by another form.
  await db()
    .$executeRaw`UPDATE "Project" SET "settings" = "settings" || ${JSON.stringify(limits)}::jsonb WHERE "id" = ${projectId}`
}

const REQUEST = `WITH asked AS (
  INSERT INTO "RetentionRun" ("projectId", "requestedAt", "requestedById") VALUES ($1, now(), $2)
  ON CONFLICT ("projectId") DO UPDATE SET "requestedAt" = now(), "requestedById" = $2 RETURNING "projectId"
), jobs AS (
  SELECT gen_random_uuid() AS "id", now() AS "startAfter", jsonb_build_object('projectId', "projectId") AS "data" FROM asked
)
${insertJobsSql('retention', 'jobs')}`

/** Asks the workers for a clean-up now: they are in another module graph or process, and find it within a second. */
export async function requestCleanUp(projectId: string, operatorId: string): Promise<void> {
  await pool().query(REQUEST, [projectId, operatorId])
}
