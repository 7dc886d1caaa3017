import { setTimeout as pause } from 'node:timers/promises'
import { queueDeletion } from '@/lib/console/project-deletion'
import { db, pool } from '@/lib/db'
import { deleteTokens } from '@/lib/outbound/tokens/delete'
import { SYSTEM_ACTOR } from '@/lib/outbound/tokens/types'
import { deleteExecutions } from '@/lib/retention/service'
import type { ProjectDeletionJob } from './queues'

/**
 * Who had asked before the project was deleted may still write for as long as a statement lasts (60 s): so its row, which
 * tells that it is deleted, stays longer, and what came late goes with it.
 */
const REST_SECONDS = 90
/** How often it is looked whether the providers have been told of its tokens. */
const UNTOLD_AGAIN_SECONDS = 60
/** Between two batches: others come to their turn. */
const PAUSE_MS = 20

/** Documents of 100 KB may be among them. */
const ROWS_AT_ONCE = 200

// Every table with a projectId, what hangs on others before them: a row that goes takes nothing along by a cascade.
const TABLES = `WITH RECURSIVE held AS (
  SELECT c."oid" FROM pg_class c JOIN pg_attribute a ON a."attrelid" = c."oid"
  WHERE c."relkind" = 'r' AND c."relnamespace" = current_schema()::regnamespace AND a."attname" = 'projectId' AND NOT a."attisdropped"
), chain("oid", "depth") AS (
  SELECT "oid", 0 FROM held
  UNION SELECT f."conrelid", chain."depth" + 1 FROM chain JOIN pg_constraint f ON f."confrelid" = chain."oid"
    JOIN held ON held."oid" = f."conrelid" WHERE f."contype" = 'f' AND f."conrelid" <> f."confrelid" AND chain."depth" < 20
)
SELECT "oid"::regclass::text AS "name" FROM chain GROUP BY "oid" ORDER BY max("depth") DESC, 1`

/**
 * Deletes what a deleted project holds, in small batches with pauses, and at last the project. Safe to be given the same
 * job again: it goes on with what is left.
 * @throws when the signal aborts
 */
export async function runProjectDeletionJob({ projectId }: ProjectDeletionJob, signal: AbortSignal): Promise<void> {
  const marked = { id: projectId, deletedAt: { not: null } }
  const project = await db().project.findFirst({ where: marked, select: { deletedAt: true } })
  if (!project?.deletedAt) return
  await deleteExecutions(projectId, signal)
  // Providers are told of its tokens first, for a day at most.
  await deleteTokens(projectId, {}, SYSTEM_ACTOR)
  for (const table of await listProjectTables()) {
    if (table !== '"OutboundRevocation"') await deleteFrom(table, projectId, signal)
  }
  const restsFor = Math.ceil((project.deletedAt.getTime() - Date.now()) / 1_000) + REST_SECONDS
  const untold = await db().outboundRevocation.count({ where: { projectId } })
  const againIn = untold > 0 ? Math.max(restsFor, UNTOLD_AGAIN_SECONDS) : restsFor
  if (againIn > 0) await queueDeletion(projectId, againIn)
  else await db().project.deleteMany({ where: marked })
}

/** The tables that hold rows of a project, as SQL names them, in the order in which they are emptied. */
export async function listProjectTables(): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(TABLES)
  return rows.map(({ name }) => name)
}

async function deleteFrom(table: string, projectId: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE "projectId" = $1 LIMIT ${ROWS_AT_ONCE}))`,
      [projectId],
    )
    if (!rowCount) return
    await pause(PAUSE_MS, undefined, { signal })
  }
}
