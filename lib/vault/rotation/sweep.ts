import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { openWithKey, SealBrokenError, sealedKeyId, sealWithKey } from '../envelope'
import type { DataKey } from '../keyring'
import { RotationError } from './errors'
import { keyIdSql, type SealedColumn, type SealedValue } from './sealed-column'

/** 2 MB of a table: what one statement looks through. */
const BLOCKS_AT_ONCE = 256
/** What one statement writes: some milliseconds, in which its rows wait for nobody and others wait for it. */
const ROWS_AT_ONCE = 50
const BYTES_AT_ONCE = 256 * 1024
/** Of a row that somebody else holds: the batch gives way and is taken up by the next pass. */
const LOCK_TIMEOUT_MS = 20
/** Between two batches at least; a batch that took longer is followed by a pause as long. */
const PAUSE_MS = 4

export interface Swept {
  /** Sealed again under the new key. */
  resealed: number
  /** Written or held by others at that moment: the next pass finds them again. */
  missed: number
  /** Their seal is broken: they were altered or moved, and no key opens them. */
  broken: BrokenValue[]
}

export interface BrokenValue {
  table: string
  column: string
  projectId: string
  rowId: string
}

export interface SweepOptions {
  /** A connection for this alone. */
  client: pg.ClientBase
  column: SealedColumn
  /** The keys that are to seal nothing any more. */
  from: ReadonlyMap<string, Buffer>
  to: DataKey
  signal: AbortSignal
  onBatch: (swept: Swept) => void
}

/**
 * Goes once through a column and seals what the former keys sealed under the new one. Rows are written in small
 * batches with pauses, each only if it still holds what was read: who writes at the same time wins.
 */
export async function sweepColumn(options: SweepOptions): Promise<Swept> {
  const { client, column, from, signal } = options
  const ids = [...from.keys()].map((id) => Buffer.from(id, 'latin1'))
  const total: Swept = { resealed: 0, missed: 0, broken: [] }
  await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
  // Rows that are sealed twice after a crash do no harm, and who commits at the same time need not wait for the disk.
  await client.query('SET synchronous_commit = off')
  try {
    const blocks = await countBlocks(client, column.table)
    for (let block = 0; block < blocks; block += BLOCKS_AT_ONCE) {
      const found = await findPlaces(client, column, ids, block)
      for (const places of toBatches(found)) {
        if (signal.aborted) throw new RotationError('interrupted')
        const began = performance.now()
        const swept = await resealBatch(options, places)
        total.resealed += swept.resealed
        total.missed += swept.missed
        total.broken.push(...swept.broken)
        options.onBatch(swept)
        await pause(Math.max(PAUSE_MS, performance.now() - began))
      }
    }
    return total
  } finally {
    await client.query('RESET lock_timeout; RESET synchronous_commit').catch(() => {})
  }
}

async function countBlocks(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query(
    `SELECT ceil(pg_relation_size($1::regclass)::numeric / current_setting('block_size')::numeric)::int AS "blocks"`,
    [`"${table}"`],
  )
  return Number(rows[0]?.blocks ?? 0)
}

interface Place {
  at: string
  bytes: number
}

async function findPlaces(
  client: pg.ClientBase,
  { table, column }: SealedColumn,
  ids: readonly Buffer[],
  block: number,
): Promise<Place[]> {
  const { rows } = await client.query<Place>(
    `SELECT ctid::text AS "at", octet_length("${column}") AS "bytes" FROM "${table}"
     WHERE ctid >= $1::tid AND ctid < $2::tid AND "${column}" IS NOT NULL AND ${keyIdSql(column)} = ANY($3::bytea[])`,
    [`(${block},0)`, `(${block + BLOCKS_AT_ONCE},0)`, ids],
  )
  return rows
}

function toBatches(found: readonly Place[]): string[][] {
  const batches: string[][] = []
  let bytes = 0
  for (const place of found) {
    const last = batches.at(-1)
    if (!last || last.length >= ROWS_AT_ONCE || bytes + place.bytes > BYTES_AT_ONCE) {
      batches.push([place.at])
      bytes = place.bytes
    } else {
      last.push(place.at)
      bytes += place.bytes
    }
  }
  return batches
}

async function resealBatch({ client, column, from, to }: SweepOptions, places: readonly string[]): Promise<Swept> {
  const broken: BrokenValue[] = []
  const changed: { at: string; before: Buffer; after: Buffer }[] = []
  for (const value of await column.read(client, places)) {
    const after = reseal(value, from, to)
    if (after === 'broken') {
      const { projectId, rowId } = value.binding
      broken.push({ table: column.table, column: column.column, projectId, rowId })
    } else if (after) changed.push({ at: value.at, before: value.sealed, after })
  }
  const resealed = await write(client, column, changed)
  return { resealed, missed: places.length - resealed - broken.length, broken }
}

/** The value under the new key; null when another has written it under a newer key meanwhile. */
function reseal({ sealed, binding }: SealedValue, from: ReadonlyMap<string, Buffer>, to: DataKey) {
  try {
    const key = from.get(sealedKeyId(sealed))
    return key ? sealWithKey(openWithKey(sealed, binding, key), binding, to.id, to.key) : null
  } catch (error) {
    if (error instanceof SealBrokenError) return 'broken'
    throw error
  }
}

/** Compares and swaps. A row that was written meanwhile lies elsewhere or holds something else, and is left alone. */
async function write(
  client: pg.ClientBase,
  { table, column }: SealedColumn,
  changed: readonly { at: string; before: Buffer; after: Buffer }[],
): Promise<number> {
  if (changed.length === 0) return 0
  try {
    const { rowCount } = await client.query(
      `UPDATE "${table}" AS t SET "${column}" = v."after"
       FROM unnest($1::tid[], $2::bytea[], $3::bytea[]) AS v("at", "before", "after")
       WHERE t.ctid = v."at" AND t."${column}" = v."before"`,
      [changed.map(({ at }) => at), changed.map(({ before }) => before), changed.map(({ after }) => after)],
    )
    return rowCount ?? 0
  } catch (error) {
    // lock_not_available, deadlock_detected, serialization_failure: others are at it.
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === '55P03' || code === '40P01' || code === '40001') return 0
    throw error
  }
}
