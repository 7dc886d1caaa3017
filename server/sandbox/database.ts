import { join } from 'node:path'
import pg from 'pg'
import { openEmbedded } from '../database/embedded'
import { StartError } from '../start-error'
import { newMemory } from './data'

/** What the sandbox documents. It guards nothing but pretended data. */
export const demoDatabase = { database: 'acme', username: 'acme', password: 'acme-database-demo-password' }

export interface SandboxDatabase {
  port: number
  close(): Promise<void>
}

// Small, and without a wait for the disk: its data is made anew at every start.
const FLAGS = [
  'max_connections=40',
  'shared_buffers=16MB',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
]
// Any number that nobody else locks: of two processes at once one makes the tables.
const SETUP_LOCK = 7_242_020

/** The sandbox's database listens on the port after the sandbox's own. */
export function sandboxDatabasePort(sandboxPort: number): number {
  return sandboxPort + 1
}

/**
 * Starts the sandbox's database: a PostgreSQL of its own, beside Patchbay's and without anything in common, so that a
 * connector can reach the one and never the other (docs/decisions/017).
 * @param keepData does not make the tables anew when they are there: another process may use them
 * @returns null when it cannot be had, which is said and keeps nobody from working
 */
export async function startSandboxDatabase(options: {
  dataDir: string
  sandboxPort: number
  keepData?: boolean
  say: (line: string) => void
}): Promise<SandboxDatabase | null> {
  const { dataDir, sandboxPort, keepData = false, say } = options
  const port = sandboxDatabasePort(sandboxPort)
  try {
    const opened = await openEmbedded({ dataDir: join(dataDir, 'sandbox'), role: 'borrower', flags: FLAGS, port })
    try {
      await prepareData(opened.url, keepData)
    } catch (error) {
      await opened.release()
      throw error
    }
    return { port: Number(new URL(opened.url).port), close: () => opened.release() }
  } catch (error) {
    const reason = error instanceof StartError || error instanceof Error ? error.message : String(error)
    say(`The sandbox goes without its database: ${reason} (It uses the port after SANDBOX_PORT.)`)
    return null
  }
}

async function prepareData(adminUrl: string, keepData: boolean): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK])
    const { database, username, password } = demoDatabase
    const { rowCount: known } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [username])
    if (!known) {
      await admin.query(
        `CREATE ROLE ${username} LOGIN PASSWORD '${password}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 30`,
      )
    }
    const { rowCount: made } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (!made) await admin.query(`CREATE DATABASE ${database}`)
    await admin.query(`REVOKE ALL ON DATABASE ${database}, postgres, template1 FROM PUBLIC`)
    await admin.query(`REVOKE ALL ON DATABASE ${new URL(adminUrl).pathname.slice(1)} FROM PUBLIC`)
    await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${username}`)
    const url = new URL(adminUrl)
    url.pathname = `/${database}`
    // The lock is of this session: it is held until the tables are there.
    await withClient(url.href, (client) => makeTables(client, keepData))
  })
}

async function makeTables(client: pg.Client, keepData: boolean): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('public.orders') IS NOT NULL AS found")
  if (keepData && rows[0]?.found) return
  const { customers, orders } = newMemory()
  await client.query('BEGIN')
  await client.query(`
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${demoDatabase.username};
    DROP TABLE IF EXISTS orders, customers;
    CREATE TABLE customers (
      id text PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, plan text NOT NULL, country text NOT NULL,
      active boolean NOT NULL, since date NOT NULL, tags text[] NOT NULL
    );
    CREATE TABLE orders (
      id text PRIMARY KEY, customer_id text NOT NULL REFERENCES customers, item text NOT NULL,
      amount numeric(10, 2) NOT NULL, currency text NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON customers, orders TO ${demoDatabase.username}`)
  await client.query(
    `INSERT INTO customers SELECT id, name, email, plan, country, active, since, ARRAY(SELECT jsonb_array_elements_text(tags))
     FROM jsonb_to_recordset($1) AS c(id text, name text, email text, plan text, country text, active boolean, since date, tags jsonb)`,
    [JSON.stringify(customers)],
  )
  await client.query(
    `INSERT INTO orders SELECT id, customer, item, amount, currency, status, "placedAt"
     FROM jsonb_to_recordset($1) AS o(id text, customer text, item text, amount numeric, currency text, status text, "placedAt" timestamptz)`,
    [JSON.stringify(orders)],
  )
  await client.query('COMMIT')
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
