import type { Json, JsonObject } from '@/lib/language/json'

/** One statement as it is given to a database. */
export interface SqlStatement {
  /** As it is written in the step. */
  query: string
  /** Bound in order, never spliced. */
  parameters: readonly Json[]
  /** Rows beyond are left out. */
  rowLimit: number
}

export interface SqlResult {
  rows: JsonObject[]
  /** Rows that were read, or that the statement changed when it answers none. */
  rowCount: number
  /** There were more rows than the limit. */
  truncated: boolean
  warnings: { code: string; message: string }[]
}

/** What a transaction is begun with. */
export interface TransactionSettings {
  readOnly: boolean
  /** After which the database itself ends a statement. */
  timeoutMs: number
  rowLimit: number
}

/** One connection to a database, signed in. Rejects with the database's own error, or one of the connection. */
export interface SqlSession {
  /** Milliseconds that its connection took. */
  readonly timings: { dns: number; connect: number; tls: number; login: number }
  /** It can be used again: nobody closed it, and nothing is under way. */
  readonly usable: boolean
  /** Bytes that came so far. */
  readonly received: number
  begin(settings: TransactionSettings): Promise<void>
  /** Runs the one statement of the transaction, which it ends in any case. */
  run(statement: SqlStatement): Promise<SqlResult>
  /** Forgets whatever the statement has set for the session. */
  reset(): Promise<void>
  /** Tells the database to end the statement that is under way; by a connection of its own, for a moment. */
  cancel(): Promise<void>
  destroy(): void
}

export interface SqlLogin {
  host: string
  port: number
  database: string
  username: string
  password: string
  tls: 'off' | 'verify' | 'insecure'
}

/**
 * Connects and signs in; ends by the signal.
 * @param onTls is called once TLS has begun, with whatever certificate the server has shown
 */
export type ConnectSql = (login: SqlLogin, signal: AbortSignal, onTls: () => void) => Promise<SqlSession>
