import { join } from 'node:path'
import pg from 'pg'
import { kekIdOf } from '@/lib/vault/envelope'
import { makeKeyFile, readKeyFile } from '@/lib/vault/key-file'
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
    const { rows } = await client.query('SELECT DISTINCT "kekId" FROM "DataKey" WHERE "wrapped" IS NOT NULL')
    return rows.map((row) => String(row.kekId))
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new StartError(`The database does not answer (${text}). Check DATABASE_URL and that PostgreSQL runs.`)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * @param keys the key-encryption keys that this process has
 * @throws WrongVaultKeyError when the database was sealed with another one
 */
export function assertVaultKeys(keys: readonly Buffer[], sealedWith: readonly string[]): void {
  const ids = new Set(keys.map(kekIdOf))
  if (sealedWith.some((id) => !ids.has(id))) throw new WrongVaultKeyError()
}

/**
 * The file of the embedded default's key, which its owner alone can read; made at the first start.
 * @throws StartError when it is gone or damaged: its database cannot be opened without it
 */
export async function ensureVaultKeyFile(dataDir: string, isFirstStart: boolean): Promise<string> {
  const file = join(dataDir, 'vault.key')
  if (isFirstStart) await makeKeyFile(file)
  if ((await readKeyFile(file)).length > 0) return file
  throw new StartError(
    `${file} is missing or damaged, and without it no stored secret can be opened: put it back from a backup, or set VAULT_KEY.`,
  )
}
