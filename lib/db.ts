import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from '@/prisma/generated/client'

/**
 * The two planes are two module graphs in one process, each with its own client and pool: nothing that the other must
 * see is held here.
 */
export interface Database {
  prisma: PrismaClient
  /** The same connections, for the journal's one hand-written statement. */
  pool: pg.Pool
}

// Of a module graph that nobody gave a pool: the console's, whose actions are short writes.
const STATEMENT_TIMEOUT_MS = 60_000
const LAZY_CONNECTIONS = 5

// For the same reason: a Date as a parameter is written in UTC.
pg.defaults.parseInputDatesAsUTC = true

let database: Database | undefined

/**
 * Opens this module graph's pool. The server calls it for the API plane; elsewhere the first use of `db()` does.
 * @param maxConnections upper bound of the pool
 */
export function openDatabase(url: string, maxConnections: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    // No statement may hold up others for ever, also when the network swallows its answer.
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    keepAlive: true,
    // Columns have no time zone and hold UTC, wherever this process and the database are.
    options: '-c TimeZone=UTC',
  })
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  database = { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
  return database
}

/** This module graph's Prisma client. */
export function db(): PrismaClient {
  return current().prisma
}

/** Does work in the caller's transaction, or in one of its own when there is none. */
export function inTransaction<T>(
  client: Prisma.TransactionClient | undefined,
  work: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return client ? work(client) : db().$transaction(work)
}

/** This module graph's pool, for `lib/runner/journal` and advisory locks. */
export function pool(): pg.Pool {
  return current().pool
}

/**
 * Whether the database refused a statement for its data: class 22, data exception, 23, constraint violation, or 54, more
 * than a limit of PostgreSQL.
 */
export function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(2[23]|54)/.test(error.code ?? '')
}

/** Whether the database ended a statement because it and another one waited for each other. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01'
}

export async function closeDatabase(): Promise<void> {
  const open = database
  database = undefined
  await open?.prisma.$disconnect()
  await open?.pool.end()
}

function current(): Database {
  // The server puts the address of the embedded PostgreSQL into DATABASE_URL before any plane is loaded.
  if (database) return database
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('No database: set DATABASE_URL, or start with npm start.')
  return openDatabase(url, LAZY_CONNECTIONS)
}
