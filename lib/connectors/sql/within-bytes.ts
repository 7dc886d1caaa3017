import { EgressError } from '@/lib/egress/errors'
import type { SqlSession } from './session'

/** What a database may send before and after the statement: a few hundred bytes are usual. */
export const SERVICE_BYTES = 1_000_000
const CHECK_MS = 50

/** Ends a session that sends more than it may; whatever the protocol does with it, the bytes are counted as they come. */
export async function withinBytes<T>(session: SqlSession, bytes: number, work: () => Promise<T>): Promise<T> {
  const before = session.received
  let exceeded = false
  const timer = setInterval(() => {
    // The work of one that is closed may never settle.
    if (!session.usable) clearInterval(timer)
    if (session.received - before <= bytes) return
    exceeded = true
    void session.cancel().catch(() => {})
    session.destroy()
  }, CHECK_MS)
  try {
    return await work()
  } catch (error) {
    throw exceeded ? new EgressError('tooLarge', { bytes }) : error
  } finally {
    clearInterval(timer)
  }
}
