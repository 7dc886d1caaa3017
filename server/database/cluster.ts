import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../start-error'
import { ensureParent, give, type Place } from './place'
import { run } from './run'

/** The role that owns everything in the embedded PostgreSQL. */
export const CLUSTER_USER = 'patchbay'
const MAX_LOG_BYTES = 10_000_000

/**
 * Makes a PostgreSQL data folder. Made beside and renamed, so that of two starts at once, or after a power cut, only
 * a whole one is ever seen.
 * @throws StartError with initdb's own words
 */
export async function createCluster(place: Place, folder: string, password: string): Promise<void> {
  await ensureParent(folder)
  const partial = `${folder}.${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  await give(partial, place.user)
  const secrets = await mkdtemp(join(tmpdir(), 'patchbay-'))
  await give(secrets, place.user)
  const passwordFile = join(secrets, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await give(passwordFile, place.user)
  try {
    const made = await run(
      place.binaries.initdb,
      [
        `--pgdata=${partial}`,
        `--username=${CLUSTER_USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
      ],
      place.user,
    )
    if (made.code !== 0) throw new StartError(`The database could not be made in ${folder}:\n${made.output}`)
    await rename(partial, folder).catch((error) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(secrets, { recursive: true, force: true })
    await rm(partial, { recursive: true, force: true })
  }
}

/** Says whether a postmaster lives on the folder, and on which port. */
export async function findRunning(place: Place, folder: string): Promise<{ port: number } | null> {
  await removeStalePid(folder)
  const status = await run(place.binaries.pgCtl, ['status', '-D', folder], place.user)
  if (status.code !== 0) return null
  // Line 4 of postmaster.pid is the port.
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return { port: Number(lines[3]) }
}

/**
 * Starts the cluster as a daemon that outlives this process, listening on loopback only.
 * @param flags further settings, name=value
 * @returns what pg_ctl and the log said when it did not start
 */
export async function startCluster(
  place: Place,
  folder: string,
  port: number,
  flags: readonly string[],
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const log = join(folder, 'patchbay.log')
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size > MAX_LOG_BYTES) await truncate(log)
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'log_checkpoints=off',
    ...flags,
  ]
  const options = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')
  const started = await run(
    place.binaries.pgCtl,
    ['start', '-w', '-t', '60', '-s', '-D', folder, '-l', log, '-o', options],
    place.user,
  )
  if (started.code === 0) return { ok: true }
  const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')
  return { ok: false, reason: [started.output, tail].filter(Boolean).join('\n') }
}

/** Ends the cluster: sessions are cut, everything committed is on disk. */
export async function stopCluster(place: Place, folder: string): Promise<void> {
  await run(place.binaries.pgCtl, ['stop', '-w', '-s', '-m', 'fast', '-D', folder], place.user)
}

/**
 * After a power cut or in a restarted container, another program may have the process id that postmaster.pid names:
 * pg_ctl would take it for PostgreSQL, and PostgreSQL would refuse to start.
 */
async function removeStalePid(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid || process.platform !== 'linux') return
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null)
  if (name !== null && name.trim() !== 'postgres') await rm(file, { force: true })
}
