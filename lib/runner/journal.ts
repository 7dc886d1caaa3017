import { createBatch } from '@/lib/batch'
import { isRefused, pool } from '@/lib/db'
import type { ContextChange, ExecutionError, RunnerMessage } from '@/lib/engine/message'
import { type ExecutionStatus, hasEnded } from '@/lib/engine/state'
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
}

/** Another process or request has moved this execution on, or its id is taken. */
export class StaleExecutionError extends Error {}

// The columns of a message. `saved` holds the executions whose row was written.
const MESSAGE = `"number" int, "at" timestamp, "type" text, "stepId" text, "visit" int, "body" jsonb`

const INSERT = `WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS e("projectId" text, "id" text, "flowId" text, "flowName" text,
    "snapshotHash" text, "versionNumber" int, "trigger" text, "startedById" text, "startedAt" timestamp,
    "idempotencyKey" text, "requestHash" text, "status" "ExecutionStatus", "stateSealed" text, "outputsSealed" text,
    "error" jsonb, "messageCount" int, "updatedAt" timestamp, "endedAt" timestamp, "expiresAt" timestamp,
    "leaseUntil" timestamp, "notify" boolean, "messages" jsonb)
), saved AS (
  INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById",
    "startedAt", "idempotencyKey", "requestHash", "status", "revision", "stateSealed", "outputsSealed", "error",
    "messageCount", "updatedAt", "endedAt", "expiresAt", "leaseUntil")
  SELECT "projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById", "startedAt",
    "idempotencyKey", "requestHash", "status", 1, decode("stateSealed", 'base64'), decode("outputsSealed", 'base64'), "error",
    "messageCount", "updatedAt", "endedAt", "expiresAt", "leaseUntil" FROM given
  ON CONFLICT DO NOTHING RETURNING "projectId", "id"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT g."projectId", g."id", m.* FROM given g JOIN saved USING ("projectId", "id"),
    jsonb_to_recordset(g."messages") AS m(${MESSAGE})
)
SELECT "projectId", "id", CASE WHEN "notify" THEN pg_notify('${EXECUTION_CHANNEL}', "projectId" || ':' || "id") END
  FROM given JOIN saved USING ("projectId", "id")`

const UPDATE = `WITH saved AS (
  UPDATE "Execution" SET "status" = $5::"ExecutionStatus", "revision" = $6 + 1, "stateSealed" = $7,
    "outputsSealed" = coalesce($8, "outputsSealed"), "error" = $9::jsonb, "messageCount" = $10, "updatedAt" = $11,
    "endedAt" = $12, "expiresAt" = $13, "leaseUntil" = $14
  WHERE "projectId" = $1 AND "id" = $2 AND "revision" = $6 RETURNING "projectId", "id"
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT saved.*, m.* FROM saved, jsonb_to_recordset($3::jsonb) AS m(${MESSAGE})
)
SELECT "id", CASE WHEN $4 THEN pg_notify('${EXECUTION_CHANNEL}', $1 || ':' || $2) END FROM saved`

/**
 * Writes one commit: the execution's row and its new messages, all or nothing.
 * @throws StaleExecutionError when the row is not at `fromRevision` any more
 */
export async function writeCommit(commit: Commit): Promise<void> {
  const saved = commit.fromRevision === 0 ? await insert(commit) : await update(commit)
  if (!saved) throw new StaleExecutionError('The execution was moved on by someone else.')
}

interface Insert {
  key: string
  /** The row with its messages, as JSON. */
  row: string
}

// The hot path: one named statement is one transaction for all executions whose first commit comes at the same time.
// Two at once keep both the database and this process busy.
const insertTogether = createBatch(insertAll, { concurrency: 2, largest: 100 })

async function insert(commit: Commit): Promise<boolean> {
  const inserted = await insertTogether(toInsert(commit))
  if ('error' in inserted) throw inserted.error
  return inserted.saved
}

type Inserted = { saved: boolean } | { error: unknown }

async function insertAll(inserts: Insert[]): Promise<Inserted[]> {
  try {
    const { rows } = await pool().query<{ projectId: string; id: string }>({
      name: 'executions-insert',
      text: INSERT,
      values: [`[${inserts.map(({ row }) => row).join(',')}]`],
    })
    const saved = new Set(rows.map(keyOf))
    return inserts.map(({ key }) => ({ saved: saved.has(key) }))
  } catch (error) {
    // Nothing was written. What the database refuses of one must not fail the others.
    if (inserts.length === 1 || !isRefused(error)) return inserts.map(() => ({ error }))
    return (await Promise.all(inserts.map((insert) => insertAll([insert])))).flat()
  }
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
  return { key: keyOf(header), row: `${row.slice(0, -1)},"messages":${toRows(messages)}}` }
}

const toBase64 = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64')

async function update(commit: Commit): Promise<boolean> {
  const { header, error } = commit
  const { status, messageCount, updatedAt, endedAt, expiresAt, leaseUntil } = toProgress(commit)
  const { rowCount } = await pool().query({
    name: 'execution-update',
    text: UPDATE,
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

function toRows(messages: readonly RunnerMessage[]): string {
  const text = toStorableJson(messages.map((message) => toRow(message, message)))
  // Measured all at once first: hardly any execution writes so much, and writing JSON twice costs.
  return text.length <= LARGEST_BODY
    ? text
    : toStorableJson(messages.map((message) => toRow(message, storable(message))))
}

function toRow({ number, at, type, stepId, visit }: RunnerMessage, shown: object): object {
  return {
    number,
    at,
    type,
    stepId,
    visit,
    body: { ...shown, number: undefined, at: undefined, stepId: undefined, visit: undefined },
  }
}

// jsonb has no place for NUL and half surrogate pairs, which third parties and callers may send. They are escapes in
// JSON text; an even number of backslashes before one means that it is not text about an escape.
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi

function toStorableJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('\\u') ? text.replace(UNSTORABLE, '$1\\ufffd') : text
}

// Characters of JSON, of one value and of a whole body.
const LARGEST_VALUE = 256 * 1024
const LARGEST_BODY = 512 * 1024
const LONGEST_LIST = 100

/** Values that would make a row huge are stored as their size or cut; nothing that resumes reads messages. */
function storable(body: object): object {
  if (JSON.stringify(body).length <= LARGEST_BODY) return body
  const changes = 'changes' in body && Array.isArray(body.changes) ? { changes: body.changes.map(withSize) } : {}
  const cut = { ...body, ...changes }
  return JSON.stringify(cut).length <= LARGEST_BODY ? cut : Object.fromEntries(Object.entries(cut).map(toCut))
}

function withSize(change: ContextChange): ContextChange {
  const size = JSON.stringify(change.value).length
  return size <= LARGEST_VALUE ? change : { ...change, value: { truncated: true, size } }
}

const toCut = ([key, value]: [string, unknown]): [string, unknown] => [key, cutDeep(value)]

/** Long texts and lists end with what is missing; the shape of messages stays. */
function cutDeep(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length <= 10_000 ? value : `${value.slice(0, 10_000)}\u2026 (${value.length} characters)`
  }
  if (Array.isArray(value)) {
    // Groups of a condition have at most as many rows.
    const items = value.slice(0, LONGEST_LIST).map(cutDeep)
    return value.length <= LONGEST_LIST ? items : [...items, { truncated: true, size: value.length }]
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).slice(0, 200).map(toCut))
}
