import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../free-port'
import { demoDatabase, type SandboxDatabase, startSandboxDatabase } from './database'

let folder: string
let sandboxPort: number
let sandbox: SandboxDatabase | null
const said: string[] = []
const start = (keepData: boolean) =>
  startSandboxDatabase({ dataDir: folder, sandboxPort, keepData, say: (line) => said.push(line) })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-sandbox-'))
  sandboxPort = (await freePort()) - 1
  sandbox = await start(false)
}, 60_000)
afterAll(async () => {
  await sandbox?.close()
  await rm(folder, { recursive: true, force: true })
})

async function ask(query: string, database = demoDatabase.database) {
  const { username: user, password } = demoDatabase
  const client = new pg.Client({ host: '127.0.0.1', port: sandbox?.port, user, password, database })
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

it('has the data of the sandbox, on the port after its own', async () => {
  expect(said).toEqual([])
  expect(sandbox?.port).toBe(sandboxPort + 1)
  expect(await ask("SELECT name, plan FROM customers WHERE email = 'ada@example.com'")).toEqual([
    { name: 'Ada Lovelace', plan: 'pro' },
  ])
  expect(await ask("SELECT sum(amount)::float AS total FROM orders WHERE customer_id = 'cus-1003'")).toEqual([
    { total: 240 },
  ])
})

it('lets its user do nothing else', async () => {
  await expect(ask('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/)
  await expect(ask('CREATE ROLE other')).rejects.toThrow(/permission denied/)
  await expect(ask("SELECT pg_read_file('/etc/passwd')")).rejects.toThrow(/permission denied/)
  await expect(ask('SELECT 1', 'postgres')).rejects.toThrow(/permission denied/)
  await expect(ask('SELECT 1', 'patchbay')).rejects.toThrow(/permission denied/)
  await expect(ask("COPY customers TO PROGRAM 'id'")).rejects.toThrow(/permission denied/)
})

it('keeps what another process works with, and begins anew when it is told to', async () => {
  await ask("UPDATE customers SET plan = 'other' WHERE email = 'ada@example.com'")
  const plan = async () => (await ask("SELECT plan FROM customers WHERE email = 'ada@example.com'"))[0]?.plan
  const beside = await start(true)
  expect(await plan()).toBe('other')
  await beside?.close()
  const anew = await start(false)
  expect(await plan()).toBe('pro')
  await anew?.close()
})
