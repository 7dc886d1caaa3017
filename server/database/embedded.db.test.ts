import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedDatabase, openEmbedded } from './embedded'

describe('the embedded PostgreSQL', () => {
  let dataDir = ''
  let server: EmbeddedDatabase
  const open = (role: 'server' | 'borrower') => openEmbedded({ dataDir, role, flags: ['fsync=off'] })

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'patchbay-embedded-'))
    await chmod(dataDir, 0o755)
    server = await open('server')
  }, 60_000)
  afterAll(async () => {
    await server.release()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('keeps its password from others and listens on loopback only', async () => {
    expect((await stat(join(dataDir, 'database.json'))).mode & 0o077).toBe(0)
    expect(await ask(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1')
    const { hostname, port } = new URL(server.url)
    await expect(ask(`postgresql://patchbay:wrong@${hostname}:${port}/patchbay`, 'SELECT 1')).rejects.toThrow(
      /password/,
    )
    expect(await ask(server.url, 'SHOW server_encoding')).toBe('UTF8')
  })

  it('serves one server at a time, and says so', async () => {
    await expect(open('server')).rejects.toThrow(`Another Patchbay is already running on the data folder ${dataDir}`)
  })

  it('lends itself to the command line beside a server, and lives on afterwards', async () => {
    const borrower = await open('borrower')
    expect(borrower.url).toBe(server.url)
    await borrower.release()
    expect(await ask(server.url, 'SELECT 1')).toBe(1)
  })

  it('is stopped by whoever leaves last, and starts again with its data', async () => {
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const borrower = await open('borrower')
    await server.release()
    expect(await ask(borrower.url, 'SELECT 1')).toBe(1)
    await borrower.release()
    await expect(readFile(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow(/ENOENT/)
    server = await open('server')
    expect(await ask(server.url, 'SELECT answer FROM kept')).toBe(42)
  })

  it('comes back when it is killed under a server', async () => {
    const pid = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => ask(server.url, 'SELECT answer FROM kept').catch(() => null), { timeout: 20_000 }).toBe(42)
  })
})

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}
