import { parseEnv } from '@/lib/env'
import { speakPlainly } from '@/lib/input-messages'
import { WrongVaultKeyError } from '@/lib/vault/keyring'
import { readFlags } from './flags'
import { freePort } from './free-port'
import { loadEnvFile } from './load-env-file'
import { type Prepared, prepare } from './prepare'
import { StartError } from './start-error'

// The composition root. The planes are imported only after the environment is complete: each of their modules may read
// it as it loads.
let preparing: Promise<Prepared> | undefined
let running: { stop(): Promise<void> } | undefined
let stoppingSince = 0
const SAME_SIGNAL_MS = 500

process.on('SIGTERM', () => void stop(0))
process.on('SIGINT', () => void stop(0))
process.on('uncaughtException', (error) => void crash('uncaught exception', error))
process.on('unhandledRejection', (error) => void crash('unhandled rejection', error))

// For both planes: zod's settings lie on globalThis.
speakPlainly()
try {
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  loadEnvFile()
  const flags = readFlags(process.argv.slice(2), process.env)
  Object.assign(process.env, { NODE_ENV: flags.dev ? 'development' : 'production' })
  const settings = readSettings()
  // Both planes and better-auth must know the port before anybody listens.
  if (settings.PORT === 0) {
    settings.PORT = await freePort()
    process.env.PORT = String(settings.PORT)
  }
  if (settings.ROLE !== 'all' && !settings.DATABASE_URL) {
    throw new StartError(`ROLE=${settings.ROLE} needs DATABASE_URL: the embedded PostgreSQL serves one process.`)
  }
  preparing = prepare(settings, 'server', { say: (line) => console.log(line), onLost })
  const { embedded } = await preparing
  if (stoppingSince === 0) {
    const { serve } = await import('./serve')
    running = await serve(settings, flags, embedded)
  }
} catch (error) {
  if (stoppingSince === 0) await fail(error)
}

async function fail(error: unknown): Promise<never> {
  console.error(isForTheOperator(error) ? error.message : error)
  await release()
  process.exit(1)
}

/** Gives the database back, also one that is only being opened. */
async function release(): Promise<void> {
  const prepared = await preparing?.catch(() => undefined)
  await prepared?.release()
}

/** Errors that say what to do are printed without a stack. */
function isForTheOperator(error: unknown): error is Error {
  return error instanceof StartError || error instanceof WrongVaultKeyError
}

function onLost(): void {
  console.error('The database is gone and could not be started again: stopping.')
  void stop(1)
}

function readSettings() {
  try {
    return parseEnv(process.env)
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The first signal stops in order, a second one at once; PostgreSQL is then adopted by the next start. Ctrl+C under npm
 * comes twice, from the terminal and from npm, and counts once.
 */
async function stop(code: number): Promise<void> {
  if (stoppingSince > 0) {
    if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
    return
  }
  stoppingSince = Date.now()
  try {
    await running?.stop()
    await release()
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
  process.exit(code)
}

async function crash(what: string, error: unknown): Promise<void> {
  const { log } = await import('@/lib/log')
  log.fatal({ err: error }, what)
  // The state of the process is unknown: nothing is waited for but PostgreSQL's own clean stop.
  setTimeout(() => process.exit(1), 5000).unref()
  await release().catch(() => {})
  process.exit(1)
}
