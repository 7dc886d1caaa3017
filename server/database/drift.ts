import { readSchema } from './migrate'
import { NO_FILTER, openSchemaEngine } from './schema-engine'

/**
 * The SQL that would bring a database to the schema files; empty when they agree.
 * @param url a scratch database with every migration applied
 */
export async function diffToSchema(url: string): Promise<string> {
  const files = await readSchema()
  const engine = await openSchemaEngine(url, files)
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    })
    const sql = (stdout ?? '').trim()
    return sql === '-- This is an empty migration.' ? '' : sql
  } finally {
    engine.free()
  }
}
