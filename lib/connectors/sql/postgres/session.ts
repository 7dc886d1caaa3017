import type { Socket } from 'node:net'
import { Client } from 'pg'
import { connectSocket, limitReceived } from '@/lib/egress/socket'
import type { ConnectSql, SqlLogin, SqlResult, SqlSession, SqlStatement, TransactionSettings } from '../session'
import { PgStatement } from './statement'

/** Connects to a PostgreSQL over a socket that the egress guard has let through. */
export const connectPostgres: ConnectSql = async (login, signal) => {
  const { socket, contain, timings } = await connectSocket({ ...login, timeoutMs: LONGEST_MS, signal })
  const started = performance.now()
  const end = () => socket.destroy()
  signal.addEventListener('abort', end)
  let tooLarge: Error | undefined
  const endCount = limitReceived(socket, LOGIN_BYTES, (error) => {
    tooLarge = error
  })
  const client = new Client({
    host: login.host,
    port: login.port,
    database: login.database,
    user: login.username,
    password: login.password,
    ssl: login.tls === 'off' ? false : { rejectUnauthorized: login.tls === 'verify' },
    stream: () => connected(socket),
    application_name: 'patchbay',
  })
  const { connection } = client
  // pg has just made the TLS socket; nothing has come over it yet.
  connection.on('sslconnect', () => contain(connection.stream))
  const session = new PgSession(client, login, socket, timings)
  try {
    await client.connect()
    session.timings.login = performance.now() - started
    return session
  } catch (error) {
    session.destroy()
    throw tooLarge ?? error
  } finally {
    endCount()
    signal.removeEventListener('abort', end)
  }
}

/** The signal ends everything before. */
const LONGEST_MS = 130_000
const CANCEL_MS = 2_000
/** Signing in takes a few hundred. */
const LOGIN_BYTES = 1_000_000

// pg connects the stream that it is given; this one is connected already, by the guard's own addresses.
function connected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit('connect'))
      return socket
    },
  })
}

class PgSession implements SqlSession {
  readonly timings: { dns: number; connect: number; login: number }
  #ready = true

  constructor(
    readonly client: Client,
    readonly login: SqlLogin,
    readonly socket: Socket,
    timings: { dns: number; connect: number },
  ) {
    this.timings = { dns: timings.dns, connect: timings.connect, login: 0 }
    // What it is about is told by the statement that fails with it.
    client.on('error', () => this.destroy())
    client.on('end', () => this.destroy())
  }

  get usable(): boolean {
    return this.#ready && !this.socket.destroyed
  }

  get received(): number {
    return this.socket.bytesRead
  }

  async begin({ readOnly, timeoutMs }: TransactionSettings): Promise<void> {
    // LOCAL: they end with the transaction. Without the timeouts a database would work on for a caller who has gone.
    await this.client.query(`BEGIN ${readOnly ? 'READ ONLY' : 'READ WRITE'};
      SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)};
      SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(timeoutMs) + 5_000};
      SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL TimeZone = 'UTC';
      SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`)
  }

  async run(statement: SqlStatement): Promise<SqlResult> {
    const running = new PgStatement(statement)
    try {
      this.client.query(running)
      const result = await running.done
      await this.client.query('COMMIT')
      return result
    } catch (error) {
      if (this.usable) await this.client.query('ROLLBACK').catch(() => this.destroy())
      throw error
    }
  }

  async reset(): Promise<void> {
    await this.client.query('DISCARD ALL')
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

  destroy(): void {
    this.#ready = false
    this.socket.destroy()
  }
}

function numberOf(client: object, key: string): number | null {
  const value: unknown = Reflect.get(client, key)
  return typeof value === 'number' ? value : null
}
