import { expect, it } from 'vitest'
import { SessionPool } from './pool'
import type { SqlSession } from './session'

/** A session that works at once, and whose reset takes as long as the test wants. */
function makeSession(reset: () => Promise<void>): SqlSession {
  let usable = true
  return {
    timings: { dns: 0, connect: 0, tls: 0, login: 0 },
    get usable() {
      return usable
    },
    received: 0,
    begin: async () => {},
    run: async () => ({ rows: [], rowCount: 0, truncated: false, warnings: [] }),
    reset,
    cancel: async () => {},
    destroy: () => {
      usable = false
    },
  }
}

function makePool(reset: () => Promise<void>, max = 1) {
  const sessions: SqlSession[] = []
  const connect = async () => {
    const session = makeSession(reset)
    sessions.push(session)
    return session
  }
  const pool = new SessionPool({ max, idleMs: 30_000 })
  const use = (signal = AbortSignal.timeout(5_000)) =>
    pool.use(signal, { connect, begin: async () => {} }, async (session) => session)
  return { pool, sessions, use }
}

it('hands a session on when it is reset, and opens no other one meanwhile', async () => {
  let done = () => {}
  const { pool, sessions, use } = makePool(
    () =>
      new Promise((resolve) => {
        done = resolve
      }),
  )
  const first = await use()
  const next = use()
  await new Promise((resolve) => setImmediate(resolve))
  expect(sessions).toHaveLength(1)
  done()
  expect(await next).toBe(first)
  expect(sessions).toHaveLength(1)
  pool.close()
})

it('gives up a session that is not reset in time', async () => {
  const { pool, sessions, use } = makePool(() => new Promise(() => {}))
  const first = await use()
  expect(await use()).not.toBe(first)
  expect(sessions[0]?.usable).toBe(false)
  pool.close()
})

it('ends the sessions that are being reset when it is closed', async () => {
  const { pool, sessions, use } = makePool(() => new Promise(() => {}))
  await use()
  pool.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(sessions[0]?.usable).toBe(false)
})

it('ends a session that answers to a reset with more than a reset takes', async () => {
  const { pool, sessions, use } = makePool(() => new Promise(() => {}))
  await use()
  const [session] = sessions
  Object.assign(session ?? {}, { received: 2_000_000 })
  await expect.poll(() => session?.usable, { timeout: 1_000 }).toBe(false)
  pool.close()
})
