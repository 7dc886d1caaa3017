import type { Socket } from 'node:net'
import { Client } from 'pg'
import { connectSocket } from '@/lib/egress/socket'
import { CANCEL_MS, DriverSession, type Line, openSession } from '../open-session'
import type { ConnectSql, SqlLogin, SqlResult, SqlStatement, TransactionSettings } from '../session'
import { PgStatement } from './statement'

/** Connects to a PostgreSQL over a socket that the egress guard has let through. */
export const connectPostgres: ConnectSql = (login, signal, onTls) =>
  openSession(login, signal, onTls, (line) => {
    const client = new Client({
      host: login.host,
      port: login.port,
      database: login.database,
      user: login.username,
      password: login.password,
      ssl: login.tls === 'off' ? false : { rejectUnauthorized: login.tls === 'verify' },
      stream: () => connected(line.socket),
      application_name: 'patchbay',
    })
    const { connection } = client
    // pg has just made the TLS socket; nothing has come over it yet.
    connection.on('sslconnect', () => line.secure(connection.stream))
    return { session: new PgSession(client, login, line), signedIn: client.connect() }
  })

// pg connects the stream that it is given; this one is connected already, by the guard's own addresses.
function connected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit('connect'))
      return socket
    },
  })
}

class PgSession extends DriverSession {
  constructor(
    readonly client: Client,
    login: SqlLogin,
    line: Line,
  ) {
    super(login, line)
    // What it is about is told by the statement that fails with it.
    client.on('error', () => this.destroy())
    client.on('end', () => this.destroy())
  }

  async begin({ readOnly, timeoutMs }: TransactionSettings): Promise<void> {
    // LOCAL: they end with the transaction. Without the timeouts a database would work on for a caller who has gone.
    await this.query(`BEGIN ${readOnly ? 'READ ONLY' : 'READ WRITE'};
      SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)};
      SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(timeoutMs) + 5_000};
      SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL TimeZone = 'UTC';
      SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`)
  }

  protected execute(statement: SqlStatement): Promise<SqlResult> {
    const running = new PgStatement(statement)
    this.client.query(running)
    return running.done
  }

  protected async query(sql: string): Promise<void> {
    await this.client.query(sql)
  }

  async reset(): Promise<void> {
    await this.query('DISCARD ALL')
  }

  async cancel(): Promise<void> {
    const { client, login } = this
    const [processId, secretKey] = [numberOf(client, 'processID'), numberOf(client, 'secretKey')]
    if (processId === null || secretKey === null) return
    const { socket } = await connectSocket({ ...login, timeoutMs: CANCEL_MS })
    // CancelRequest (protocol section 54.7): its length, its code, whose statement it is, and the proof.
    const message = Buffer.alloc(16)
    message.writeInt32BE(16, 0)
    message.writeInt32BE(80_877_102, 4)
    message.writeInt32BE(processId, 8)
    message.writeInt32BE(secretKey, 12)
    socket.on('error', () => {})
    socket.setTimeout(CANCEL_MS, () => socket.destroy())
    socket.end(message)
    socket.resume()
  }
}

function numberOf(client: object, key: string): number | null {
  const value: unknown = Reflect.get(client, key)
  return typeof value === 'number' ? value : null
}
