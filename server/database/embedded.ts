import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { freePort, isFreePort } from '../free-port'
import { StartError } from '../start-error'
import { locateBinaries } from './binaries'
import { CLUSTER_USER, createCluster, findRunning, startCluster, stopCluster } from './cluster'
import { occupy } from './occupancy'
import { chooseClusterFolder, findPlace, type Place } from './place'

const DATABASE = 'patchbay'

export interface EmbeddedDatabase {
  url: string
  /** Ends our use of it, and stops PostgreSQL when nobody else uses it. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  /** A server must be alone on the folder; a borrower (command line, tests) may come beside it. */
  role: 'server' | 'borrower'
  /** Tells the operator what is being done. */
  say?: (line: string) => void
  /** Further PostgreSQL settings, name=value. */
  flags?: readonly string[]
  /** Listens on this port and no other; by default on a free one, which it keeps. */
  port?: number
  /** The database was lost and did not come back. */
  onLost?: () => void
}

/**
 * Opens the PostgreSQL of a data folder: makes it at first use, adopts a running one (its starter may have been
 * killed), starts it otherwise.
 * @throws StartError when another Patchbay serves the folder, or PostgreSQL does not start
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const say = options.say ?? (() => {})
  await mkdir(options.dataDir, { recursive: true }).catch((error) => {
    throw new StartError(
      `The data folder ${options.dataDir} cannot be made (${error.code}): set DATA_DIR to one that can.`,
    )
  })
  const place = await findPlace(await locateBinaries(), say)
  const state = await ensureState(options.dataDir, place, say)
  const folder = resolve(options.dataDir, state.cluster)
  if (!existsSync(folder)) {
    say('Making the database …')
    await createCluster(place, folder, state.password)
  }
  const port = await ensureRunning(place, folder, options, state)
  const address = (database: string) => `postgresql://${CLUSTER_USER}:${state.password}@127.0.0.1:${port}/${database}`
  await ensureDatabase(address('postgres'), options.dataDir)
  // On the same port: the address is known all over the process.
  const revive = async () => {
    if (!(await findRunning(place, folder))) await startCluster(place, folder, port, options.flags ?? [])
  }
  const occupancy = await occupy(address(DATABASE), options.role, { say, revive, onLost: options.onLost ?? (() => {}) })
  if (!occupancy) {
    throw new StartError(
      `Another Patchbay is already running on the data folder ${options.dataDir}: stop it, or set DATA_DIR to another folder.`,
    )
  }
  return {
    url: address(DATABASE),
    async release() {
      if ((await occupancy.leave()).last) await stopCluster(place, folder)
    },
  }
}

/** Starts or adopts, and answers the port. A starter that lost the race adopts the winner's. */
async function ensureRunning(place: Place, folder: string, options: EmbeddedOptions, state: State): Promise<number> {
  let reason = ''
  for (let attempt = 0; attempt < 4; attempt++) {
    const running = await findRunning(place, folder)
    if (running?.port) return running.port
    if (options.port !== undefined) {
      if (!(await isFreePort(options.port))) throw new StartError(`Port ${options.port} is taken.`)
      state.port = options.port
    } else if (!(await isFreePort(state.port))) state.port = await freePort()
    const started = await startCluster(place, folder, state.port, options.flags ?? [])
    if (started.ok) {
      await writeState(options.dataDir, state)
      return state.port
    }
    reason = started.reason
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new StartError(`PostgreSQL did not start on ${folder}:\n${reason}`)
}

async function ensureDatabase(url: string, dataDir: string): Promise<void> {
  let client: pg.Client | undefined
  try {
    client = await connectPatiently(url)
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${DATABASE}`).catch((error) => {
        // Another starter made it in between.
        if (error.code !== '42P04' && error.code !== '23505') throw error
      })
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The database of ${dataDir} does not answer as it should (${text}). Stop what uses it, then start again.`,
    )
  } finally {
    await client?.end().catch(() => {})
  }
}

/** An adopted PostgreSQL may still be recovering (57P03) or on its way down. */
async function connectPatiently(url: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      const passing =
        error instanceof Error && 'code' in error && (error.code === '57P03' || error.code === 'ECONNREFUSED')
      if (!passing || attempt === 60) throw error
      await new Promise((done) => setTimeout(done, 500))
    }
  }
}

const stateSchema = z.object({ port: z.number().int(), password: z.string().min(16), cluster: z.string() })
type State = z.output<typeof stateSchema>

async function ensureState(dataDir: string, place: Place, say: (line: string) => void): Promise<State> {
  const file = join(dataDir, 'database.json')
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw new StartError(`${file} cannot be read (${error.code}): start Patchbay as the user who owns the data folder.`)
  })
  if (text !== null) {
    try {
      return stateSchema.parse(JSON.parse(text))
    } catch {
      throw new StartError(`${file} is damaged: put it back from a backup, or set DATA_DIR to another folder.`)
    }
  }
  const folder = await chooseClusterFolder(dataDir, `data-${randomBytes(6).toString('hex')}`, place.user, say)
  if (existsSync(folder)) {
    throw new StartError(
      `${folder} exists without ${file}, which holds its password: put the file back, or set DATA_DIR to another folder.`,
    )
  }
  const state = {
    port: await freePort(),
    password: randomBytes(24).toString('hex'),
    cluster: folder === join(dataDir, 'postgres') ? 'postgres' : folder,
  }
  return (await writeFirstState(dataDir, state)) ? state : ensureState(dataDir, place, say)
}

/** Of two first starts at once one wins; the other reads what the winner wrote. */
async function writeFirstState(dataDir: string, state: State): Promise<boolean> {
  const file = join(dataDir, 'database.json')
  const partial = `${file}.${process.pid}`
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  try {
    await link(partial, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(partial, { force: true })
  }
}

async function writeState(dataDir: string, state: State): Promise<void> {
  const file = join(dataDir, 'database.json')
  const partial = `${file}.${process.pid}`
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(partial, file)
}
