import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { installJobs } from '@/lib/jobs/install'
import { ROOT } from '../root'
import { StartError } from '../start-error'
import type { SchemaFile } from './schema-engine'

export const MIGRATIONS_FOLDER = join(ROOT, 'prisma', 'migrations')
const SCHEMA_FOLDER = join(ROOT, 'prisma', 'schema')
const MIGRATION_LOCK = 7_242_003

/**
 * Brings the database to the newest migration; several processes may start at once. Keeps Prisma's own
 * `_prisma_migrations`, so that `prisma migrate deploy` stays usable.
 * @returns the names that were applied now
 * @throws StartError when a migration fails, or the database is newer than this version of Patchbay
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect().catch((error) => {
    throw new StartError(
      `The database does not answer (${error.message}). Check DATABASE_URL and that PostgreSQL runs.`,
    )
  })
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const list = await readMigrations()
    const known = list.migrationDirectories.map((directory) => directory.path)
    const applied = await listApplied(client)
    const unknown = applied.filter((name) => !known.includes(name))
    if (unknown.length > 0) {
      throw new StartError(`The database was migrated by a newer Patchbay (${unknown.join(', ')}): start that version.`)
    }
    // The engine is 5 MB to compile; a start with nothing to do does without.
    const now = known.every((name) => applied.includes(name)) ? [] : await apply(url, list)
    await installJobs(url).catch((error) => {
      throw new StartError(`The job queue could not be made ready: ${error instanceof Error ? error.message : error}`)
    })
    return now
  } finally {
    await client.end()
  }
}

async function apply(url: string, migrationsList: MigrationList): Promise<string[]> {
  const { NO_FILTER, openSchemaEngine } = await import('./schema-engine')
  const engine = await openSchemaEngine(url, await readSchema())
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER })
    return appliedMigrationNames
  } catch (error) {
    throw new StartError(
      `A migration of the database failed: ${error instanceof Error ? error.message : String(error)}`,
    )
  } finally {
    engine.free()
  }
}

async function listApplied(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (found[0]?.there !== true) return []
  const { rows } = await client.query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  return rows.map((row) => String(row.migration_name))
}

/** The schema's files, as the engine wants them. */
export async function readSchema(): Promise<SchemaFile[]> {
  const names = (await readdir(SCHEMA_FOLDER)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: join(SCHEMA_FOLDER, name),
      content: await readFile(join(SCHEMA_FOLDER, name), 'utf8'),
    })),
  )
}

async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(MIGRATIONS_FOLDER, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
