import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { kekIdOf, unwrapDataKey } from '../envelope'
import { type DataKey, insertDataKey, underKeyLock, WrongVaultKeyError } from '../keyring'
import { countSealed, sealedBy } from './counts'
import { RotationError } from './errors'
import { underRotationLock } from './lock'
import type { SealedColumn } from './sealed-column'
import { type BrokenValue, sweepColumn } from './sweep'

/**
 * After a key was retired, every process seals by the new one: each reads the list of keys anew after five seconds, and
 * what it has sealed just before is written soon after. Whoever sleeps longer than this is refused by the database.
 */
const GRACE_SECONDS = 20
/** The database ends every statement of ours after a minute. */
const MOST_DRAIN_MS = 90_000
const MOST_PASSES = 50
const BETWEEN_PASSES_MS = 200

export type RotationEvent =
  | { type: 'began'; keyId: string; retired: string[]; resumed: boolean }
  | { type: 'progress'; table: string; column: string; done: number; total: number; perSecond: number }
  | { type: 'waiting'; seconds: number }
  | { type: 'removed'; keyIds: string[] }

export interface RotationReport {
  keyId: string
  resumed: boolean
  columns: { table: string; column: string; resealed: number }[]
  resealed: number
  seconds: number
  /** Values sealed again in a second of sealing; waiting does not count. */
  perSecond: number
  /** Keys that are gone for good. Empty when values were found that no key opens. */
  removed: string[]
  broken: BrokenValue[]
}

export interface RotateOptions {
  pool: pg.Pool
  /** The key-encryption keys: the first wraps the new data key. */
  rootKeys: readonly Buffer[]
  columns: readonly SealedColumn[]
  signal: AbortSignal
  onEvent: (event: RotationEvent) => void
  graceSeconds?: number
}

/**
 * Makes a new data key, seals every value under it again, and removes the keys before it. Others read and write all the
 * while. Killed at any moment, it goes on where it was when it is called again: what is left to do is in the database.
 * @throws RotationError, WrongVaultKeyError
 */
export async function rotateDataKeys(options: RotateOptions): Promise<RotationReport> {
  return await underRotationLock(options.pool, async (client) => {
    const began = performance.now()
    const { to, from, resumed } = await begin(options)
    options.onEvent({ type: 'began', keyId: to.id, retired: [...from.keys()], resumed })
    const work = new Work(client, options, to, from)
    await work.sweep()
    await work.waitForProcesses()
    await work.close()
    const broken = await work.sweep()
    const removed = broken.length === 0 ? await work.remove() : []
    if (removed.length > 0) options.onEvent({ type: 'removed', keyIds: removed })
    return { ...work.report(), keyId: to.id, resumed, removed, broken, seconds: (performance.now() - began) / 1_000 }
  })
}

interface Begun {
  to: DataKey
  /** The former keys that are still there. */
  from: Map<string, Buffer>
  resumed: boolean
}

/** Takes up a rotation that was cut off; else makes the new key and retires the others, at one stroke. */
async function begin({ pool, rootKeys }: RotateOptions): Promise<Begun> {
  return await underKeyLock(pool, async (client) => {
    const { rows } = await client.query<{ id: string; kekId: string; wrapped: Buffer; retired: boolean }>(
      `SELECT "id", "kekId", "wrapped", "retiredAt" IS NOT NULL AS "retired" FROM "DataKey"
       WHERE "wrapped" IS NOT NULL ORDER BY "createdAt", "id"`,
    )
    const keys = rows.map(({ id, kekId, wrapped, retired }) => {
      const kek = rootKeys.find((one) => kekIdOf(one) === kekId)
      if (!kek) throw new WrongVaultKeyError()
      return { id, retired, key: unwrapDataKey(wrapped, id, kek) }
    })
    const active = keys.findLast(({ retired }) => !retired)
    const resumed = active !== undefined && keys.some(({ retired }) => retired)
    const to = resumed ? active : await insertDataKey(client, rootKeys)
    await client.query('UPDATE "DataKey" SET "retiredAt" = now() WHERE "retiredAt" IS NULL AND "id" <> $1', [to.id])
    const from = new Map(keys.filter(({ id }) => id !== to.id).map(({ id, key }) => [id, key]))
    return { to: { id: to.id, key: to.key }, from, resumed }
  })
}

class Work {
  readonly #client: pg.PoolClient
  readonly #options: RotateOptions
  readonly #to: DataKey
  readonly #from: ReadonlyMap<string, Buffer>
  readonly #done = new Map<SealedColumn, number>()
  #sealingMs = 0

  constructor(client: pg.PoolClient, options: RotateOptions, to: DataKey, from: ReadonlyMap<string, Buffer>) {
    this.#client = client
    this.#options = options
    this.#to = to
    this.#from = from
  }

  report(): Pick<RotationReport, 'columns' | 'resealed' | 'perSecond'> {
    const columns = this.#options.columns.map((column) => ({
      table: column.table,
      column: column.column,
      resealed: this.#done.get(column) ?? 0,
    }))
    const resealed = columns.reduce((sum, one) => sum + one.resealed, 0)
    return { columns, resealed, perSecond: this.#sealingMs === 0 ? 0 : resealed / (this.#sealingMs / 1_000) }
  }

  /**
   * Seals everything again, in as many passes as it takes until one finds nothing.
   * @returns the values that no key opens
   */
  async sweep(): Promise<BrokenValue[]> {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      if (pass > 0) await this.#pause(BETWEEN_PASSES_MS)
      const counts = await countSealed(this.#client, this.#options.columns)
      const broken: BrokenValue[] = []
      let found = 0
      for (const [at, column] of this.#options.columns.entries()) {
        const count = counts[at]
        const total = count ? sealedBy(count, this.#from.keys()) : 0
        if (total === 0) continue
        const swept = await this.#sweepColumn(column, total)
        broken.push(...swept.broken)
        found += total - swept.broken.length
      }
      if (found === 0) return broken
    }
    throw new RotationError('endless')
  }

  async #sweepColumn(column: SealedColumn, total: number) {
    const { table, column: name } = column
    const { signal, onEvent } = this.#options
    const before = this.#done.get(column) ?? 0
    const began = performance.now()
    let done = 0
    const swept = await sweepColumn({
      client: this.#client,
      column,
      from: this.#from,
      to: this.#to,
      signal,
      onBatch: ({ resealed }) => {
        done += resealed
        const perSecond = done / ((performance.now() - began) / 1_000)
        // Values come to it while it is swept.
        onEvent({ type: 'progress', table, column: name, done, total: Math.max(done, total), perSecond })
      },
    })
    this.#done.set(column, before + swept.resealed)
    this.#sealingMs += performance.now() - began
    return swept
  }

  /** Until no process seals by a former key any more, by the database's clock. */
  async waitForProcesses(): Promise<void> {
    const { rows } = await this.#client.query(
      `SELECT $2 - extract(epoch FROM now() AT TIME ZONE 'UTC' - max("retiredAt")) AS "left" FROM "DataKey" WHERE "id" = ANY($1)`,
      [[...this.#from.keys()], this.#options.graceSeconds ?? GRACE_SECONDS],
    )
    const left = Number(rows[0]?.left ?? 0)
    if (left <= 0) return
    this.#options.onEvent({ type: 'waiting', seconds: Math.ceil(left) })
    await this.#pause(left * 1_000)
  }

  /**
   * From its return on, no value sealed by a former key can be written: the triggers refuse it, and every transaction
   * that they had let pass has ended, so that a sweep sees its rows.
   */
  async close(): Promise<void> {
    const ids = [...this.#from.keys()]
    await this.#client.query('UPDATE "DataKey" SET "closedAt" = coalesce("closedAt", now()) WHERE "id" = ANY($1)', [
      ids,
    ])
    const { rows } = await this.#client.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS "next"')
    const next = BigInt(rows[0]?.next)
    const until = performance.now() + MOST_DRAIN_MS
    for (;;) {
      const { rows: now } = await this.#client.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "oldest"')
      if (BigInt(now[0]?.oldest) >= next) return
      if (performance.now() > until) throw new RotationError('openTransaction')
      await this.#pause(50)
    }
  }

  /** Removes the former keys: only their names stay. Nothing is sealed by them, and nothing can be. */
  async remove(): Promise<string[]> {
    const ids = [...this.#from.keys()]
    const counts = await countSealed(this.#client, this.#options.columns)
    if (counts.some((count) => sealedBy(count, ids) > 0)) throw new RotationError('endless')
    await this.#client.query('UPDATE "DataKey" SET "wrapped" = NULL, "removedAt" = now() WHERE "id" = ANY($1)', [ids])
    return ids
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#options.signal }).catch(() => {
      throw new RotationError('interrupted')
    })
  }
}
