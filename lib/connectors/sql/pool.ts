import type { SqlSession } from './session'
import { SERVICE_BYTES, withinBytes } from './within-bytes'

export interface PoolSettings {
  /** Connections at once. */
  max: number
  /** How long one that nobody uses is kept. */
  idleMs: number
}

/** How a session is made, and made ready for work. */
export interface Opening {
  connect: (signal: AbortSignal) => Promise<SqlSession>
  /** A kept session for which it fails was closed at the other end meanwhile. */
  begin: (session: SqlSession) => Promise<void>
}

interface Waiting {
  go: () => void
}

/** A database that does not answer to a reset loses the connection. */
const RESET_MS = 2_000

/**
 * The connections of one saved version of a connector: bounded, used again, and closed when nobody has used them for a
 * while. Callers beyond the bound wait their turn, as long as their signal lets them.
 */
export class SessionPool {
  readonly #idle: { session: SqlSession; timer: NodeJS.Timeout }[] = []
  readonly #waiting: Waiting[] = []
  readonly #resetting = new Set<() => void>()
  #open = 0
  #closed = false

  constructor(readonly settings: PoolSettings) {}

  /**
   * Lends a session.
   * @param signal ends the wait, and the work that is under way: at the database too
   */
  async use<T>(
    signal: AbortSignal,
    opening: Opening,
    work: (session: SqlSession, isNew: boolean) => Promise<T>,
  ): Promise<T> {
    await this.#turn(signal)
    let session: SqlSession | undefined
    const stop = () => {
      // The connection goes first for the caller; the statement ends when the database hears of it.
      void session?.cancel().catch(() => {})
      session?.destroy()
    }
    signal.addEventListener('abort', stop)
    try {
      const ready = await this.#ready(signal, opening)
      session = ready.session
      return await work(session, ready.isNew)
    } finally {
      signal.removeEventListener('abort', stop)
      this.#leave(session)
    }
  }

  /** Keeps nothing any more; work under way goes on. */
  close(): void {
    this.#closed = true
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      session.destroy()
    }
    for (const giveUp of this.#resetting) giveUp()
  }

  async #ready(signal: AbortSignal, { connect, begin }: Opening): Promise<{ session: SqlSession; isNew: boolean }> {
    for (let kept = this.#take(); kept; kept = this.#take()) {
      try {
        return { session: await begun(kept, signal, begin), isNew: false }
      } catch (error) {
        // The other end has closed it meanwhile, which is no fault of the call; a new one tells what else is wrong.
        if (signal.aborted) throw error
      }
    }
    return { session: await begun(await connect(signal), signal, begin), isNew: true }
  }

  #take(): SqlSession | undefined {
    const kept = this.#idle.pop()
    if (!kept) return undefined
    clearTimeout(kept.timer)
    return kept.session.usable ? kept.session : this.#take()
  }

  #leave(session: SqlSession | undefined): void {
    if (!session?.usable || this.#closed) {
      session?.destroy()
      this.#release()
      return
    }
    // The caller does not wait for it, but its place is taken until it is over: it is a connection at the database, and
    // whoever waits gets it rather than opening one more.
    let giveUp = () => {}
    const given = new Promise<never>((_done, fail) => {
      giveUp = () => fail(new Error('The session was not reset.'))
    })
    const timer = setTimeout(giveUp, RESET_MS)
    this.#resetting.add(giveUp)
    Promise.race([withinBytes(session, SERVICE_BYTES, () => session.reset()), given])
      .then(
        () => this.#keep(session),
        () => session.destroy(),
      )
      .finally(() => {
        clearTimeout(timer)
        this.#resetting.delete(giveUp)
        this.#release()
      })
  }

  #release(): void {
    this.#open -= 1
    this.#waiting.shift()?.go()
  }

  #keep(session: SqlSession): void {
    if (this.#closed || !session.usable || this.#idle.length >= this.settings.max) {
      session.destroy()
      return
    }
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((kept) => kept.session === session)
      if (at >= 0) this.#idle.splice(at, 1)
      session.destroy()
    }, this.settings.idleMs)
    timer.unref()
    this.#idle.push({ session, timer })
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#open < this.settings.max) {
      this.#open += 1
      return
    }
    await new Promise<void>((done, fail) => {
      const entry: Waiting = {
        go: () => {
          signal.removeEventListener('abort', leave)
          this.#open += 1
          done()
        },
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1)
        fail(signal.reason)
      }
      this.#waiting.push(entry)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}

async function begun(
  session: SqlSession,
  signal: AbortSignal,
  begin: (session: SqlSession) => Promise<void>,
): Promise<SqlSession> {
  const end = () => session.destroy()
  signal.addEventListener('abort', end)
  try {
    signal.throwIfAborted()
    await begin(session)
    return session
  } catch (error) {
    session.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', end)
  }
}
