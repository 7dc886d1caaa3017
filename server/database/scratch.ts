import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from './embedded'

/** Nothing in a scratch database is worth a wait for the disk. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

export interface ScratchDatabase {
  url: string
  /** Stops PostgreSQL and removes the folder. */
  destroy(): Promise<void>
}

/** An empty PostgreSQL on a folder and a port of its own, for tests and for writing migrations. */
export async function openScratch(): Promise<ScratchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-scratch-'))
  // As root PostgreSQL runs as another user, who must reach it.
  await chmod(dataDir, 0o755)
  const database = await openEmbedded({ dataDir, role: 'borrower', flags: CARELESS })
  return {
    url: database.url,
    async destroy() {
      await database.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
