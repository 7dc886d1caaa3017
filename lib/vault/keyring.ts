import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '@/lib/id'
import { kekIdOf, SealBrokenError, unwrapDataKey, wrapDataKey } from './envelope'

// Any constant: it only has to be the same in every process that starts on the database.
const ENSURE_LOCK = 7_240_113_001

interface DataKeyRow {
  id: string
  kekId: string
  wrapped: Buffer
  retiredAt: Date | null
}

/** The data keys of one database, unwrapped and kept in memory. */
export class Keyring {
  readonly #pool: () => pg.Pool
  readonly #kek: Buffer
  #keys = new Map<string, Buffer>()
  #activeId: string | undefined
  #loading: Promise<void> | undefined

  /** @param kek the key-encryption key, 32 bytes */
  constructor(pool: () => pg.Pool, kek: Buffer) {
    this.#pool = pool
    this.#kek = kek
  }

  /**
   * Verifies the key-encryption key against the stored data keys, then makes the first data key when there is none.
   * Safe to call from several processes at once.
   * @throws WrongVaultKeyError before anything is written
   */
  async ensure(): Promise<void> {
    const client = await this.#pool().connect()
    try {
      await client.query('BEGIN')
      await client.query('SELECT pg_advisory_xact_lock($1)', [ENSURE_LOCK])
      const rows = await readRows(client)
      this.#take(rows)
      if (!this.#activeId) await this.#createKey(client)
      await client.query('COMMIT')
      if (!this.#activeId) await this.#load()
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  /** The key that seals now. */
  async active(): Promise<{ id: string; key: Buffer }> {
    const known = this.#known()
    if (known) return known
    await this.#load()
    const loaded = this.#known()
    if (!loaded) throw new Error('The vault has no data key yet: start the server once with npm start.')
    return loaded
  }

  /** The key of that id; one that another process made since is read from the database. */
  async byId(id: string): Promise<Buffer> {
    const known = this.#keys.get(id)
    if (known) return known
    await this.#load()
    const key = this.#keys.get(id)
    if (!key) throw new SealBrokenError('A value was sealed with a data key that this database does not have.')
    return key
  }

  #known(): { id: string; key: Buffer } | undefined {
    const key = this.#activeId === undefined ? undefined : this.#keys.get(this.#activeId)
    return key && this.#activeId !== undefined ? { id: this.#activeId, key } : undefined
  }

  #load(): Promise<void> {
    this.#loading ??= readRows(this.#pool())
      .then((rows) => this.#take(rows))
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }

  #take(rows: DataKeyRow[]): void {
    const kekId = kekIdOf(this.#kek)
    const keys = new Map<string, Buffer>()
    let activeId: string | undefined
    for (const row of rows) {
      if (row.kekId !== kekId) throw new WrongVaultKeyError()
      try {
        keys.set(row.id, unwrapDataKey(row.wrapped, row.id, this.#kek))
      } catch {
        throw new WrongVaultKeyError()
      }
      if (!row.retiredAt) activeId = row.id
    }
    this.#keys = keys
    this.#activeId = activeId
  }

  async #createKey(client: pg.ClientBase): Promise<void> {
    const id = newId()
    const key = randomBytes(32)
    await client.query('INSERT INTO "DataKey" ("id", "kekId", "wrapped") VALUES ($1, $2, $3)', [
      id,
      kekIdOf(this.#kek),
      wrapDataKey(key, id, this.#kek),
    ])
    this.#keys.set(id, key)
    this.#activeId = id
  }
}

/** The deployment's VAULT_KEY is not the one that wrapped the keys of this database. */
export class WrongVaultKeyError extends Error {
  constructor() {
    super(
      'VAULT_KEY is not the key that this database was sealed with. Nothing was changed. Set VAULT_KEY to the key of the ' +
        'first start (with the embedded database: the file vault.key in the data folder), or point DATABASE_URL at the ' +
        'database that belongs to this key.',
    )
    this.name = 'WrongVaultKeyError'
  }
}

// Oldest first, so that the last one that is not retired is the newest.
async function readRows(database: Pick<pg.ClientBase, 'query'> | pg.Pool): Promise<DataKeyRow[]> {
  const { rows } = await database.query<DataKeyRow>(
    'SELECT "id", "kekId", "wrapped", "retiredAt" FROM "DataKey" ORDER BY "createdAt", "id"',
  )
  return rows
}
