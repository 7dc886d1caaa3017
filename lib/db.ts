import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '@/prisma/generated/client'

/**
 * The two planes are two module graphs in one process, each with its own client and pool: nothing that the other must
 * see is held here.
 */
export interface Database {
  prisma: PrismaClient
  /** The same connections, for the journal's one hand-written statement. */
  pool: pg.Pool
  /** One connection more, for what work within a transaction has to read beside it. */
  aside: pg.Pool
}

const STATEMENT_TIMEOUT_MS = 60_000
// The server has ended every statement by then, so a connection that is still silent is broken.
const SILENCE_MS = STATEMENT_TIMEOUT_MS + 5_000
/** How long a statement or a transaction waits for a connection when all of them are in use. */
const LONGEST_WAIT_MS = 10_000
const LONGEST_TRANSACTION_MS = 20_000
// Of a module graph that nobody gave a pool: the console's, whose actions are short writes.
const LAZY_CONNECTIONS = 5

// For the same reason: a Date as a parameter is written in UTC.
pg.defaults.parseInputDatesAsUTC = true

let database: Database | undefined

/**
 * Opens this module graph's pool. The server calls it for the API plane; elsewhere the first use of `db()` does.
 * @param maxConnections upper bound of the pool
 * @param silenceMs how long a statement waits for a sign of its answer before its connection is given up
 */
export function openDatabase(url: string, maxConnections: number, silenceMs = SILENCE_MS): Database {
  const pool = makePool(url, maxConnections, silenceMs)
  const aside = makePool(url, 1, silenceMs)
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) })
  // Prisma gives up after 2 s by itself: a moment of many sign-ups at once would be answered with errors.
  const transactionOptions = { maxWait: LONGEST_WAIT_MS, timeout: LONGEST_TRANSACTION_MS }
  database = { pool, aside, prisma: new PrismaClient({ adapter, transactionOptions }) }
  return database
}

function makePool(url: string, max: number, silenceMs: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: LONGEST_WAIT_MS,
    // No statement may hold up others for ever.
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    // Columns have no time zone and hold UTC, wherever this process and the database are.
    options: '-c TimeZone=UTC',
  })
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => endWhenSilent(client, silenceMs))
  return pool
}

/** This module graph's Prisma client. */
export function db(): PrismaClient {
  return current().prisma
}

/**
 * Begins a raw statement of a hot path that PostgreSQL is to plan once for each connection instead of at each use. Its
 * text must be one of few: what varies is a parameter.
 */
export const PREPARED = Prisma.raw('/* prepared */')

const names = new Map<string, string>()

/** Empty: it is not prepared. */
function nameOf(sql: string): string {
  if (!sql.startsWith(PREPARED.sql)) return ''
  const known = names.get(sql)
  if (known) return known
  const name = `prepared-${names.size + 1}`
  names.set(sql, name)
  return name
}

/** Does work in the caller's transaction, or in one of its own when there is none. */
export function inTransaction<T>(
  client: Prisma.TransactionClient | undefined,
  work: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return client ? work(client) : db().$transaction(work)
}

/** Does work in a transaction of its own (READ COMMITTED) on the pool, for statements written by hand. */
export async function inPoolTransaction<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    broken = error instanceof Error ? error : new Error('A transaction failed.')
    throw error
  } finally {
    // A connection whose transaction failed is closed, which rolls it back.
    client.release(broken)
  }
}

/** This module graph's pool, for `lib/runner/journal` and advisory locks. */
export function pool(): pg.Pool {
  return current().pool
}

/**
 * A connection apart from all others, for short reads that work within a transaction has to wait for: were they to come
 * out of the same pool, as many transactions as it has connections would wait for one another.
 */
export function asidePool(): pg.Pool {
  return current().aside
}

/**
 * Whether the database refused a statement for its data: class 22, data exception, 23, constraint violation, or 54, more
 * than a limit of PostgreSQL.
 */
export function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(2[23]|54)/.test(error.code ?? '')
}

/** The constraint by which the database refused a row for another one that it refers to and that is not there. */
export function missingReference(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23503' ? (error.constraint ?? '') : null
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
  await open?.aside.end()
}

/**
 * Gives up a connection on which nothing has come or gone for so long: the network may swallow an answer. The driver's
 * own `query_timeout` would do it too, but sets `query.callback = () => …` for each statement, and V8 allocates a function
 * that is assigned to a property in the old generation at once. There it keeps all that its request has made, 4 KB of each
 * execution, until the next full collection.
 */
function endWhenSilent(client: pg.PoolClient, silenceMs: number): void {
  // Who holds the connection is told by his statement; without a listener the break would end the process.
  client.on('error', () => {})
  const { stream } = client.connection
  if (!isSocket(stream)) return
  stream.setTimeout(silenceMs, () => stream.destroy(new Error('The database did not answer in time.')))
}

function isSocket(stream: Duplex): stream is Socket {
  return 'setTimeout' in stream
}

function current(): Database {
  // The server puts the address of the embedded PostgreSQL into DATABASE_URL before any plane is loaded.
  if (database) return database
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('No database: set DATABASE_URL, or start with npm start.')
  return openDatabase(url, LAZY_CONNECTIONS)
}
