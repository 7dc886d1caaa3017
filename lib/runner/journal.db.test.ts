import { expect, test } from 'vitest'
import { db } from '@/lib/db'
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

function commit(id: string, messages: RunnerMessage[] = [message(1)], fromRevision = 0): Commit {
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
      idempotencyKey: null,
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
