import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

export type SchemaEngine = bindings.SchemaEngine
export type SchemaFile = bindings.SchemaContainer

/** Nothing in the database is managed by somebody else. */
export const NO_FILTER: bindings.SchemaFilter = { externalTables: [], externalEnums: [] }

/**
 * Prisma's schema engine as WebAssembly: what `prisma migrate` runs, without the download that its command line makes.
 * @param url the database that it reads and migrates
 */
export async function openSchemaEngine(url: string, files: SchemaFile[]): Promise<SchemaEngine> {
  await loadOnce()
  const datamodels = files.map(({ path, content }): [string, string] => [path, content])
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogPg(url))
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter)
}

const INTERNAL_CHAR = 18
const TEXT = 25
const MARK = '\u0000char'

/**
 * PrismaPg cannot read PostgreSQL's internal type "char", in which the catalogue describes constraints. Such a column
 * is passed by it as text under a marked name, and given its true type afterwards.
 */
class CatalogPg extends PrismaPg {
  readonly #pool: pg.Pool

  constructor(url: string) {
    const pool = catalogPool(url)
    super(pool, { disposeExternalPool: true })
    this.#pool = pool
  }

  override async connect() {
    const adapter = await super.connect()
    // PrismaPg cuts a migration at each semicolon, those in the body of a function and in comments too.
    adapter.executeScript = async (script) => void (await this.#pool.query(script))
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      const isChar = result.columnNames.map((name) => name.endsWith(MARK))
      return {
        ...result,
        columnNames: result.columnNames.map((name, at) => (isChar[at] ? name.slice(0, -MARK.length) : name)),
        columnTypes: result.columnTypes.map((type, at) => (isChar[at] ? ColumnTypeEnum.Character : type)),
      }
    }
    return adapter
  }
}

function catalogPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    const connection: unknown = Reflect.get(client, 'connection')
    if (!(connection instanceof EventEmitter)) return
    connection.prependListener('rowDescription', (message: unknown) => {
      for (const field of isRowDescription(message) ? message.fields : []) {
        if (field.dataTypeID !== INTERNAL_CHAR) continue
        field.dataTypeID = TEXT
        field.name += MARK
      }
    })
  })
  return pool
}

interface RowDescription {
  fields: { dataTypeID: number; name: string }[]
}

function isRowDescription(message: unknown): message is RowDescription {
  return typeof message === 'object' && message !== null && 'fields' in message && Array.isArray(message.fields)
}

let loading: Promise<void> | undefined

function loadOnce(): Promise<void> {
  loading ??= load()
  return loading
}

async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}
