import pg from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { db, isRefused, pool } from '@/lib/db'
import type { RunnerMessage } from '@/lib/engine/message'
import { newId } from '@/lib/id'
import { type Commit, StaleExecutionError, writeCommit } from './journal'

const projectId = `P2${newId()}`

function message(number: number): RunnerMessage {
  return {
    number,
    at: '2026-01-02T03:04:05.678Z',
    type: 'cancelled',
    stepId: null,
    stepName: null,
    visit: null,
    text: 'Enough.',
  }
}

const holders: pg.PoolClient[] = []

beforeAll(async () => {
  await db().project.create({ data: { id: projectId, name: 'Journal' } })
})

afterEach(async () => {
  vi.restoreAllMocks()
  for (const holder of holders.splice(0)) {
    await holder.query('ROLLBACK').finally(() => holder.release(true))
  }
})

function commit(id: string, messages: RunnerMessage[] = [message(1)], fromRevision = 0, key?: string): Commit {
  return {
    header: {
      projectId,
      id,
      flowId: 'flow',
      flowName: 'Flow \u0000 \ud800',
      snapshotHash: 'hash',
      versionNumber: 1,
      trigger: 'api',
      startedById: null,
      startedAt: new Date('2026-01-02T03:04:05.678Z'),
      idempotencyKey: key ?? null,
      requestHash: null,
    },
    fromRevision,
    status: 'waiting',
    stateSealed: Buffer.from([0, 1, 255]),
    outputsSealed: null,
    error: null,
    messageCount: messages.length,
    messages,
    now: new Date('2026-01-02T03:04:06.000Z'),
    expiresAt: new Date('2026-01-03T03:04:06.000Z'),
    notify: false,
    calls: [],
  }
}

const rowOf = (id: string) =>
  db().execution.findUnique({ where: { projectId_id: { projectId, id } }, include: { messages: true } })

test('first commits that come together are all written, bytes and times as given, in UTC', async () => {
  const ids = Array.from({ length: 20 }, newId)
  await Promise.all(ids.map((id) => writeCommit(commit(id))))
  const rows = await db().execution.findMany({ where: { projectId, id: { in: ids } }, include: { messages: true } })
  expect(rows).toHaveLength(20)
  for (const row of rows) {
    expect(row).toMatchObject({ revision: 1, flowName: 'Flow \ufffd \ufffd', status: 'waiting', leaseUntil: null })
    expect(Buffer.from(row.stateSealed ?? [])).toEqual(Buffer.from([0, 1, 255]))
    expect(row.startedAt.toISOString()).toBe('2026-01-02T03:04:05.678Z')
    expect(row.expiresAt?.toISOString()).toBe('2026-01-03T03:04:06.000Z')
    expect(row.messages.map(({ number, at }) => [number, at.toISOString()])).toEqual([[1, '2026-01-02T03:04:05.678Z']])
  }
})

test('what the database refuses of one execution does not fail those written with it', async () => {
  const ids = Array.from({ length: 12 }, newId)
  const results = await Promise.allSettled(
    // A message twice, in one that shares its statement with others.
    ids.map((id, at) => writeCommit(commit(id, at === 7 ? [message(1), message(1)] : [message(1)]))),
  )
  expect(results.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([7])
  expect(await db().execution.count({ where: { projectId, id: { in: ids } } })).toBe(11)
})

test('an id that is taken is stale, also for two that come together, and only one writes its messages', async () => {
  const [first, ...others] = Array.from({ length: 6 }, newId)
  const results = await Promise.allSettled([first, ...others, first].map((id = '') => writeCommit(commit(id))))
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(failed).toEqual([expect.any(StaleExecutionError)])
  expect((await rowOf(first ?? ''))?.messages).toHaveLength(1)
})

test('a later commit adds its messages, and one from an old revision is stale', async () => {
  const id = newId()
  await writeCommit(commit(id))
  await writeCommit(commit(id, [message(2)], 1))
  await expect(writeCommit(commit(id, [message(3)], 1))).rejects.toThrow(StaleExecutionError)
  const row = await rowOf(id)
  expect(row).toMatchObject({ revision: 2, updatedAt: new Date('2026-01-02T03:04:06.000Z') })
  expect(row?.messages.map(({ number }) => number)).toEqual([1, 2])
})

/** Another process in the midst of its own first commits: what it inserts stays open until it commits. */
async function startOther() {
  const id = newId()
  await writeCommit(commit(id))
  const holder = await pool().connect()
  holders.push(holder)
  await holder.query('BEGIN')
  const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return {
    holder,
    insert: (key: string) =>
      holder.query(
        `INSERT INTO "Execution" SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2::text, 'idempotencyKey', $3::text))).*
         FROM "Execution" e WHERE "id" = $1`,
        [id, newId(), key],
      ),
    /** Until a statement waits for it. */
    blocks: () =>
      expect
        .poll(async () => {
          const waiting = 'SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))'
          return (await pool().query(waiting, [rows[0]?.pid])).rowCount
        })
        .toBe(1),
  }
}

/** Twelve first commits, of which those from the third on share a statement; the sixth and ninth have these keys. */
function writeTwelve(sixth: string, ninth: string) {
  return Promise.allSettled(
    Array.from({ length: 12 }, (_, at) =>
      writeCommit(commit(newId(), [message(1)], 0, at === 5 ? sixth : at === 8 ? ninth : undefined)),
    ),
  )
}

const reasonsOf = (results: PromiseSettledResult<void>[]) =>
  results.flatMap((result, at) => (result.status === 'rejected' ? [[at, result.reason]] : []))

test('keys are taken in one order, so that two statements with the same ones do not wait for each other', async () => {
  const [first, second] = [`a-${newId()}`, `b-${newId()}`]
  const other = await startOther()
  await other.insert(first)
  const writing = writeTwelve(second, first)
  await other.blocks()
  await other.holder.query(`SET LOCAL lock_timeout = '300ms'`)
  await other.insert(second)
  await other.holder.query('COMMIT')
  expect(reasonsOf(await writing)).toEqual([
    [5, expect.any(StaleExecutionError)],
    [8, expect.any(StaleExecutionError)],
  ])
})

test('a deadlock fails none of those that are written together', async () => {
  const [first, second] = [`a-${newId()}`, `b-${newId()}`]
  const other = await startOther()
  // The other one is patient: it is the statement of the many that PostgreSQL ends.
  await other.holder.query(`SET LOCAL deadlock_timeout = '60s'`)
  await other.insert(second)
  const writing = writeTwelve(first, second)
  await other.blocks()
  await other.insert(first)
  await other.holder.query('COMMIT')
  expect(reasonsOf(await writing)).toEqual([
    [5, expect.any(StaleExecutionError)],
    [8, expect.any(StaleExecutionError)],
  ])
})

test('large executions share no statement that PostgreSQL would refuse for its size', async () => {
  const query = vi.spyOn(pool(), 'query')
  // Three quarters of 3 MB: base64 makes 3 MB of it.
  const stateSealed = Buffer.alloc((3 * 1024 * 1024 * 3) / 4)
  const ids = Array.from({ length: 10 }, newId)
  await Promise.all(ids.map((id) => writeCommit({ ...commit(id), stateSealed })))
  const sizes = query.mock.calls.map((call) => JSON.stringify(call).length)
  expect(Math.max(...sizes)).toBeLessThan(17 * 1024 * 1024)
  expect(Math.max(...sizes)).toBeGreaterThan(12 * 1024 * 1024)
  expect(await db().execution.count({ where: { projectId, id: { in: ids } } })).toBe(10)
})

test('a limit of PostgreSQL is a refusal', () => {
  const error = new pg.DatabaseError('total size of jsonb array elements exceeds the maximum', 0, 'error')
  expect(isRefused(Object.assign(error, { code: '54000' }))).toBe(true)
  expect(isRefused(Object.assign(error, { code: '57014' }))).toBe(false)
})
