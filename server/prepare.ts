import type { Env } from '@/lib/env'
import { readKeyFile } from '@/lib/vault/key-file'
import { openEmbedded } from './database/embedded'
import { migrate } from './database/migrate'
import { assertVaultKeys, ensureVaultKeyFile, listSealingKeys } from './database/vault-key'
import { StartError } from './start-error'

export interface Prepared {
  /** Whether the database is Patchbay's own. */
  embedded: boolean
  /** Ends our use of the database; the last user of an embedded one stops it. */
  release(): Promise<void>
}

/** What the embedded default allows: local APIs and the sandbox. Patchbay's own ports stay forbidden. */
const LOOPBACK = '127.0.0.0/8,::1,localhost'

/**
 * Opens the database, migrates it and finds the vault's key. Afterwards DATABASE_URL, VAULT_KEY or VAULT_KEY_FILE, and EGRESS_ALLOW stand
 * in the environment, where each plane's module graph reads them for itself: import lib/ only then.
 * @param role a server must be alone on its data folder; the command line may come beside it
 * @throws StartError, WrongVaultKeyError
 */
export async function prepare(
  settings: Env,
  role: 'server' | 'borrower',
  events: { say?: (line: string) => void; onLost?: () => void } = {},
): Promise<Prepared> {
  if (settings.DATABASE_URL) {
    if (!settings.VAULT_KEY) {
      throw new StartError(
        'With DATABASE_URL set, VAULT_KEY must be set too: make one with `openssl rand -hex 32` and keep it safe.',
      )
    }
    assertVaultKeys(keysOf(settings), await listSealingKeys(settings.DATABASE_URL))
    await migrate(settings.DATABASE_URL)
    return { embedded: false, release: async () => {} }
  }
  const database = await openEmbedded({ dataDir: settings.DATA_DIR, role, ...events })
  try {
    const sealedWith = await listSealingKeys(database.url)
    const file = settings.VAULT_KEY ? null : await ensureVaultKeyFile(settings.DATA_DIR, sealedWith.length === 0)
    assertVaultKeys(file === null ? keysOf(settings) : await readKeyFile(file), sealedWith)
    await migrate(database.url)
    process.env.DATABASE_URL = database.url
    // The file and not its key: it may be changed while this process runs.
    if (file !== null) process.env.VAULT_KEY_FILE = file
    process.env.EGRESS_ALLOW ||= LOOPBACK
    return { embedded: true, release: database.release }
  } catch (error) {
    await database.release()
    throw error
  }
}

/** The key-encryption keys of the environment: the one that wraps, then the former one while they are being changed. */
function keysOf({ VAULT_KEY, VAULT_KEY_PREVIOUS }: Env): Buffer[] {
  return [VAULT_KEY, VAULT_KEY_PREVIOUS].flatMap((hex) => (hex ? [Buffer.from(hex, 'hex')] : []))
}
