import { projectSettingsSchema } from '@/lib/console/schema'
import { db, pool } from '@/lib/db'
import type { ExecutionError } from '@/lib/engine/message'
import type { ExecutionStatus } from '@/lib/engine/state'
import { RunnerError, toExecutionError } from './errors'
import type { ExecutionHeader } from './journal'

/** An execution's row with its sealed state. */
export interface ExecutionRow extends ExecutionHeader {
  status: ExecutionStatus
  revision: number
  stateSealed: Uint8Array | null
  outputsSealed: Uint8Array | null
  error: ExecutionError | null
}

/** What a start needs to know about the flow version it runs. */
export interface RunnableVersion {
  snapshotHash: string
  number: number | null
  projectName: string
  stepLimit: number
}

const RUNNABLE = `SELECT p."name" AS "projectName", p."settings", f."disabled", v."number", v."snapshotHash"
  FROM "Flow" f JOIN "Project" p ON p."id" = f."projectId"
  LEFT JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = coalesce($3, f."liveVersion")
  WHERE f."projectId" = $1 AND f."id" = $2`

interface RunnableRow {
  projectName: string
  settings: unknown
  disabled: boolean
  number: number | null
  snapshotHash: string | null
}

/**
 * The version of a flow to run now. One statement: every start by API makes it. For a draft only the project's part
 * has a meaning.
 * @throws RunnerError when there is no such flow or version, or it is disabled
 */
export async function findRunnableVersion(
  projectId: string,
  flowId: string,
  version: 'live' | 'draft' | number,
): Promise<RunnableVersion> {
  const number = typeof version === 'number' ? version : null
  const { rows } = await pool().query<RunnableRow>({
    name: 'runnable-version',
    text: RUNNABLE,
    values: [projectId, flowId, number],
  })
  const row = rows[0]
  if (!row) throw new RunnerError('flowNotFound')
  if (row.disabled && version === 'live') throw new RunnerError('flowDisabled')
  if (row.snapshotHash === null && version !== 'draft') throw new RunnerError('flowNotPublished')
  const { stepLimit } = projectSettingsSchema.parse(row.settings)
  return { snapshotHash: row.snapshotHash ?? '', number: row.number, projectName: row.projectName, stepLimit }
}

/** @throws RunnerError `executionNotFound`, also for another project's execution */
export async function getExecutionRow(projectId: string, id: string): Promise<ExecutionRow> {
  const row = await db().execution.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw new RunnerError('executionNotFound')
  return toRow(row)
}

export async function findByIdempotencyKey(projectId: string, idempotencyKey: string): Promise<ExecutionRow | null> {
  const row = await db().execution.findUnique({ where: { projectId_idempotencyKey: { projectId, idempotencyKey } } })
  return row ? toRow(row) : null
}

/** Executions of every project whose process has given no sign of life, or whose screen has waited too long. */
export async function listAbandoned(now: Date, take: number): Promise<ExecutionRow[]> {
  const rows = await db().execution.findMany({
    where: {
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

/** Where an execution stands, without its state: cheap enough to be asked again and again. */
export async function findExecutionState(
  projectId: string,
  id: string,
): Promise<{ status: ExecutionStatus; revision: number; messageCount: number } | null> {
  return await db().execution.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { status: true, revision: true, messageCount: true },
  })
}
