import { pool } from '@/lib/db'
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

const LOGGED = `INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT $1, $2, m."number", m."at", m."type", m."stepId", m."visit", m."body"
  FROM jsonb_to_recordset($3::jsonb) AS m("number" int, "at" timestamptz, "type" text, "stepId" text, "visit" int, "body" jsonb)
  WHERE EXISTS (SELECT 1 FROM saved)`

const DONE = `SELECT (SELECT count(*)::int FROM saved) AS saved, CASE WHEN $4 THEN pg_notify('${EXECUTION_CHANNEL}', $1 || ':' || $2) END`

// The hot path: one named statement is one commit, execution and messages together.
const INSERT = `WITH saved AS (
  INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById",
    "startedAt", "idempotencyKey", "requestHash", "status", "revision", "stateSealed", "outputsSealed", "error",
    "messageCount", "updatedAt", "endedAt", "expiresAt", "leaseUntil")
  VALUES ($1, $2, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::"ExecutionStatus", 1, $15, $16, $17::jsonb, $18, $19, $20, $21, $22)
  ON CONFLICT DO NOTHING RETURNING 1
), logged AS (${LOGGED}) ${DONE}`

const UPDATE = `WITH saved AS (
  UPDATE "Execution" SET "status" = $5::"ExecutionStatus", "revision" = $6 + 1, "stateSealed" = $7,
    "outputsSealed" = coalesce($8, "outputsSealed"), "error" = $9::jsonb, "messageCount" = $10, "updatedAt" = $11,
    "endedAt" = $12, "expiresAt" = $13, "leaseUntil" = $14
  WHERE "projectId" = $1 AND "id" = $2 AND "revision" = $6 RETURNING 1
), logged AS (${LOGGED}) ${DONE}`

/**
 * Writes one commit: the execution's row and its new messages, all or nothing.
 * @throws StaleExecutionError when the row is not at `fromRevision` any more
 */
export async function writeCommit(commit: Commit): Promise<void> {
  const { header, status, now } = commit
  const ended = hasEnded(commit)
  const lease = status === 'running' ? new Date(now.getTime() + LEASE_SECONDS * 1000) : null
  const error = commit.error === null ? null : toStorableJson(commit.error)
  const common = [header.projectId, header.id, toRows(commit.messages), commit.notify]
  const statement =
    commit.fromRevision === 0
      ? {
          name: 'execution-insert',
          text: INSERT,
          values: [
            ...common,
            header.flowId,
            header.flowName,
            header.snapshotHash,
            header.versionNumber,
            header.trigger,
            header.startedById,
            header.startedAt,
            header.idempotencyKey,
            header.requestHash,
            status,
            commit.stateSealed,
            commit.outputsSealed,
            error,
            commit.messageCount,
            now,
            ended ? now : null,
            commit.expiresAt,
            lease,
          ],
        }
      : {
          name: 'execution-update',
          text: UPDATE,
          values: [
            ...common,
            status,
            commit.fromRevision,
            commit.stateSealed,
            commit.outputsSealed,
            error,
            commit.messageCount,
            now,
            ended ? now : null,
            commit.expiresAt,
            lease,
          ],
        }
  const { rows } = await pool().query<{ saved: number }>(statement)
  if (rows[0]?.saved !== 1) throw new StaleExecutionError('The execution was moved on by someone else.')
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
