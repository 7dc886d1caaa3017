import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Finding, SecretSearch } from './secret-search'

/** Longer than any encoding of a secret: two pieces of a file overlap by as much. */
const OVERLAP = 4_096
const ROWS_AT_ONCE = 500

/** Looks through every row of every table of a database, as text. */
export async function searchDatabase(
  pool: pg.Pool,
  search: SecretSearch,
): Promise<{ tables: number; findings: Finding[] }> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "name" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_%'`,
  )
  const findings: Finding[] = []
  const client = await pool.connect()
  try {
    for (const { name } of tables) {
      await client.query('BEGIN')
      await client.query(`DECLARE every_row NO SCROLL CURSOR FOR SELECT t::text AS "row" FROM ${name} t`)
      for (;;) {
        const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM every_row`)
        if (rows.length === 0) break
        findings.push(...rows.flatMap(({ row }) => search.find(row, `table ${name}`)))
      }
      await client.query('COMMIT')
    }
  } finally {
    client.release()
  }
  return { tables: tables.length, findings }
}

/**
 * Looks through every file below a folder whose server may run on. PostgreSQL renames a file of its log to use it again:
 * the folder is listed until no name is left that was not looked at, so that such a file is found under its new one.
 */
export async function searchFiles(folder: string, search: SecretSearch): Promise<Finding[]> {
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (;;) {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    const unseen = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !seen.has(path))
    if (unseen.length === 0) return findings
    for (const path of unseen) {
      seen.add(path)
      findings.push(...(await searchFile(path, search)))
    }
  }
}

async function searchFile(path: string, search: SecretSearch): Promise<Finding[]> {
  const findings: Finding[] = []
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })) {
      const piece = Buffer.concat([rest, chunk])
      findings.push(...search.find(piece, `file ${path}`))
      rest = piece.subarray(Math.max(0, piece.length - OVERLAP))
    }
  } catch (error) {
    // Gone, or renamed since it was listed.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return findings
}
