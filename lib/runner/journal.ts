import { createBatch } from '@/lib/batch'
import { isDeadlock, isRefused, pool } from '@/lib/db'
import type { ExecutionError, RunnerMessage } from '@/lib/engine/message'
import { type ExecutionStatus, hasEnded } from '@/lib/engine/state'
import { insertJobsSql } from '@/lib/jobs/queues'
import { MESSAGE_COLUMNS, toRows, toStorableJson } from './journal-rows'
import { EXECUTION_CHANNEL } from './types'

/** How long a process may leave an execution without a sign of life before recovery takes it. */
export const LEASE_SECONDS = 30

/** What never changes in an execution's row. */
export interface ExecutionHeader {
  projectId: string
  id: string
  flowId: string
  flowName: string
  snapshotHash: string
  versionNumber: number | null
  trigger: string
  startedById: string | null
  startedAt: Date
  idempotencyKey: string | null
  requestHash: string | null
}

export interface Commit {
  header: ExecutionHeader
  /** The row's revision before this commit; 0 inserts the row. */
  fromRevision: number
  status: ExecutionStatus
  stateSealed: Uint8Array | null
  outputsSealed: Uint8Array | null
  error: ExecutionError | null
  messageCount: number
  messages: readonly RunnerMessage[]
  now: Date
  /** Null unless it waits. */
  expiresAt: Date | null
  /** Announces the commit to whoever watches. */
  notify: boolean
  /** Asynchronous calls to queue: each gets its row and its job with this commit, or neither. */
  calls: readonly QueuedCall[]
}

/** An asynchronous call on its way into the queue. */
export interface QueuedCall {
  /** Of its `queued` message. */
  number: number
  stepId: string
  stepName: string
  visit: number
  connectorId: string
  action: string
  sealed: Uint8Array
  /** A UUID. */
  jobId: string
}

/** Another process or request has moved this execution on, its id is taken, or its project is deleted. */
export class StaleExecutionError extends Error {}

// `saved` holds the executions whose row was written.
const insertSql = (calls: boolean) => `WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS e("projectId" text, "id" text, "flowId" text, "flowName" text,
    "snapshotHash" text, "versionNumber" int, "trigger" text, "startedById" text, "startedAt" timestamp,
    "idempotencyKey" text, "requestHash" text, "status" "ExecutionStatus", "stateSealed" text, "outputsSealed" text,
    "error" jsonb, "messageCount" int, "updatedAt" timestamp, "endedAt" timestamp, "expiresAt" timestamp,
    "leaseUntil" timestamp, "notify" boolean, "messages" jsonb)
), saved AS (
  INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById",
    "startedAt", "idempotencyKey", "requestHash", "status", "revision", "stateSealed", "outputsSealed", "error",
    "messageCount", "updatedAt", "endedAt", "expiresAt", "leaseUntil"${calls ? ', "asyncPending"' : ''})
  SELECT "projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById", "startedAt",
    "idempotencyKey", "requestHash", "status", 1, decode("stateSealed", 'base64'), decode("outputsSealed", 'base64'), "error",
    "messageCount", "updatedAt", "endedAt", "expiresAt", "leaseUntil"${calls ? ', jsonb_array_length($2::jsonb)' : ''} FROM given g
  WHERE EXISTS (SELECT 1 FROM "Project" p WHERE p."id" = g."projectId" AND p."deletedAt" IS NULL)
  ON CONFLICT DO NOTHING RETURNING "projectId", "id"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT g."projectId", g."id", m.* FROM given g JOIN saved USING ("projectId", "id"),
    jsonb_to_recordset(g."messages") AS m(${MESSAGE_COLUMNS})
)${calls ? queueSql('$2') : ''}
SELECT "projectId", "id", CASE WHEN "notify" THEN pg_notify('${EXECUTION_CHANNEL}', "projectId" || ':' || "id") END
  FROM given JOIN saved USING ("projectId", "id")`

const updateSql = (calls: boolean) => `WITH saved AS (
  UPDATE "Execution" SET "status" = $5::"ExecutionStatus", "revision" = $6 + 1, "stateSealed" = $7,
    "outputsSealed" = coalesce($8, "outputsSealed"), "error" = $9::jsonb, "messageCount" = $10, "updatedAt" = $11,
    "endedAt" = $12, "expiresAt" = $13, "leaseUntil" = $14
    ${calls ? ', "asyncPending" = "asyncPending" + jsonb_array_length($15::jsonb)' : ''}
  WHERE "projectId" = $1 AND "id" = $2 AND "revision" = $6
    AND EXISTS (SELECT 1 FROM "Project" p WHERE p."id" = $1 AND p."deletedAt" IS NULL)
  RETURNING "projectId", "id"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT saved.*, m.* FROM saved, jsonb_to_recordset($3::jsonb) AS m(${MESSAGE_COLUMNS})
)${calls ? queueSql('$15') : ''}
SELECT "id", CASE WHEN $4 THEN pg_notify('${EXECUTION_CHANNEL}', $1 || ':' || $2) END FROM saved`

/** Part of a commit that queues calls; a commit without any, which is nearly every one, does not pay for it. */
function queueSql(calls: string): string {
  return `, calls AS (
  SELECT * FROM saved, jsonb_to_recordset(${calls}::jsonb) AS c("number" int, "stepId" text, "stepName" text, "visit" int,
    "connectorId" text, "action" text, "sealed" text, "watched" boolean, "jobId" uuid)
), queued AS (
  INSERT INTO "AsyncCall" ("projectId", "executionId", "number", "stepId", "stepName", "visit", "connectorId", "action",
    "sealed", "watched", "jobId")
  SELECT "projectId", "id", "number", "stepId", "stepName", "visit", "connectorId", "action", decode("sealed", 'base64'),
    "watched", "jobId" FROM calls
), jobs AS (
  SELECT "jobId" AS "id", now() AS "startAfter", jsonb_build_object('projectId', "projectId", 'executionId', "id", 'number',
    "number", 'attempt', 1) AS "data" FROM calls
), sent AS (${insertJobsSql('connector-call', 'jobs')})`
}

const INSERT = insertSql(false)
const INSERT_WITH_CALLS = insertSql(true)
const UPDATE = updateSql(false)
const UPDATE_WITH_CALLS = updateSql(true)

/**
 * Writes one commit: the execution's row and its new messages, all or nothing.
 * @throws StaleExecutionError when the row is not at `fromRevision` any more, or the project is deleted
 */
export async function writeCommit(commit: Commit): Promise<void> {
  const saved = commit.fromRevision === 0 ? await insert(commit) : await update(commit)
  if (!saved) throw new StaleExecutionError('The execution was moved on by someone else.')
}

interface Insert {
  key: string
  /** Of the index of idempotency keys; null without one. */
  unique: string | null
  /** The row with its messages, as JSON. */
  row: string
}

// The hot path: one named statement is one transaction for all executions whose first commit comes at the same time.
// Two at once keep both the database and this process busy.
// The size keeps a statement well below the 256 MB that PostgreSQL takes as one jsonb.
const insertTogether = createBatch(insertAll, {
  concurrency: 2,
  largest: 100,
  size: { of: ({ row }) => row.length, largest: 16 * 1024 * 1024 },
})

async function insert(commit: Commit): Promise<boolean> {
  if (commit.calls.length > 0) {
    const { rowCount } = await pool().query({
      name: 'executions-insert-calls',
      text: INSERT_WITH_CALLS,
      values: [`[${toInsert(commit).row}]`, toCalls(commit)],
    })
    return rowCount === 1
  }
  const inserted = await insertTogether(toInsert(commit))
  if ('error' in inserted) throw inserted.error
  return inserted.saved
}

type Inserted = { saved: boolean } | { error: unknown }

async function insertAll(inserts: Insert[]): Promise<Inserted[]> {
  try {
    // In one order everywhere: of two statements with the same keys, one waits for the other instead of each for each.
    const ordered = inserts.some(({ unique }) => unique !== null) ? inserts.toSorted(byUnique) : inserts
    const { rows } = await pool().query<{ projectId: string; id: string }>({
      name: 'executions-insert',
      text: INSERT,
      values: [`[${ordered.map(({ row }) => row).join(',')}]`],
    })
    const saved = new Set(rows.map(keyOf))
    return inserts.map(({ key }) => ({ saved: saved.has(key) }))
  } catch (error) {
    // Nothing was written. What the database refuses of one must not fail the others.
    if (inserts.length === 1 || !(isRefused(error) || isDeadlock(error))) return inserts.map(() => ({ error }))
    return (await Promise.all(inserts.map((insert) => insertAll([insert])))).flat()
  }
}

function byUnique({ unique: a }: Insert, { unique: b }: Insert): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}

const keyOf = ({ projectId, id }: { projectId: string; id: string }) => `${projectId}:${id}`

function toInsert(commit: Commit): Insert {
  const { header, messages } = commit
  const row = toStorableJson({
    ...header,
    ...toProgress(commit),
    stateSealed: toBase64(commit.stateSealed),
    outputsSealed: toBase64(commit.outputsSealed),
    error: commit.error,
    notify: commit.notify,
  })
  const { projectId, idempotencyKey } = header
  const unique = idempotencyKey === null ? null : `${projectId}:${idempotencyKey}`
  return { key: keyOf(header), unique, row: `${row.slice(0, -1)},"messages":${toRows(messages)}}` }
}

const toBase64 = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64')

function toCalls({ calls, notify }: Commit): string {
  return toStorableJson(calls.map((call) => ({ ...call, sealed: toBase64(call.sealed), watched: notify })))
}

async function update(commit: Commit): Promise<boolean> {
  const { header, error } = commit
  const calls = commit.calls.length > 0 ? [toCalls(commit)] : []
  const { status, messageCount, updatedAt, endedAt, expiresAt, leaseUntil } = toProgress(commit)
  const { rowCount } = await pool().query({
    ...(calls.length > 0
      ? { name: 'execution-update-calls', text: UPDATE_WITH_CALLS }
      : { name: 'execution-update', text: UPDATE }),
    values: [
      header.projectId,
      header.id,
      toRows(commit.messages),
      commit.notify,
      status,
      commit.fromRevision,
      commit.stateSealed,
      commit.outputsSealed,
      error === null ? null : toStorableJson(error),
      messageCount,
      updatedAt,
      endedAt,
      expiresAt,
      leaseUntil,
      ...calls,
    ],
  })
  return rowCount === 1
}

/** Times as text in UTC: the columns have no time zone, and the driver would write a Date in the local one. */
function toProgress({ status, messageCount, now, expiresAt }: Commit) {
  const at = now.toISOString()
  return {
    status,
    messageCount,
    updatedAt: at,
    endedAt: hasEnded({ status }) ? at : null,
    expiresAt: expiresAt?.toISOString() ?? null,
    leaseUntil: status === 'running' ? new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString() : null,
  }
}

/** A sign of life for executions that this process drives. */
export async function renewLeases(executions: readonly { projectId: string; id: string }[]): Promise<void> {
  if (executions.length === 0) return
  await pool().query(
    `UPDATE "Execution" SET "leaseUntil" = now() + interval '${LEASE_SECONDS} seconds'
     WHERE "status" = 'running' AND ("projectId", "id") IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [executions.map((one) => one.projectId), executions.map((one) => one.id)],
  )
}
