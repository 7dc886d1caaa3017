import { pool } from '@/lib/db'
import { beginKeyChange, endKeyChange } from '@/lib/vault/key-file'
import { readRootKeys } from '@/lib/vault/keys'
import { sealedBy } from '@/lib/vault/rotation/counts'
import { type RotationEvent, type RotationReport, rotateDataKeys } from '@/lib/vault/rotation/data-keys'
import { RotationError } from '@/lib/vault/rotation/errors'
import { underRotationLock } from '@/lib/vault/rotation/lock'
import { rewrapDataKeys } from '@/lib/vault/rotation/root-key'
import { sealedColumns } from '@/lib/vault/rotation/sealed-columns'
import { readVaultStatus, type VaultStatus } from '@/lib/vault/rotation/status'
import { CommandError } from '../errors'
import { note, print, printFacts, printJson, printTable } from '../output'
import type { Session } from '../session'

const PROGRESS_MS = 1_000
const MOST_BROKEN_SHOWN = 20
const UNREADABLE = 'an unknown key'

export async function status({ json }: { json?: boolean }): Promise<void> {
  const found = await readVaultStatus(pool(), await readRootKeys(), sealedColumns)
  const columns = found.columns.map(({ table, column, byKey }) => ({ table, column, byKey: Object.fromEntries(byKey) }))
  if (json) return printJson({ ...found, columns })
  printFacts([['Key-encryption key', found.rootKeyId]])
  print()
  printKeys(found)
  print()
  const known = new Set(found.keys.map(({ id }) => id))
  printTable(
    ['Sealed values', 'Number', 'Sealed by'],
    found.columns.map((count) => {
      const by = [...count.byKey].map(
        ([id, number]) => `${known.has(id) ? id : UNREADABLE} ${number.toLocaleString('en')}`,
      )
      return [`${count.table}.${count.column}`, total(count.byKey).toLocaleString('en'), by.join(', ') || '\u2013']
    }),
  )
  if (found.keys.some(({ state }) => state === 'retired' || state === 'closing')) {
    note('A rotation was begun and is not at its end: npm run patchbay -- vault rotate goes on with it.')
  }
}

export interface RotateCommand {
  root?: boolean
  dryRun?: boolean
  json?: boolean
}

export async function rotate({ root, dryRun, json }: RotateCommand, session: Session): Promise<void> {
  if (root) return dryRun ? await tellRootRotation(json) : await rotateRootKey(json)
  if (dryRun) return await tellRotation(json)
  const stop = new AbortController()
  const rotation = readRootKeys().then((rootKeys) =>
    rotateDataKeys({ pool: pool(), rootKeys, columns: sealedColumns, signal: stop.signal, onEvent: sayProgress() }),
  )
  session.onInterrupt(async () => {
    stop.abort()
    await rotation.catch(() => {})
    note(new RotationError('interrupted').message)
  })
  const report = await rotation
  if (json) printJson(report)
  else printReport(report)
  if (report.broken.length > 0) throw new CommandError(brokenText(report))
}

/** What a rotation of the data keys would do. */
async function tellRotation(json?: boolean): Promise<void> {
  const { keys, columns } = await readVaultStatus(pool(), await readRootKeys(), sealedColumns)
  const left = keys.filter(({ state }) => state !== 'removed')
  const resumed = left.some(({ state }) => state !== 'active')
  const from = left.filter(({ state }) => !resumed || state !== 'active').map(({ id }) => id)
  const work = columns.map((count) => ({ table: count.table, column: count.column, values: sealedBy(count, from) }))
  if (json) return printJson({ resumed, from, columns: work })
  print(
    resumed
      ? `Would go on with the rotation that was begun, and then remove ${from.join(', ')}.`
      : `Would make a new data key, seal these values again under it, and then remove ${from.join(', ')}.`,
  )
  print()
  printTable(
    ['Sealed values', 'To seal again'],
    work.map(({ table, column, values }) => [`${table}.${column}`, values.toLocaleString('en')]),
  )
}

/** What a rotation of the key-encryption key would do. */
async function tellRootRotation(json?: boolean): Promise<void> {
  const rootKeys = await readRootKeys()
  const { keys } = await readVaultStatus(pool(), rootKeys, [])
  const left = keys.filter(({ state }) => state !== 'removed')
  const fromFile = keyFile() !== null
  const toWrap = fromFile && rootKeys.length === 1 ? left : left.filter(({ wrappedBy }) => wrappedBy !== 'current')
  if (json) return printJson({ keys: toWrap.map(({ id }) => id) })
  if (!fromFile && toWrap.length === 0) return print(nothingToWrap(rootKeys))
  print(
    `Would wrap ${countKeys(toWrap.length)} by ${fromFile ? 'a new key in vault.key' : 'VAULT_KEY'}. No value is touched.`,
  )
}

async function rotateRootKey(json?: boolean): Promise<void> {
  const file = keyFile()
  const { rootKeys, wrapped } = await underRotationLock(pool(), async () => {
    if (file !== null) await beginKeyChange(file)
    const rootKeys = await readRootKeys()
    const wrapped = await rewrapDataKeys(pool(), rootKeys)
    if (file !== null) await endKeyChange(file)
    return { rootKeys, wrapped }
  })
  if (file === null && wrapped === 0 && rootKeys.length === 1) throw new RotationError('noPrevious')
  const { rootKeyId } = await readVaultStatus(pool(), rootKeys, [])
  if (json) return printJson({ rootKeyId, wrapped })
  if (file === null && wrapped === 0) return print(nothingToWrap(rootKeys))
  print(`Wrapped ${countKeys(wrapped)} by the new key-encryption key ${rootKeyId}.`)
  note(
    file !== null
      ? `The new key is in ${file}: keep a copy of it. Backups of the database from before need the former one.`
      : 'Take VAULT_KEY_PREVIOUS away from every process now. Keep the former key for as long as you keep backups from before.',
  )
}

function nothingToWrap(rootKeys: readonly Buffer[]): string {
  return rootKeys.length > 1
    ? 'Every data key is wrapped by VAULT_KEY already. Take VAULT_KEY_PREVIOUS away from every process.'
    : 'Every data key is wrapped by VAULT_KEY. To change it, set VAULT_KEY to a new key and VAULT_KEY_PREVIOUS to this one.'
}

/** The file of the embedded default's key; null when the key comes from the environment. */
function keyFile(): string | null {
  return process.env.VAULT_KEY ? null : (process.env.VAULT_KEY_FILE ?? null)
}

/** A line when a step begins, and how far a table is each second. */
function sayProgress(): (event: RotationEvent) => void {
  let saidAt = 0
  return (event) => {
    switch (event.type) {
      case 'began':
        return note(
          event.resumed
            ? `Going on with the rotation to the data key ${event.keyId} \u2026`
            : `New values are sealed by the new data key ${event.keyId} from now on.`,
        )
      case 'progress': {
        const isLast = event.done >= event.total
        if (!isLast && performance.now() - saidAt < PROGRESS_MS) return
        saidAt = performance.now()
        const [done, all, rate] = [event.done, event.total, event.perSecond].map((n) =>
          Math.round(n).toLocaleString('en'),
        )
        return note(`${event.table}.${event.column}: ${done} of ${all}, ${rate} a second`)
      }
      case 'waiting':
        return note(`Waiting ${event.seconds} s, until every process seals by the new key \u2026`)
      case 'removed':
        return note(`Removed ${event.keyIds.join(', ')}.`)
    }
  }
}

function printReport({ keyId, columns, resealed, seconds, perSecond }: RotationReport): void {
  printTable(
    ['Sealed values', 'Sealed again'],
    columns.map(({ table, column, resealed: count }) => [`${table}.${column}`, count.toLocaleString('en')]),
  )
  print()
  printFacts([
    ['Data key', keyId],
    ['Sealed again', `${resealed.toLocaleString('en')} values, ${Math.round(perSecond).toLocaleString('en')} a second`],
    ['Took', `${seconds.toFixed(1)} s`],
  ])
}

function brokenText({ broken }: RotationReport): string {
  const lines = broken
    .slice(0, MOST_BROKEN_SHOWN)
    .map(
      ({ table, column, projectId, rowId }) =>
        `  ${table}.${column} ${rowId}${projectId && ` of project ${projectId}`}`,
    )
  const more = broken.length > MOST_BROKEN_SHOWN ? [`  and ${broken.length - MOST_BROKEN_SHOWN} more`] : []
  return [
    'The former data key is kept: these values cannot be opened, because they were altered or moved.',
    ...lines,
    ...more,
    'Enter them again or delete them, then run the same command again.',
  ].join('\n')
}

function printKeys({ keys, columns }: VaultStatus): void {
  printTable(
    ['Data key', 'State', 'Made', 'Wrapped by', 'Values'],
    keys.map(({ id, state, createdAt, removedAt, wrappedBy }) => [
      id,
      removedAt ? `removed ${age(removedAt)}` : state,
      age(createdAt),
      wrappedBy === null ? '\u2013' : `the ${wrappedBy} key`,
      columns.reduce((sum, { byKey }) => sum + (byKey.get(id) ?? 0), 0).toLocaleString('en'),
    ]),
  )
}

function age(date: Date): string {
  const days = Math.floor((Date.now() - date.getTime()) / 86_400_000)
  return days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}

function total(byKey: ReadonlyMap<string, number>): number {
  return [...byKey.values()].reduce((sum, count) => sum + count, 0)
}

function countKeys(count: number): string {
  return count === 1 ? '1 data key' : `${count} data keys`
}
