import type { Env } from '@/lib/env'
import { parseEnv } from '@/lib/env'
import { loadEnvFile } from '../load-env-file'
import { type Prepared, prepare } from '../prepare'
import { StartError } from '../start-error'
import { EXIT } from './errors'
import { note } from './output'

const CONNECTIONS = 4

/** What a command works with once the database is open. */
export interface Session {
  settings: Env
  /** The database is Patchbay's own: then the sandbox belongs to it. */
  embedded: boolean
  /** Done first when the person presses Ctrl+C. */
  onInterrupt(undo: () => Promise<void>): void
  /** Done before the database is closed. */
  onClose(close: () => Promise<void>): void
}

/**
 * Opens the database, running or not, and does the work. The embedded PostgreSQL is adopted when it runs; else it is
 * started, and stopped again afterwards. On an empty data folder the sample project is made, as a first start does.
 */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  loadEnvFile()
  const settings = readSettings()
  const prepared = await prepare(settings, 'borrower', { say: note })
  const closers: (() => Promise<void>)[] = [() => prepared.release()]
  const interrupts: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  const interrupt = () => {
    // A second signal ends at once; the next start adopts the database.
    process.once('SIGINT', () => process.exit(EXIT.interrupted))
    void Promise.allSettled(interrupts.map((undo) => undo()))
      .then(close)
      .finally(() => process.exit(EXIT.interrupted))
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    closers.push(await openPlane(prepared))
    return await work({
      settings,
      embedded: prepared.embedded,
      onInterrupt: (undo) => void interrupts.push(undo),
      onClose: (closer) => void closers.push(closer),
    })
  } finally {
    await close()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

// Imported late: these modules read the environment, which `prepare` has completed just now.
async function openPlane(prepared: Prepared): Promise<() => Promise<void>> {
  const { closeDatabase, db, openDatabase } = await import('@/lib/db')
  openDatabase(process.env.DATABASE_URL ?? '', CONNECTIONS)
  try {
    const { ensureVault } = await import('@/lib/vault/keys')
    await ensureVault()
    if (prepared.embedded && (await db().project.count({ where: { deletedAt: null } })) === 0) {
      const { seedSampleProject } = await import('@/prisma/seed/seed')
      await seedSampleProject()
    }
    return closeDatabase
  } catch (error) {
    await closeDatabase()
    throw error
  }
}

function readSettings(): Env {
  try {
    return parseEnv(process.env)
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error))
  }
}
