import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { kekIdOf } from '@/lib/vault/envelope'
import { WrongVaultKeyError } from '@/lib/vault/keyring'
import { StartError } from '../start-error'

/**
 * The ids of the key-encryption keys that the database was sealed with; none before its first start. Read before the
 * migrations, so that a start with a wrong key changes nothing.
 */
export async function listSealingKeys(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows: found } = await client.query(`SELECT to_regclass('"DataKey"') IS NOT NULL AS there`)
    if (found[0]?.there !== true) return []
    const { rows } = await client.query('SELECT DISTINCT "kekId" FROM "DataKey"')
    return rows.map((row) => String(row.kekId))
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new StartError(`The database does not answer (${text}). Check DATABASE_URL and that PostgreSQL runs.`)
  } finally {
    await client.end().catch(() => {})
  }
}

/** @throws WrongVaultKeyError when the database was sealed with another key */
export function assertVaultKey(key: string, sealedWith: readonly string[]): void {
  const id = kekIdOf(Buffer.from(key, 'hex'))
  if (sealedWith.some((other) => other !== id)) throw new WrongVaultKeyError()
}

/**
 * The key of the embedded default, in a file that its owner alone can read; made at the first start.
 * @throws StartError when the file is gone or damaged: its database cannot be opened without it
 */
export async function ensureVaultKeyFile(dataDir: string, isFirstStart: boolean): Promise<string> {
  const file = join(dataDir, 'vault.key')
  if (isFirstStart) {
    // wx: of two first starts one writes, and both read the same.
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  const key = await readFile(file, 'utf8').catch(() => '')
  if (!/^[0-9a-fA-F]{64}$/.test(key.trim())) {
    throw new StartError(
      `${file} is missing or damaged, and without it no stored secret can be opened: put it back from a backup, or set VAULT_KEY.`,
    )
  }
  return key.trim()
}
