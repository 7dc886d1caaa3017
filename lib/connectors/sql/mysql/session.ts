import { isIP } from 'node:net'
import { Duplex } from 'node:stream'
import { checkServerIdentity, TLSSocket } from 'node:tls'
import { type Connection, createConnection, type FieldPacket } from 'mysql2'
import { EgressError } from '@/lib/egress/errors'
import { socketError } from '@/lib/egress/socket'
import { CANCEL_MS, DriverSession, type Line, LONGEST_MS, openSession } from '../open-session'
import { RowCollector } from '../rows'
import type { ConnectSql, SqlLogin, SqlResult, SqlStatement, TransactionSettings } from '../session'
import { type MySqlColumn, readMySqlValue, writeMySqlParameter } from './values'

/** Connects to a MySQL or MariaDB over a socket that the egress guard has let through. */
export const connectMySql: ConnectSql = (login, signal, onTls) =>
  openSession(login, signal, onTls, (line) => {
    const connection = createConnection({
      host: login.host,
      port: login.port,
      database: login.database,
      user: login.username,
      password: login.password,
      ...(login.tls === 'off' ? {} : { ssl: tlsOptions(login) }),
      stream: line.socket,
      charset: 'utf8mb4',
      timezone: 'Z',
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      jsonStrings: true,
      rowsAsArray: true,
      multipleStatements: false,
      // LOAD DATA LOCAL would let a server ask for this machine's files. One that asks nevertheless is refused by mysql2,
      // as long as it has no infileStreamFactory.
      flags: ['-LOCAL_FILES'],
      connectTimeout: LONGEST_MS,
    })
    const tlsFailed = watchTls(connection, login, line)
    return { session: new MySqlSession(connection, login, line), signedIn: signIn(connection, line, tlsFailed) }
  })

async function signIn(connection: Connection, { socket }: Line, tlsFailed: () => Error | undefined): Promise<void> {
  let lost = () => {}
  try {
    await new Promise<void>((done, fail) => {
      lost = () => fail(new Error(LOST))
      connection.once('error', fail)
      socket.once('close', lost)
      connection.connect((error) => (error ? fail(error) : done()))
    })
  } catch (error) {
    throw tlsFailed() ?? error
  } finally {
    socket.off('close', lost)
  }
}

function tlsOptions({ tls, host }: SqlLogin) {
  const verify = tls === 'verify'
  // For an address Node would look for "localhost" in the certificate: `identityError` does it instead.
  return { rejectUnauthorized: verify, verifyIdentity: verify && isIP(host) === 0 }
}

function identityError({ tls, host }: SqlLogin, secured: TLSSocket): Error | undefined {
  // A resumed session is checked as well: what mysql2 keeps of one has not passed here.
  return tls === 'verify' && isIP(host) !== 0 ? checkServerIdentity(host, secured.getPeerCertificate(true)) : undefined
}

/**
 * mysql2 tells nobody of the TLS socket that it makes, and writes a code of its own into whatever fails there. Nothing
 * has come over the socket when startTLS returns.
 * @returns tells why TLS failed
 */
function watchTls(connection: Connection, login: SqlLogin, { secure }: Line): () => Error | undefined {
  const startTls: unknown = Reflect.get(connection, 'startTLS')
  if (typeof startTls !== 'function') throw new Error('mysql2 has no startTLS any more.')
  const stream = (): unknown => Reflect.get(connection, 'stream')
  let cause: Error | undefined
  const watched = (onSecure: (error?: Error) => void) => {
    const secured = (failed?: Error) => {
      const tls = stream()
      const error = failed ?? (tls instanceof TLSSocket ? identityError(login, tls) : new Error('There is no TLS.'))
      if (error) cause = socketError(error, login.host, login.port)
      onSecure(error)
    }
    Reflect.apply(startTls, connection, [secured])
    const made = stream()
    if (made instanceof Duplex) secure(made)
  }
  Object.assign(connection, { startTLS: watched })
  return () => cause
}

const LOST = 'Connection lost: The server closed the connection.'

class MySqlSession extends DriverSession {
  #broken: Error | undefined

  constructor(
    readonly connection: Connection,
    login: SqlLogin,
    line: Line,
  ) {
    super(login, line)
    // What it is about is told by the statement that fails with it.
    connection.on('error', (error) => {
      this.#broken ??= error
      this.destroy()
    })
  }

  async begin({ readOnly, timeoutMs, rowLimit }: TransactionSettings): Promise<void> {
    await this.query(`SET SESSION time_zone = '+00:00', sql_select_limit = ${rowLimit + 1}`)
    // The two servers have a name of their own for it; whichever this one does not know, it refuses.
    await this.query(`SET SESSION max_statement_time = ${(timeoutMs / 1000).toFixed(3)}`).catch(ifUnknown)
    await this.query(`SET SESSION max_execution_time = ${Math.ceil(timeoutMs)}`).catch(ifUnknown)
    // A function that a query calls may not end the transaction; whatever did would find the next one read-only as well.
    await this.query(`SET SESSION TRANSACTION ${readOnly ? 'READ ONLY' : 'READ WRITE'}`)
    await this.query(`START TRANSACTION ${readOnly ? 'READ ONLY' : 'READ WRITE'}`)
  }

  protected execute({ query, parameters, rowLimit }: SqlStatement): Promise<SqlResult> {
    const collector = new RowCollector(rowLimit)
    let columns: MySqlColumn[] | null = null
    let affected = 0
    return new Promise((done, fail) => {
      // Prepared, which takes a single statement and the parameters beside it.
      const running = this.connection.execute({ sql: query, values: parameters.map(writeMySqlParameter) })
      running.on('fields', (fields: FieldPacket[] | undefined) => {
        // A procedure answers a last result without columns; the first one counts.
        if (!fields || columns !== null) return
        columns = fields.map(toColumn)
        collector.describe(columns.map(({ name }) => name))
      })
      running.on('result', (row: unknown) => {
        if (!Array.isArray(row)) affected = affectedOf(row)
        else collector.add((column) => readMySqlValue(columns?.[column] ?? NO_COLUMN, row[column]))
      })
      const lost = () => fail(this.#lost())
      this.line.socket.once('close', lost)
      running.on('error', (error) => {
        this.line.socket.off('close', lost)
        fail(error)
      })
      running.on('end', () => {
        this.line.socket.off('close', lost)
        const { rows, truncated, warnings } = collector
        done({ rows, rowCount: columns === null ? affected : rows.length, truncated, warnings })
      })
    })
  }

  reset(): Promise<void> {
    return new Promise((done, fail) => this.connection.reset((error) => (error ? fail(error) : done())))
  }

  async cancel(): Promise<void> {
    const id = Number(this.connection.threadId)
    if (!Number.isSafeInteger(id)) return
    const other = await connectMySql(this.login, AbortSignal.timeout(CANCEL_MS), () => {})
    if (other instanceof MySqlSession) await other.query(`KILL QUERY ${id}`).catch(() => {})
    other.destroy()
  }

  #lost(): Error {
    return this.#broken instanceof EgressError ? this.#broken : new Error(LOST)
  }

  protected query(sql: string): Promise<void> {
    return new Promise((done, fail) => {
      const lost = () => fail(this.#lost())
      this.line.socket.once('close', lost)
      this.connection.query(sql, (error) => {
        this.line.socket.off('close', lost)
        if (error) fail(error)
        else done()
      })
    })
  }
}

const NO_COLUMN: MySqlColumn = { name: '', type: 253, characterSet: 33 }

function toColumn(field: FieldPacket): MySqlColumn {
  const { name, columnType, type, characterSet } = { characterSet: undefined, ...field }
  return { name, type: columnType ?? type ?? NO_COLUMN.type, characterSet: Number(characterSet ?? 33) }
}

function affectedOf(header: unknown): number {
  const count = typeof header === 'object' && header !== null && 'affectedRows' in header ? header.affectedRows : 0
  return typeof count === 'number' ? count : 0
}

const UNKNOWN_VARIABLE = 1193

function ifUnknown(error: unknown): void {
  if (error instanceof Error && 'errno' in error && error.errno === UNKNOWN_VARIABLE) return
  throw error
}
