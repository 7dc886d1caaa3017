import { PgBoss } from 'pg-boss'
import { afterEach, expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { Pump } from './pump'
import { insertJobsSql, JOBS_SCHEMA } from './queues'

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await pool().query(`DELETE FROM pgboss.job`)
})

async function queue(projectId: string, count: number): Promise<void> {
  await pool().query(
    `WITH jobs AS (
       SELECT gen_random_uuid() AS "id", now() AS "startAfter", jsonb_build_object('projectId', $1::text) AS "data"
       FROM generate_series(1, $2)
     ) ${insertJobsSql('connector-call', 'jobs')}`,
    [projectId, count],
  )
}

test('a project whose jobs all hang leaves room for those of others', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const boss = new PgBoss({ connectionString: url, schema: JOBS_SCHEMA, max: 2, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  ends.push(() => boss.stop({ graceful: false }))
  const hanging = Promise.withResolvers<void>()
  const begun: string[] = []
  const countOf = (projectId: string) => begun.filter((one) => one === projectId).length
  const pump = new Pump<{ projectId: string }>(
    boss,
    'connector-call',
    async ({ projectId }) => {
      begun.push(projectId)
      if (projectId === 'slow') await hanging.promise
    },
    50,
    20,
  )
  await queue('slow', 70)
  await queue('swift', 60)
  pump.start()
  ends.unshift(() => pump.stop(100))
  await expect.poll(() => countOf('swift'), { timeout: 10_000 }).toBe(60)
  expect(countOf('slow')).toBeGreaterThanOrEqual(20)
  expect(countOf('slow')).toBeLessThan(30)
  hanging.resolve()
  await expect.poll(() => countOf('slow'), { timeout: 10_000 }).toBe(70)
})
