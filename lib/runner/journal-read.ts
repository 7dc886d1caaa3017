import { projectSettingsSchema } from '@/lib/console/schema'
import { db, pool } from '@/lib/db'
import type { ExecutionError } from '@/lib/engine/message'
import type { ExecutionStatus } from '@/lib/engine/state'
import { createSharedRead } from '@/lib/shared-read'
import { RunnerError, toExecutionError } from './errors'
import type { ExecutionHeader } from './journal'

/** An execution's row with its sealed state. */
export interface ExecutionRow extends ExecutionHeader {
  status: ExecutionStatus
  revision: number
  stateSealed: Uint8Array | null
  outputsSealed: Uint8Array | null
  error: ExecutionError | null
  messageCount: number
}

/** What a start needs to know about the flow version it runs. */
export interface RunnableVersion {
  snapshotHash: string
  number: number | null
  projectName: string
  stepLimit: number
}

interface RunnableKey {
  projectId: string
  flowId: string
  /** Null: the live one. */
  number: number | null
}

interface RunnableRow extends RunnableKey {
  projectName: string
  settings: unknown
  disabled: boolean
  foundNumber: number | null
  snapshotHash: string | null
}

const RUNNABLE = `SELECT k.*, p."name" AS "projectName", p."settings", f."disabled", v."number" AS "foundNumber", v."snapshotHash"
  FROM unnest($1::text[], $2::text[], $3::int[]) AS k("projectId", "flowId", "number")
  JOIN "Flow" f ON f."projectId" = k."projectId" AND f."id" = k."flowId"
  JOIN "Project" p ON p."id" = f."projectId" AND p."deletedAt" IS NULL
  LEFT JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = coalesce(k."number", f."liveVersion")`

const toKey = ({ projectId, flowId, number }: RunnableKey) => `${projectId}:${flowId}:${number}`

// Every start makes this read; starts that come together share one.
const readRunnable = createSharedRead(toKey, async (keys: RunnableKey[]) => {
  const values = [keys.map((key) => key.projectId), keys.map((key) => key.flowId), keys.map((key) => key.number)]
  const { rows } = await pool().query<RunnableRow>({ name: 'runnable-versions', text: RUNNABLE, values })
  return new Map(rows.map((row) => [toKey(row), row]))
})

/**
 * The version of a flow to run now. For a draft only the project's part has a meaning.
 * @throws RunnerError when there is no such flow or version, or it is disabled
 */
export async function findRunnableVersion(
  projectId: string,
  flowId: string,
  version: 'live' | 'draft' | number,
): Promise<RunnableVersion> {
  const row = await readRunnable({ projectId, flowId, number: typeof version === 'number' ? version : null })
  if (!row) throw new RunnerError('flowNotFound')
  if (row.disabled && version === 'live') throw new RunnerError('flowDisabled')
  if (row.snapshotHash === null && version !== 'draft') throw new RunnerError('flowNotPublished')
  const { stepLimit } = projectSettingsSchema.parse(row.settings)
  return { snapshotHash: row.snapshotHash ?? '', number: row.foundNumber, projectName: row.projectName, stepLimit }
}

// An execution has no relation to its project, and stays for a while when that is deleted.
const readProject = createSharedRead(
  (projectId: string) => projectId,
  async (ids: string[]) => {
    const text = `SELECT "id" FROM "Project" WHERE "id" = ANY($1) AND "deletedAt" IS NULL`
    const { rows } = await pool().query<{ id: string }>({ name: 'projects-there', text, values: [ids] })
    return new Map(rows.map(({ id }) => [id, true]))
  },
)

/** @throws RunnerError `executionNotFound`, also for another project's execution */
export async function getExecutionRow(projectId: string, id: string): Promise<ExecutionRow> {
  const [row, isThere] = await Promise.all([
    db().execution.findUnique({ where: { projectId_id: { projectId, id } } }),
    readProject(projectId),
  ])
  if (!row || !isThere) throw new RunnerError('executionNotFound')
  return toRow(row)
}

export async function findByIdempotencyKey(projectId: string, idempotencyKey: string): Promise<ExecutionRow | null> {
  const [row, isThere] = await Promise.all([
    db().execution.findUnique({ where: { projectId_idempotencyKey: { projectId, idempotencyKey } } }),
    readProject(projectId),
  ])
  return row && isThere ? toRow(row) : null
}

/** Executions of every project, but deleted ones, whose process has given no sign of life, or whose screen has waited too long. */
export async function listAbandoned(now: Date, take: number): Promise<ExecutionRow[]> {
  const deleted = await db().project.findMany({ where: { deletedAt: { not: null } }, select: { id: true } })
  const rows = await db().execution.findMany({
    where: {
      projectId: { notIn: deleted.map(({ id }) => id) },
      OR: [
        { status: 'running', leaseUntil: { lt: now } },
        { status: 'waiting', expiresAt: { lt: now } },
      ],
    },
    take,
  })
  return rows.map(toRow)
}

type DatabaseRow = NonNullable<Awaited<ReturnType<ReturnType<typeof db>['execution']['findUnique']>>>

function toRow(row: DatabaseRow): ExecutionRow {
  return { ...row, error: toExecutionError(row.error) }
}

export interface ExecutionPlace {
  status: ExecutionStatus
  revision: number
  messageCount: number
  asyncMessages: number
  asyncPending: number
}

/** Where an execution stands, without its state: cheap enough to be asked again and again. */
export async function findExecutionState(projectId: string, id: string): Promise<ExecutionPlace | null> {
  return await db().execution.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { status: true, revision: true, messageCount: true, asyncMessages: true, asyncPending: true },
  })
}
