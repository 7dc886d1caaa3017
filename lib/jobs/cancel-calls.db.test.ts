import type pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { newId } from '@/lib/id'
import { writeCommit } from '@/lib/runner/journal'
import { settleAttempt } from '@/lib/runner/journal-calls'
import { cancelCalls } from './cancel-calls'

// Real concurrency: one connection holds its locks until the cancelling waits for them.
const projectId = `P2${newId()}`
const holders: pg.PoolClient[] = []

beforeAll(async () => {
  await db().project.create({ data: { id: projectId, name: 'Calls' } })
})

afterEach(async () => {
  for (const holder of holders.splice(0)) {
    await holder.query('ROLLBACK')
    holder.release()
  }
  await pool().query(`DELETE FROM pgboss.job`)
})

async function queueCall(): Promise<string> {
  const id = newId()
  const now = new Date()
  const call = { number: 1, stepId: 'call', stepName: 'Tell', visit: 1, connectorId: 'crm', action: 'POST' }
  await writeCommit({
    header: {
      projectId,
      id,
      flowId: 'flow',
      flowName: 'Flow',
      snapshotHash: 'hash',
      versionNumber: 1,
      trigger: 'api',
      startedById: null,
      startedAt: now,
      idempotencyKey: null,
      requestHash: null,
    },
    fromRevision: 0,
    status: 'completed',
    stateSealed: null,
    outputsSealed: null,
    error: null,
    messageCount: 0,
    messages: [],
    now,
    expiresAt: null,
    notify: false,
    calls: [{ ...call, sealed: Buffer.from('sealed'), jobId: crypto.randomUUID() }],
  })
  return id
}

async function hold(id: string, ...statements: string[]): Promise<pg.PoolClient> {
  const holder = await pool().connect()
  holders.push(holder)
  await holder.query('BEGIN')
  for (const statement of statements) await holder.query(statement, statement.includes('$1') ? [id] : [])
  return holder
}

/** Begins to cancel, and lets the holder commit once that waits for it. */
async function cancelDuring(id: string, holder: pg.PoolClient): Promise<void> {
  const cancelling = cancelCalls({ projectId, executionId: id })
  const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  await expect
    .poll(async () => {
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))`
      return (await pool().query(waiting, [rows[0]?.pid])).rowCount
    })
    .toBe(1)
  await holder.query('COMMIT')
  await cancelling
}

const callOf = (id: string) => db().asyncCall.findFirst({ where: { projectId, executionId: id } })

test('an attempt that begins while its execution is cancelled is the last', async () => {
  const id = await queueCall()
  const holder = await hold(
    id,
    `UPDATE "AsyncCall" SET "status" = 'active', "attempt" = 1, "startedAt" = now() WHERE "executionId" = $1`,
  )
  await cancelDuring(id, holder)
  expect(await callOf(id)).toMatchObject({ status: 'active', cancelRequested: true, endedAt: null })
  const settlement = {
    job: { projectId, executionId: id, number: 1, attempt: 1 },
    error: null,
    messages: [],
    delaySeconds: 0,
    now: new Date(),
  }
  expect(await settleAttempt({ ...settlement, status: 'pending' })).toBe(false)
  expect(await settleAttempt({ ...settlement, status: 'cancelled' })).toBe(true)
})

test('an attempt that is put off while its execution is cancelled has no next one', async () => {
  const id = await queueCall()
  await pool().query(`UPDATE "AsyncCall" SET "status" = 'active', "attempt" = 1 WHERE "executionId" = $1`, [id])
  const holder = await hold(
    id,
    `SELECT 1 FROM "Execution" WHERE "id" = $1 FOR NO KEY UPDATE`,
    `DELETE FROM pgboss.job`,
    `UPDATE "AsyncCall" SET "status" = 'pending', "jobId" = gen_random_uuid() WHERE "executionId" = $1`,
    `INSERT INTO pgboss.job (id, name, data) SELECT "jobId", 'connector-call', '{}' FROM "AsyncCall" WHERE "executionId" = $1`,
  )
  await cancelDuring(id, holder)
  expect(await callOf(id)).toMatchObject({ status: 'cancelled', sealed: null })
  expect((await pool().query(`SELECT 1 FROM pgboss.job`)).rowCount).toBe(0)
  expect(await db().execution.findFirst({ where: { id } })).toMatchObject({ asyncPending: 0, asyncMessages: 1 })
})

test('a settling that puts off its next attempt waits for the cancelling, and is told that it was called off', async () => {
  const id = await queueCall()
  await pool().query(`UPDATE "AsyncCall" SET "status" = 'active', "attempt" = 1 WHERE "executionId" = $1`, [id])
  const holder = await hold(id)
  await cancelCalls({ projectId, executionId: id }, (text, values) => holder.query(text, values))
  const settling = settleAttempt({
    job: { projectId, executionId: id, number: 1, attempt: 1 },
    status: 'pending',
    error: null,
    messages: [],
    delaySeconds: 0,
    now: new Date(),
  })
  await holder.query('COMMIT')
  expect(await settling).toBe(false)
  expect(await callOf(id)).toMatchObject({ status: 'active', cancelRequested: true })
})
