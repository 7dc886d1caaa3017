import { pool } from '@/lib/db'
import { ASYNC_LANE, type RunnerMessage } from '@/lib/engine/message'
import { type ConnectorCallJob, insertJobsSql } from '@/lib/jobs/queues'
import { MESSAGE_COLUMNS, toRows, toStorableJson } from './journal-rows'
import { EXECUTION_CHANNEL } from './types'

/** An attempt as it stands when a worker takes its job. */
export interface BegunCall {
  /** `interrupted`: whoever had this job before has not told what came of it. */
  state: 'begun' | 'interrupted'
  stepId: string
  stepName: string
  visit: number
  action: string
}

// Nothing is sent any more for a project that is deleted.
const OF_LIVE_PROJECT = `EXISTS (SELECT 1 FROM "Project" p WHERE p."id" = $1 AND p."deletedAt" IS NULL)`

/** A call that has not come to its end, before its attempt begins; null when there is none. */
export async function readCall(job: ConnectorCallJob): Promise<{ sealed: Uint8Array | null } | null> {
  const { rows } = await pool().query<{ sealed: Uint8Array | null }>({
    name: 'async-call-read',
    text: `SELECT "sealed" FROM "AsyncCall" WHERE "projectId" = $1 AND "executionId" = $2 AND "number" = $3
      AND "status" IN ('pending', 'active') AND ${OF_LIVE_PROJECT}`,
    values: [job.projectId, job.executionId, job.number],
  })
  return rows[0] ?? null
}

const BEGIN = `WITH found AS (
  SELECT * FROM "AsyncCall" WHERE "projectId" = $1 AND "executionId" = $2 AND "number" = $3 AND ${OF_LIVE_PROJECT} FOR UPDATE
), begun AS (
  UPDATE "AsyncCall" c SET "status" = 'active', "attempt" = $4, "startedAt" = $5 FROM found
  WHERE c."projectId" = $1 AND c."executionId" = $2 AND c."number" = $3 AND found."status" = 'pending' AND found."attempt" = $4 - 1
  RETURNING 1
)
SELECT "stepId", "stepName", "visit", "action", "status", "attempt", EXISTS (SELECT 1 FROM begun) AS "begun" FROM found`

/**
 * Begins the attempt that a job is about.
 * @returns null when there is nothing left to do: it was settled before, cancelled or deleted
 */
export async function beginAttempt(job: ConnectorCallJob, now: Date): Promise<BegunCall | null> {
  const { projectId, executionId, number, attempt } = job
  const { rows } = await pool().query<BegunCall & { status: string; attempt: number; begun: boolean }>({
    name: 'async-call-begin',
    text: BEGIN,
    values: [projectId, executionId, number, attempt, now.toISOString()],
  })
  const [row] = rows
  if (!row) return null
  if (row.begun) return { ...row, state: 'begun' }
  return row.status === 'active' && row.attempt === attempt ? { ...row, state: 'interrupted' } : null
}

export interface Settlement {
  job: ConnectorCallJob
  status: 'succeeded' | 'failed' | 'cancelled' | 'pending'
  error: { code: string; message: string } | null
  /** Numbered from 1; the lane's next numbers are added here. */
  messages: readonly RunnerMessage[]
  /** Of `pending`: when the next attempt comes. */
  delaySeconds: number
  now: Date
}

// The execution's row first, as every other statement takes them, so that no two can wait for each other. The messages
// are numbered by a counter of their own under that lock: the execution's next commit, which names its revision and
// writes its own count, is not disturbed.
const SETTLE = `WITH held AS (
  SELECT 1 FROM "Execution" WHERE "projectId" = $1 AND "id" = $2 AND ${OF_LIVE_PROJECT} FOR NO KEY UPDATE
), settled AS (
  UPDATE "AsyncCall" c SET "status" = $5::"AsyncCallStatus", "error" = $6::jsonb, "jobId" = coalesce($9::uuid, c."jobId"),
    "sealed" = CASE WHEN $9::uuid IS NULL THEN NULL ELSE c."sealed" END,
    "endedAt" = CASE WHEN $9::uuid IS NULL THEN $8::timestamp END
  FROM held WHERE c."projectId" = $1 AND c."executionId" = $2 AND c."number" = $3 AND c."status" = 'active'
    AND c."attempt" = $4 AND ($9::uuid IS NULL OR NOT c."cancelRequested")
  RETURNING c."watched"
), counted AS (
  UPDATE "Execution" SET "asyncMessages" = "asyncMessages" + jsonb_array_length($7::jsonb),
    "asyncPending" = "asyncPending" - CASE WHEN $9::uuid IS NULL THEN 1 ELSE 0 END,
    "asyncFailed" = "asyncFailed" + CASE WHEN $5 = 'failed' THEN 1 ELSE 0 END
  WHERE "projectId" = $1 AND "id" = $2 AND EXISTS (SELECT 1 FROM settled)
  RETURNING "asyncMessages" - jsonb_array_length($7::jsonb) AS "before"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT $1, $2, ${ASYNC_LANE} + counted."before" + m."number", m."at", m."type", m."stepId", m."visit", m."body"
  FROM counted, jsonb_to_recordset($7::jsonb) AS m(${MESSAGE_COLUMNS})
), jobs AS (
  SELECT $9::uuid AS "id", now() + $10::float8 * interval '1 second' AS "startAfter", jsonb_build_object('projectId', $1::text,
    'executionId', $2::text, 'number', $3::int, 'attempt', $4::int + 1) AS "data" FROM settled WHERE $9::uuid IS NOT NULL
), sent AS (${insertJobsSql('connector-call', 'jobs')})
SELECT CASE WHEN "watched" THEN pg_notify('${EXECUTION_CHANNEL}', $1 || ':' || $2) END FROM settled`

/**
 * Writes what came of an attempt in one statement: the call's row, its messages, the execution's counts, and the job of
 * the next attempt.
 * @returns false when the attempt is not this caller's any more, or a next one was called off
 */
export async function settleAttempt(settlement: Settlement): Promise<boolean> {
  const { job, status, error, messages, delaySeconds, now } = settlement
  const { rowCount } = await pool().query({
    name: 'async-call-settle',
    text: SETTLE,
    values: [
      job.projectId,
      job.executionId,
      job.number,
      job.attempt,
      status,
      error === null ? null : toStorableJson(error),
      toRows(messages),
      now.toISOString(),
      status === 'pending' ? crypto.randomUUID() : null,
      delaySeconds,
    ],
  })
  return rowCount === 1
}
