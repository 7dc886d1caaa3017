import { inPoolTransaction } from '@/lib/db'
import { ASYNC_LANE } from '@/lib/engine/message'
import { EXECUTION_CHANNEL } from '@/lib/runner/types'
import { deleteJobsSql } from './queues'

/** Whose pending calls: of one execution, or of every execution of a flow. */
export type CallOwner = { projectId: string; executionId: string } | { projectId: string; flowId: string }

/** Runs a statement of a transaction. */
type Query = (text: string, values: unknown[]) => Promise<unknown>

const heldSql = (owner: string) => `SELECT "projectId", "id" FROM "Execution"
  WHERE "projectId" = $1 AND ${owner} AND "asyncPending" > 0 ORDER BY "id" FOR NO KEY UPDATE`

// One UPDATE for calls that wait and for those under way: an attempt may begin while it waits for the call's row, and
// PostgreSQL then reads the row anew, also for the CASE.
const cancelSql = (owner: string) => `WITH held AS (
  ${heldSql(owner)}
), asked AS (
  UPDATE "AsyncCall" c SET "cancelRequested" = true,
    "status" = CASE WHEN c."status" = 'pending' THEN 'cancelled' ELSE c."status" END,
    "sealed" = CASE WHEN c."status" = 'pending' THEN NULL ELSE c."sealed" END,
    "endedAt" = CASE WHEN c."status" = 'pending' THEN now() ELSE c."endedAt" END
  FROM held WHERE c."projectId" = held."projectId" AND c."executionId" = held."id" AND c."status" IN ('pending', 'active')
  RETURNING c."projectId", c."executionId", c."number", c."stepId", c."stepName", c."visit", c."jobId", c."status"
), ended AS (
  SELECT * FROM asked WHERE "status" = 'cancelled'
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

const ownerSql = { execution: '"id" = $2', flow: '"flowId" = $2' }
const OF_EXECUTION = [heldSql(ownerSql.execution), cancelSql(ownerSql.execution)]
const OF_FLOW = [heldSql(ownerSql.flow), cancelSql(ownerSql.flow)]

/**
 * Calls off the asynchronous calls that wait for their (next) attempt. One under way is left to end, because the third
 * party may have it already: its answer is logged as ever, and no attempt comes after it.
 * @param query of a transaction of the caller, READ COMMITTED
 */
export async function cancelCalls(owner: CallOwner, query?: Query): Promise<void> {
  if (!query)
    return await inPoolTransaction((client) => cancelCalls(owner, (text, values) => client.query(text, values)))
  const [statements, id] = 'executionId' in owner ? [OF_EXECUTION, owner.executionId] : [OF_FLOW, owner.flowId]
  // The locks by themselves first: what the second statement sees is what is there once they are held. In one statement
  // an attempt that is settled meanwhile would be seen as it was before, and its next job be missed.
  for (const statement of statements) await query(statement, [owner.projectId, id])
}
