import { pool } from '@/lib/db'
import { ASYNC_LANE } from '@/lib/engine/message'
import { EXECUTION_CHANNEL } from '@/lib/runner/types'
import { deleteJobsSql } from './queues'

/** Whose pending calls: of one execution, or of every execution of a flow. */
export type CallOwner = { projectId: string; executionId: string } | { projectId: string; flowId: string }

/** Runs a statement: the pool by itself, or a transaction of the caller. */
type Query = (text: string, values: unknown[]) => Promise<unknown>

const cancelSql = (owner: string) => `WITH held AS (
  SELECT "projectId", "id" FROM "Execution" WHERE "projectId" = $1 AND ${owner} AND "asyncPending" > 0
  ORDER BY "id" FOR NO KEY UPDATE
), asked AS (
  UPDATE "AsyncCall" c SET "cancelRequested" = true FROM held
  WHERE c."projectId" = held."projectId" AND c."executionId" = held."id" AND c."status" = 'active'
), ended AS (
  UPDATE "AsyncCall" c SET "status" = 'cancelled', "sealed" = NULL, "endedAt" = now() FROM held
  WHERE c."projectId" = held."projectId" AND c."executionId" = held."id" AND c."status" = 'pending'
  RETURNING c."projectId", c."executionId", c."number", c."stepId", c."stepName", c."visit", c."jobId"
), counted AS (
  UPDATE "Execution" e SET "asyncPending" = "asyncPending" - n."calls", "asyncMessages" = "asyncMessages" + n."calls"
  FROM (SELECT "projectId", "executionId", count(*)::int AS "calls" FROM ended GROUP BY 1, 2) n
  WHERE e."projectId" = n."projectId" AND e."id" = n."executionId"
  RETURNING e."projectId", e."id" AS "executionId", e."asyncMessages" - n."calls" AS "before"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT "projectId", "executionId",
    ${ASYNC_LANE} + "before" + row_number() OVER (PARTITION BY "projectId", "executionId" ORDER BY "number"), now(), 'asyncCall',
    "stepId", "visit", jsonb_build_object('type', 'asyncCall', 'stepName', "stepName", 'call', "number", 'attempt', 0,
      'outcome', 'cancelled', 'record', NULL, 'failure', NULL, 'nextAttemptAt', NULL)
  FROM ended JOIN counted USING ("projectId", "executionId")
), unqueued AS (${deleteJobsSql('connector-call', 'SELECT "jobId" FROM ended')})
SELECT pg_notify('${EXECUTION_CHANNEL}', "projectId" || ':' || "executionId")::text FROM counted`

const OF_EXECUTION = cancelSql('"id" = $2')
const OF_FLOW = cancelSql('"flowId" = $2')

/**
 * Calls off the asynchronous calls that wait for their (next) attempt. One under way is left to end, because the third
 * party may have it already: its answer is logged as ever, and no attempt comes after it.
 */
export async function cancelCalls(
  owner: CallOwner,
  query: Query = (text, values) => pool().query(text, values),
): Promise<void> {
  if ('executionId' in owner) await query(OF_EXECUTION, [owner.projectId, owner.executionId])
  else await query(OF_FLOW, [owner.projectId, owner.flowId])
}
