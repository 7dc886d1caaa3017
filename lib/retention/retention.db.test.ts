import { beforeEach, expect, test } from 'vitest'
import { createProject, getProjectSettings, updateProject } from '@/lib/console/projects'
import { db, pool } from '@/lib/db'
import { emptyFlow } from '@/lib/flow/schema'
import { ensureSnapshot } from '@/lib/flow-catalog/snapshots'
import { startWorkers } from '@/lib/jobs/work'
import { findCutoff, getRetention } from './queries'
import { cleanUp, requestCleanUp, updateRetention } from './service'

const limits = { retentionDays: 30, retentionExecutions: 10_000 }
const never = new AbortController().signal
let projectId: string

beforeEach(async () => {
  projectId = (await createProject('Kept')).id
})

/** Executions with three messages each, one a minute back from `daysOld`. */
async function fill(count: number, daysOld: number, extra: { status?: string; pending?: number; hash?: string } = {}) {
  const { status = 'completed', pending = 0, hash = 'x' } = extra
  const client = await pool().connect()
  // A connection keeps its plan of the foreign keys' checks. One from when the table had a page would read the whole
  // table for each of these messages, until statistics are made anew.
  await client.query('DISCARD PLANS')
  await client.query(
    `WITH made AS (
       INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "trigger", "status", "revision", "messageCount", "asyncPending", "startedAt", "updatedAt")
       SELECT $1, $5 || n, 'f', 'F', $6, 'api', $4::"ExecutionStatus", 1, 3, $7::int, now() - $3 * interval '1 day' - n * interval '1 minute', now()
       FROM generate_series(1, $2::int) n RETURNING "id"
     )
     INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "body")
     SELECT $1, "id", n, now(), 'passed', jsonb_build_object('type', 'passed', 'filler', repeat('x', 200)) FROM made, generate_series(1, 3) n`,
    [projectId, count, daysOld, status, `${status}-${daysOld}-${pending}-`, hash, pending],
  )
  client.release()
}

const countOf = (where: object = {}) => db().execution.count({ where: { projectId, ...where } })

test('what is too old goes, with its messages and its size; what runs, waits or has calls to make stays', async () => {
  await fill(450, 40)
  await fill(30, 5)
  await fill(1, 50, { status: 'running' })
  await fill(1, 51, { status: 'waiting' })
  await fill(1, 52, { pending: 1 })
  expect((await getRetention(projectId, limits)).due).toEqual({ executions: 450, messages: 1_350 })
  await cleanUp(projectId, limits, never)
  expect(await countOf()).toBe(33)
  expect(await db().runnerMessage.count({ where: { projectId } })).toBe(33 * 3)
  const { run, due, kept } = await getRetention(projectId, limits)
  expect(run).toMatchObject({ state: 'done', executions: 450, messages: 1_350, snapshots: 0 })
  expect(run?.bytes).toBeGreaterThan(450 * 3 * 200)
  expect({ due, kept }).toEqual({ due: { executions: 0, messages: 0 }, kept: 33 })
})

test('what is too much goes, the oldest first', async () => {
  await fill(300, 1)
  const before = await db().execution.findMany({ where: { projectId }, orderBy: { startedAt: 'desc' }, take: 100 })
  await cleanUp(projectId, { ...limits, retentionExecutions: 100 }, never)
  const after = await db().execution.findMany({ where: { projectId }, orderBy: { startedAt: 'desc' } })
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
})

test('another project keeps what is its own', async () => {
  await fill(10, 40)
  const other = await createProject('Other')
  await cleanUp(other.id, limits, never)
  expect(await countOf()).toBe(10)
})

test('snapshots go that neither a version nor an execution needs, after a day of rest', async () => {
  const document = emptyFlow('f', 'F', 'management')
  const used = await ensureSnapshot(projectId, document)
  const orphan = await ensureSnapshot(projectId, { ...document, name: 'G' })
  const draft = await ensureSnapshot(projectId, { ...document, name: 'H' })
  const fresh = await ensureSnapshot(projectId, { ...document, name: 'I' })
  await pool().query(
    `UPDATE "FlowSnapshot" SET "createdAt" = now() - interval '3 days' WHERE "projectId" = $1 AND "hash" <> $2`,
    [projectId, fresh],
  )
  await fill(1, 1, { hash: used })
  // The draft is run again: its execution is about to be written.
  await ensureSnapshot(projectId, { ...document, name: 'H' })
  await cleanUp(projectId, limits, never)
  const left = (await db().flowSnapshot.findMany({ where: { projectId } })).map(({ hash }) => hash)
  expect(left.sort()).toEqual([used, draft, fresh].sort())
  expect(left).not.toContain(orphan)
  expect((await getRetention(projectId, limits)).run).toMatchObject({ snapshots: 1 })
})

test('it stops between two batches, and goes on where it was', async () => {
  await fill(500, 40)
  const abort = new AbortController()
  // The second batch waits for a message of one of its executions: whatever the machine does, the stop comes before its end.
  const holder = await pool().connect()
  await holder.query('BEGIN')
  await holder.query(
    `SELECT 1 FROM "RunnerMessage" WHERE "projectId" = $1 AND "executionId" = (
       SELECT "id" FROM "Execution" WHERE "projectId" = $1 ORDER BY "startedAt" LIMIT 1 OFFSET 300) FOR UPDATE`,
    [projectId],
  )
  const stopped = cleanUp(projectId, limits, abort.signal).catch((error: unknown) => error)
  try {
    await expect.poll(() => countOf()).toBe(300)
    abort.abort(new Error('stopping'))
  } finally {
    await holder.query('COMMIT')
    holder.release()
  }
  expect(await stopped).toBeInstanceOf(Error)
  expect([300, 100]).toContain(await countOf())
  expect((await getRetention(projectId, limits)).run).toMatchObject({ state: 'running' })
  await cleanUp(projectId, limits, never)
  expect(await countOf()).toBe(0)
})

test('twenty thousand go by the index, no batch for long, while others write', async () => {
  await fill(20_000, 40)
  await pool().query('ANALYZE "Execution"')
  const { rows } = await pool().query(
    `EXPLAIN SELECT 1 FROM "Execution" WHERE "projectId" = $1 AND "startedAt" < now() AND "status" IN ('completed', 'failed', 'cancelled') AND "asyncPending" = 0 ORDER BY "startedAt" LIMIT 200`,
    [projectId],
  )
  expect(JSON.stringify(rows)).toContain('Execution_projectId_startedAt_idx')
  let longest = 0
  let going = true
  const writer = (async () => {
    while (going) {
      const begun = Date.now()
      await pool().query(
        `UPDATE "Execution" SET "updatedAt" = now() WHERE "projectId" = $1 AND "startedAt" > now() - interval '1 day'`,
        [projectId],
      )
      longest = Math.max(longest, Date.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  await cleanUp(projectId, limits, never)
  going = false
  await writer
  expect(await countOf()).toBe(0)
  expect(longest).toBeLessThan(2_000)
})

test('an admin’s request is done by a worker', async () => {
  await fill(10, 40)
  await requestCleanUp(projectId, 'someone')
  expect((await getRetention(projectId, limits)).run).toMatchObject({ state: 'waiting' })
  const stop = await startWorkers(process.env.DATABASE_URL ?? '', 1_000)
  await expect.poll(async () => (await getRetention(projectId, limits)).run?.state, { timeout: 10_000 }).toBe('done')
  await stop()
  expect(await countOf()).toBe(0)
  const { rows } = await pool().query(`SELECT cron FROM pgboss.schedule WHERE name = 'retention'`)
  expect(rows).toEqual([{ cron: '17 * * * *' }])
})

test('the settings are saved apart from each other', async () => {
  await updateRetention(projectId, { retentionDays: 7, retentionExecutions: 500 })
  await updateProject(projectId, 'Kept', { stepLimit: 50 })
  expect(await getProjectSettings(projectId)).toMatchObject({
    stepLimit: 50,
    retentionDays: 7,
    retentionExecutions: 500,
  })
})

test('the cutoff is the nearer of both limits', async () => {
  await fill(200, 1)
  const cutoff = await findCutoff(projectId, { retentionDays: 1, retentionExecutions: 150 })
  expect(Date.now() - cutoff.getTime()).toBeLessThan(86_400_000 + 60_000)
  const third = await findCutoff(projectId, { retentionDays: 30, retentionExecutions: 150 })
  expect(await countOf({ startedAt: { gte: third } })).toBe(150)
})
