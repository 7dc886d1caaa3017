import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { kekIdOf } from '@/lib/vault/envelope'
import { beginKeyChange, endKeyChange, readKeyFile } from '@/lib/vault/key-file'
import { WrongVaultKeyError } from '@/lib/vault/keyring'
import { assertVaultKeys, ensureVaultKeyFile } from './vault-key'

let folder: string
const path = () => join(folder, 'vault.key')
const mode = async (file: string) => (await stat(file)).mode & 0o777

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('the first start makes a key that its owner alone can read, the same for all who start at once', async () => {
  const files = await Promise.all(Array.from({ length: 8 }, () => ensureVaultKeyFile(folder, true)))
  expect(new Set(files)).toEqual(new Set([path()]))
  expect(await readKeyFile(path())).toHaveLength(1)
  expect(await mode(path())).toBe(0o600)
  expect(await readdir(folder)).toEqual(['vault.key'])
})

test('a missing or damaged file is told, and never replaced', async () => {
  await expect(ensureVaultKeyFile(folder, false)).rejects.toThrow('missing or damaged')
  await writeFile(path(), 'half')
  await expect(ensureVaultKeyFile(folder, true)).rejects.toThrow('missing or damaged')
  expect(await readFile(path(), 'utf8')).toBe('half')
})

test('a change keeps the former key until its end, and goes on where it was cut off', async () => {
  await ensureVaultKeyFile(folder, true)
  const [former] = await readKeyFile(path())
  expect(await beginKeyChange(path())).toEqual({ resumed: false })
  const [current, previous] = await readKeyFile(path())
  expect(previous).toEqual(former)
  expect(current).not.toEqual(former)
  expect([await mode(path()), await mode(`${path()}.previous`)]).toEqual([0o600, 0o600])
  expect(await beginKeyChange(path())).toEqual({ resumed: true })
  expect(await readKeyFile(path())).toEqual([current, former])
  await endKeyChange(path())
  expect(await readKeyFile(path())).toEqual([current])
  expect(await readdir(folder)).toEqual(['vault.key'])
})

test('cut off between its two names, the former key is still there', async () => {
  await ensureVaultKeyFile(folder, true)
  const [former] = await readKeyFile(path())
  await writeFile(`${path()}.previous`, await readFile(path()))
  await chmod(`${path()}.previous`, 0o600)
  expect(await readKeyFile(path())).toEqual([former])
  await beginKeyChange(path())
  expect((await readKeyFile(path()))[1]).toEqual(former)
})

test('a former key that cannot be read is never written over', async () => {
  await ensureVaultKeyFile(folder, true)
  const [former] = await readKeyFile(path())
  await writeFile(`${path()}.previous`, 'damaged')
  await expect(beginKeyChange(path())).rejects.toThrow()
  expect(await readKeyFile(path())).toEqual([former])
  expect(await readFile(`${path()}.previous`, 'utf8')).toBe('damaged')
})

test('every key that the database was sealed with must be there', () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  expect(() => assertVaultKeys([one, two], [kekIdOf(two), kekIdOf(one)])).not.toThrow()
  expect(() => assertVaultKeys([one], [kekIdOf(one), kekIdOf(two)])).toThrow(WrongVaultKeyError)
  expect(() => assertVaultKeys([one], [])).not.toThrow()
})
