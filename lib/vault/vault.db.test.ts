import { randomBytes } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, db, openDatabase, pool } from '@/lib/db'
import { openDeploymentSecret, sealDeploymentSecret } from './deployment-secret'
import { Keyring, WrongVaultKeyError } from './keyring'
import { ensureVault } from './keys'
import { open } from './open'
import { seal } from './seal'
import { exposeSecret } from './secret'

const place = { projectId: 'P2x', table: 'T', rowId: 'r', field: 'f', version: 1 }

// The keys of this database stay: other tests have sealed with them.
afterAll(closeDatabase)

describe('the first start', () => {
  const schema = `vault_${randomBytes(6).toString('hex')}`

  beforeEach(async () => {
    await pool().query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema};
      CREATE TABLE ${schema}."DataKey" (LIKE "DataKey" INCLUDING ALL)`)
  })
  afterAll(() => pool().query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))

  it('of many processes at once makes one key, which all of them use', async () => {
    const pools = await privatePools(schema, 6)
    const kek = rootKeys()
    const rings = pools.map((own) => new Keyring(() => own, kek))
    await Promise.all(rings.map((ring) => ring.ensure()))
    const active = await Promise.all(rings.map((ring) => ring.active()))
    expect(new Set(active.map(({ id }) => id)).size).toBe(1)
    expect(new Set(active.map(({ key }) => key.toString('hex'))).size).toBe(1)
    expect((await pools[0]?.query('SELECT * FROM "DataKey"'))?.rowCount).toBe(1)
    await Promise.all(pools.map((own) => own.end()))
  })

  it('with another VAULT_KEY is refused and writes nothing', async () => {
    const [own] = await privatePools(schema, 1)
    if (!own) throw new Error('no pool')
    await new Keyring(() => own, rootKeys()).ensure()
    const before = (await own.query('SELECT * FROM "DataKey"')).rows
    await expect(new Keyring(() => own, rootKeys()).ensure()).rejects.toThrow(WrongVaultKeyError)
    await expect(new Keyring(() => own, rootKeys()).active()).rejects.toThrow('VAULT_KEY')
    expect((await own.query('SELECT * FROM "DataKey"')).rows).toEqual(before)
    await own.end()
  })

  it('finds a key that another process made later', async () => {
    const [own] = await privatePools(schema, 1)
    if (!own) throw new Error('no pool')
    const kek = rootKeys()
    const early = new Keyring(() => own, kek)
    await expect(early.active()).rejects.toThrow('no data key yet')
    const late = new Keyring(() => own, kek)
    await late.ensure()
    const { id, key } = await late.active()
    expect(await early.byId(id)).toEqual(key)
    await expect(early.byId('unknown')).rejects.toThrow('data key')
    await own.end()
  })
})

describe('the deployment\u2019s vault', () => {
  it('seals and opens, in its place only', async () => {
    await ensureVault()
    const sealed = await seal('hunter2', place)
    expect(exposeSecret(await open(sealed, place))).toBe('hunter2')
    await expect(open(sealed, { ...place, rowId: 'other' })).rejects.toThrow('cannot be opened')
  })

  it('makes a deployment secret once, whoever asks first', async () => {
    const name = `test-${randomBytes(6).toString('hex')}`
    const all = await Promise.all(Array.from({ length: 10 }, () => openDeploymentSecret(name)))
    expect(new Set(all.map(exposeSecret)).size).toBe(1)
    await sealDeploymentSecret(name, 'another')
    expect(exposeSecret(await openDeploymentSecret(name))).toBe(
      exposeSecret(all[0] ?? (await openDeploymentSecret(name))),
    )
    await db().sealedSecret.delete({ where: { name } })
  })
})

/** One key-encryption key, as a deployment has. */
function rootKeys(...previous: Buffer[]) {
  const all = [randomBytes(32), ...previous]
  return async () => all
}

async function privatePools(schema: string, count: number) {
  const { default: pg } = await import('pg')
  const connectionString = process.env.DATABASE_URL
  return Array.from(
    { length: count },
    () => new pg.Pool({ connectionString, max: 1, options: `-c search_path=${schema}` }),
  )
}

describe('transactions that seal, as many as there are connections', () => {
  it('do not wait for one another', async () => {
    await ensureVault()
    await closeDatabase()
    const { prisma } = openDatabase(process.env.DATABASE_URL ?? '', 2)
    // The list of keys is too old to seal by.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    try {
      const sealing = () =>
        prisma.$transaction(async (transaction) => {
          await transaction.$queryRaw`SELECT 1`
          return await seal('text', place)
        })
      expect(await Promise.all([sealing(), sealing(), sealing()])).toHaveLength(3)
    } finally {
      vi.useRealTimers()
    }
  })
})
