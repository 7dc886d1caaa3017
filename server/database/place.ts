import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartError } from '../start-error'
import { type Binaries, copyBinaries } from './binaries'
import { type OsUser, run } from './run'

const OS_USER = 'patchbay'
const FALLBACK = '/var/lib/patchbay'

/** Where the programs are and whom they run as. PostgreSQL refuses to run as root. */
export interface Place {
  binaries: Binaries
  /** Present when this process is root. */
  user?: OsUser
}

/**
 * Decides who runs PostgreSQL. As root that is an OS user of its own, who must be able to reach the programs; when it
 * cannot (a project under /root), they are copied to /var/lib/patchbay.
 * @param say tells the operator of such a move
 */
export async function findPlace(binaries: Binaries, say: (line: string) => void): Promise<Place> {
  if (process.getuid?.() !== 0) return { binaries }
  const user = await ensureOsUser()
  if ((await run(binaries.pgCtl, ['--version'], user)).code === 0) return { binaries, user }
  const copied = await copyBinaries(binaries, FALLBACK)
  if ((await run(copied.pgCtl, ['--version'], user)).code !== 0) {
    throw new StartError(
      `The OS user ${OS_USER} can run PostgreSQL neither from ${binaries.folder} nor from ${copied.folder}. Start Patchbay as a user other than root, or set DATABASE_URL.`,
    )
  }
  say(`PostgreSQL's programs are kept in ${copied.folder}: the OS user ${OS_USER} cannot reach the project's folder.`)
  return { binaries: copied, user }
}

/**
 * Chooses the new cluster's folder: in the data folder when PostgreSQL's OS user can reach it, else below
 * /var/lib/patchbay.
 * @param name of a fallback folder, never used before
 */
export async function chooseClusterFolder(
  dataDir: string,
  name: string,
  user: OsUser | undefined,
  say: (line: string) => void,
): Promise<string> {
  const wanted = join(dataDir, 'postgres')
  if (!user) return wanted
  await letThrough(dataDir, user)
  if ((await run('/bin/sh', ['-c', 'cd "$0"', dataDir], user)).code === 0) return wanted
  const folder = join(FALLBACK, name)
  await mkdir(FALLBACK, { recursive: true, mode: 0o755 })
  say(`The database is kept in ${folder}: the OS user ${OS_USER} cannot reach ${dataDir}.`)
  return folder
}

/** Gives a folder to PostgreSQL's OS user. */
export async function give(path: string, user: OsUser | undefined): Promise<void> {
  if (user) await chown(path, user.uid, user.gid)
}

/** Lets PostgreSQL's user pass through the data folder itself, without reading it. Its parents are left alone. */
async function letThrough(dataDir: string, user: OsUser): Promise<void> {
  const { mode, uid } = await stat(dataDir)
  if (uid !== 0 || (mode & 0o001) !== 0) return
  await chown(dataDir, uid, user.gid)
  await chmod(dataDir, (mode & 0o777) | 0o010)
}

async function ensureOsUser(): Promise<OsUser> {
  const found = await findOsUser()
  if (found) return found
  const made = await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    OS_USER,
  ])
  const user = await findOsUser()
  if (user) return user
  throw new StartError(
    `PostgreSQL refuses to run as root, and the OS user ${OS_USER} could not be made (${made.output}). Start Patchbay as another user, or set DATABASE_URL.`,
  )
}

async function findOsUser(): Promise<OsUser | null> {
  const [uid, gid] = await Promise.all([run('id', ['-u', OS_USER]), run('id', ['-g', OS_USER])])
  const ids = [uid, gid].flatMap(({ code, output }) => (code === 0 && /^\d+$/.test(output) ? [Number(output)] : []))
  const [userId, groupId] = ids
  return userId !== undefined && groupId !== undefined ? { name: OS_USER, uid: userId, gid: groupId } : null
}

/** The folder that must exist before a cluster can be made in it. */
export async function ensureParent(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
}
