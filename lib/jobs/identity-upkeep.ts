import { setTimeout as pause } from 'node:timers/promises'
import { db, pool } from '@/lib/db'
import { deleteLapsedKeys, keepSigningKeys } from '@/lib/identity/signing-keys/service'
import { log } from '@/lib/log'

const ROWS_AT_ONCE = 1_000
/** Between two batches: others come to their turn. */
const PAUSE_MS = 20

/** What lapses by itself, and how long it is of use afterwards: sessions are the history of sign-ins. */
const LAPSING = [
  { table: 'UserSession', column: 'expiresAt', keepDays: 30 },
  { table: 'SignInAttempts', column: 'until', keepDays: 0 },
  { table: 'OneTimeCode', column: 'expiresAt', keepDays: 1 },
  { table: 'FlowCode', column: 'expiresAt', keepDays: 1 },
] as const

/** Rotates the signing keys whose time has come, and deletes what has lapsed: keys, sessions, attempts, codes. */
export async function runIdentityUpkeep(signal: AbortSignal): Promise<void> {
  // A project that has signed nothing yet needs no key.
  const projects = await db().project.findMany({
    where: { deletedAt: null, signingKeys: { some: {} } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of projects) {
    signal.throwIfAborted()
    try {
      await keepSigningKeys(id)
      await deleteLapsedKeys(id)
    } catch (error) {
      log.error({ projectId: id, err: error }, 'the signing keys of a project could not be kept up')
    }
  }
  for (const lapsing of LAPSING) await deleteLapsed(lapsing, signal)
}

async function deleteLapsed({ table, column, keepDays }: (typeof LAPSING)[number], signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { rowCount } = await pool().query(
      `DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM "${table}" WHERE "${column}" < now() - interval '${keepDays} days' LIMIT ${ROWS_AT_ONCE}))`,
    )
    if ((rowCount ?? 0) < ROWS_AT_ONCE) return
    await pause(PAUSE_MS, undefined, { signal })
  }
}
