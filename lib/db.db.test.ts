import { afterEach, expect, test } from 'vitest'
import { closeDatabase, openDatabase } from './db'

const url = process.env.DATABASE_URL ?? ''

afterEach(closeDatabase)

test('a connection that stays silent is given up, and the next statement has a new one', async () => {
  const { pool } = openDatabase(url, 1, 200)
  const began = performance.now()
  await expect(pool.query('SELECT pg_sleep(5)')).rejects.toThrow('The database did not answer in time.')
  expect(performance.now() - began).toBeLessThan(3_000)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(pool.totalCount).toBe(1)
})

test('a connection that breaks while someone holds it is told by his next statement and ends nothing else', async () => {
  const { pool } = openDatabase(url, 2)
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const ended = new Promise<void>((resolve) => {
    client.on('end', resolve)
  })
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await ended
  await expect(client.query('SELECT 1')).rejects.toThrow(/connection/i)
  client.release()
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

test('a transaction waits for a connection as long as a statement does', async () => {
  const { pool, prisma } = openDatabase(url, 1)
  const client = await pool.connect()
  const waiting = prisma.$transaction(async (transaction) => await transaction.$queryRaw`SELECT 1 AS one`)
  setTimeout(() => client.release(), 2_500)
  expect(await waiting).toEqual([{ one: 1 }])
})
