import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connectSocket, limitReceived } from '@/lib/egress/socket'
import type { SqlLogin, SqlResult, SqlSession, SqlStatement, TransactionSettings } from './session'

/** The signal ends everything before. */
export const LONGEST_MS = 130_000
export const CANCEL_MS = 2_000
/** Signing in takes a few hundred. */
const LOGIN_BYTES = 1_000_000

/** A connection that the egress guard has let through, for a driver to sign in over. */
export interface Line {
  socket: Socket
  /** To be called with the TLS socket that the driver makes over it, before anything has come. */
  secure: (secured: Duplex) => void
  timings: { dns: number; connect: number; tls: number; login: number }
}

/**
 * Connects and signs in. What breaks ends the connection, and so does a database that sends more than signing in takes.
 * @param onTls is called once TLS has begun, with whatever certificate the server has shown
 * @param open makes a driver's session over the connection; `signedIn` settles when it may be used
 */
export async function openSession(
  login: SqlLogin,
  signal: AbortSignal,
  onTls: () => void,
  open: (line: Line) => { session: SqlSession; signedIn: Promise<unknown> },
): Promise<SqlSession> {
  const { socket, contain, timings: reached } = await connectSocket({ ...login, timeoutMs: LONGEST_MS, signal })
  const timings = { ...reached, tls: 0, login: 0 }
  const started = performance.now()
  const end = () => socket.destroy(new Error('The call has ended.'))
  signal.addEventListener('abort', end)
  let tooLarge: Error | undefined
  const endCount = limitReceived(socket, LOGIN_BYTES, (error) => {
    tooLarge = error
  })
  const secure = (secured: Duplex) => {
    const begun = performance.now()
    contain(secured)
    secured.once('secureConnect', () => {
      timings.tls = performance.now() - begun
      onTls()
    })
  }
  let session: SqlSession | undefined
  try {
    const opened = open({ socket, secure, timings })
    session = opened.session
    await opened.signedIn
    timings.login = performance.now() - started - timings.tls
    return session
  } catch (error) {
    socket.destroy()
    throw tooLarge ?? error
  } finally {
    endCount()
    signal.removeEventListener('abort', end)
  }
}

/** What the sessions of all drivers have in common. */
export abstract class DriverSession implements SqlSession {
  #ready = true

  constructor(
    readonly login: SqlLogin,
    readonly line: Line,
  ) {
    line.socket.once('close', () => this.destroy())
  }

  get timings(): Line['timings'] {
    return this.line.timings
  }

  get usable(): boolean {
    return this.#ready && !this.line.socket.destroyed
  }

  get received(): number {
    return this.line.socket.bytesRead
  }

  abstract begin(settings: TransactionSettings): Promise<void>

  async run(statement: SqlStatement): Promise<SqlResult> {
    try {
      const result = await this.execute(statement)
      await this.query('COMMIT')
      return result
    } catch (error) {
      if (this.usable) await this.query('ROLLBACK').catch(() => this.destroy())
      throw error
    }
  }

  abstract reset(): Promise<void>

  abstract cancel(): Promise<void>

  destroy(): void {
    this.#ready = false
    this.line.socket.destroy()
  }

  protected abstract execute(statement: SqlStatement): Promise<SqlResult>

  /** Statements of this file's own, without values. */
  protected abstract query(sql: string): Promise<void>
}
