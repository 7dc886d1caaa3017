import { randomBytes } from 'node:crypto'
import { migrate } from '../database/migrate'
import { openScratch } from '../database/scratch'

/** Gives the database tests a PostgreSQL of their own, migrated once; it never meets the one of `npm start`. */
export default async function setup(): Promise<() => Promise<void>> {
  const scratch = await openScratch()
  await migrate(scratch.url)
  process.env.DATABASE_URL = scratch.url
  process.env.VAULT_KEY = randomBytes(32).toString('hex')
  process.env.LOG_LEVEL ??= 'silent'
  process.env.EGRESS_ALLOW = '127.0.0.0/8,::1,localhost'
  return () => scratch.destroy()
}
