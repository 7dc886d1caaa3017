import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '@/lib/id'
import { kekIdOf, SealBrokenError, unwrapDataKey, wrapDataKey } from './envelope'

// Any constant: it only has to be the same in every process that starts on the database.
const ENSURE_LOCK = 7_240_113_001
/** How old the list of keys may be by which a process seals; a rotation waits far longer before it removes a key. */
const REREAD_MS = 5_000

interface DataKeyRow {
  id: string
  kekId: string
  wrapped: Buffer
  retiredAt: Date | null
}

/** A data key in memory. */
export interface DataKey {
  id: string
  key: Buffer
}

/** The key-encryption keys as they are now: the first wraps, all unwrap. */
export type RootKeySource = () => Promise<readonly Buffer[]>

/** The data keys of one database, unwrapped and kept in memory. */
export class Keyring {
  readonly #pool: () => pg.Pool
  readonly #rootKeys: RootKeySource
  // Kept until the process ends: what was read a moment before its key was removed still opens, and data keys outlive the
  // key that wrapped them when they were read.
  readonly #keys = new Map<string, Buffer>()
  #active: DataKey | undefined
  /** Wrapped by a key-encryption key that this process does not have. */
  #foreign = new Set<string>()
  #readAt = 0
  #loading: Promise<void> | undefined

  constructor(pool: () => pg.Pool, rootKeys: RootKeySource) {
    this.#pool = pool
    this.#rootKeys = rootKeys
  }

  /**
   * Verifies the key-encryption keys against the stored data keys, then makes the first data key when there is none.
   * Safe to call from several processes at once.
   * @throws WrongVaultKeyError before anything is written
   */
  async ensure(): Promise<void> {
    await underKeyLock(this.#pool(), async (client) => {
      const rows = await readRows(client)
      const rootKeys = await this.#rootKeys()
      this.#take(rows, rootKeys)
      if (this.#foreign.size > 0) throw new WrongVaultKeyError()
      if (this.#active) return
      this.#active = await insertDataKey(client, rootKeys)
      this.#keys.set(this.#active.id, this.#active.key)
    })
  }

  /**
   * The key that seals now, by a list of keys that is a few seconds old at most.
   * @throws WrongVaultKeyError when another key-encryption key has taken over that this process does not have
   */
  async active(): Promise<DataKey> {
    const age = Date.now() - this.#readAt
    // A clock that was set back makes the list of any age.
    if (this.#active && age >= 0 && age < REREAD_MS) return this.#active
    await this.#load()
    if (this.#active) return this.#active
    if (this.#foreign.size > 0) throw new WrongVaultKeyError()
    throw new Error('The vault has no data key yet: start the server once with npm start.')
  }

  /** The key of that id; one that another process made since is read from the database. */
  async byId(id: string): Promise<Buffer> {
    const known = this.#keys.get(id)
    if (known) return known
    await this.#load()
    const key = this.#keys.get(id)
    if (key) return key
    if (this.#foreign.has(id)) throw new WrongVaultKeyError()
    throw new SealBrokenError('A value was sealed with a data key that this database does not have.')
  }

  #load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #read(): Promise<void> {
    const readAt = Date.now()
    this.#take(await readRows(this.#pool()), await this.#rootKeys())
    // The file of the key may have been changed between the two readings.
    if (this.#foreign.size > 0) this.#take(await readRows(this.#pool()), await this.#rootKeys())
    this.#readAt = readAt
  }

  #take(rows: readonly DataKeyRow[], rootKeys: readonly Buffer[]): void {
    const foreign = new Set<string>()
    let activeId: string | undefined
    for (const row of rows) {
      if (!this.#keys.has(row.id)) {
        const key = unwrap(row, rootKeys)
        if (key) this.#keys.set(row.id, key)
        else foreign.add(row.id)
      }
      if (!row.retiredAt) activeId = row.id
    }
    const key = activeId === undefined ? undefined : this.#keys.get(activeId)
    this.#foreign = foreign
    this.#active = activeId !== undefined && key ? { id: activeId, key } : undefined
  }
}

/** One process at a time changes the data keys; the transaction ends with `work`. */
export async function underKeyLock<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [ENSURE_LOCK])
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** Stores a new data key, wrapped by the first of the key-encryption keys. */
export async function insertDataKey(client: pg.ClientBase, rootKeys: readonly Buffer[]): Promise<DataKey> {
  const [kek] = rootKeys
  if (!kek) throw new WrongVaultKeyError()
  const id = newId()
  const key = randomBytes(32)
  await client.query('INSERT INTO "DataKey" ("id", "kekId", "wrapped") VALUES ($1, $2, $3)', [
    id,
    kekIdOf(kek),
    wrapDataKey(key, id, kek),
  ])
  return { id, key }
}

/** The deployment's VAULT_KEY is not the one that wrapped the keys of this database. */
export class WrongVaultKeyError extends Error {
  constructor() {
    super(
      'VAULT_KEY is not the key that this database was sealed with. Nothing was changed. Set VAULT_KEY to the key of the ' +
        'first start (with the embedded database: the file vault.key in the data folder), or point DATABASE_URL at the ' +
        'database that belongs to this key. While VAULT_KEY is being changed, set VAULT_KEY_PREVIOUS to the former one.',
    )
    this.name = 'WrongVaultKeyError'
  }
}

function unwrap(row: DataKeyRow, rootKeys: readonly Buffer[]): Buffer | null {
  const kek = rootKeys.find((one) => kekIdOf(one) === row.kekId)
  try {
    return kek ? unwrapDataKey(row.wrapped, row.id, kek) : null
  } catch {
    return null
  }
}

// Oldest first, so that the last one that is not retired is the newest. Of a removed key only its name is left.
async function readRows(database: Pick<pg.ClientBase, 'query'> | pg.Pool): Promise<DataKeyRow[]> {
  const { rows } = await database.query<DataKeyRow>(
    'SELECT "id", "kekId", "wrapped", "retiredAt" FROM "DataKey" WHERE "wrapped" IS NOT NULL ORDER BY "createdAt", "id"',
  )
  return rows
}
