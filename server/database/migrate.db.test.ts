import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diffToSchema } from './drift'
import { migrate } from './migrate'
import { openScratch, type ScratchDatabase } from './scratch'

describe('migrations', () => {
  let scratch: ScratchDatabase
  beforeAll(async () => {
    scratch = await openScratch()
  }, 60_000)
  afterAll(() => scratch.destroy())

  it('bring an empty database to the schema files, once, with two starts at the same time', async () => {
    const both = await Promise.all([migrate(scratch.url), migrate(scratch.url)])
    expect(both.filter((names) => names.length > 0)).toHaveLength(1)
    expect(await migrate(scratch.url)).toEqual([])
    expect(await diffToSchema(scratch.url)).toBe('')
  })

  it('notice a schema that drifted', async () => {
    await query(scratch.url, 'ALTER TABLE "Project" ADD COLUMN "surplus" TEXT')
    expect(await diffToSchema(scratch.url)).toContain('DROP COLUMN "surplus"')
    await query(scratch.url, 'ALTER TABLE "Project" DROP COLUMN "surplus"')
  })

  it('refuse a database of a newer version', async () => {
    await query(
      scratch.url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_future', now())`,
    )
    await expect(migrate(scratch.url)).rejects.toThrow(/newer Patchbay \(99990101000000_future\)/)
  })
})

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
