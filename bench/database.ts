import type pg from 'pg'

export interface Transactions {
  /** All that committed, reads among them: pg_stat_database.xact_commit. */
  all: number
  /** Those that wrote: each takes a transaction id. */
  writing: number
}

// A server process tells its counts at most every second, and when idle after ten.
const SETTLE_MS = 11_000

/** Transactions of the database so far, once every session has told its counts. */
export async function countTransactions(pool: pg.Pool): Promise<Transactions> {
  await new Promise((done) => setTimeout(done, SETTLE_MS))
  const { rows } = await pool.query<{ all: string; writing: string }>(
    `SELECT xact_commit AS "all", pg_snapshot_xmax(pg_current_snapshot())::text AS "writing"
     FROM pg_stat_database WHERE datname = current_database()`,
  )
  return { all: Number(rows[0]?.all), writing: Number(rows[0]?.writing) }
}

/**
 * Transactions per execution: what a load of `executions` added, less what passes in the background in the same time.
 */
export async function transactionsPerExecution(
  pool: pg.Pool,
  executions: number,
  load: () => Promise<unknown>,
): Promise<Transactions> {
  const first = await countTransactions(pool)
  const idleBegan = performance.now()
  const second = await countTransactions(pool)
  const idleMs = performance.now() - idleBegan
  const loadBegan = performance.now()
  await load()
  const third = await countTransactions(pool)
  const share = (performance.now() - loadBegan) / idleMs
  const per = (key: keyof Transactions) => (third[key] - second[key] - (second[key] - first[key]) * share) / executions
  return { all: per('all'), writing: per('writing') }
}
