import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diffToSchema } from '@/server/database/drift'
import { MIGRATIONS_FOLDER, migrate } from '@/server/database/migrate'
import { openScratch } from '@/server/database/scratch'

// npm run migration:new -- <name>: writes what is missing between the existing migrations and prisma/schema.
const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration:new -- <name>, in lower-case letters, digits and _')
  process.exit(1)
}

await mkdir(MIGRATIONS_FOLDER, { recursive: true })
const scratch = await openScratch()
try {
  await migrate(scratch.url)
  const sql = await diffToSchema(scratch.url)
  if (sql === '') {
    console.log('The migrations already bring the database to prisma/schema: nothing to write.')
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`)
    await mkdir(folder)
    await writeFile(join(folder, 'migration.sql'), `${sql}\n`)
    await writeFile(join(MIGRATIONS_FOLDER, 'migration_lock.toml'), 'provider = "postgresql"\n')
    console.log(`Wrote ${folder}/migration.sql: read it before you commit it.`)
  }
} finally {
  await scratch.destroy()
}
