import { randomBytes } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The key-encryption keys in a file and, while they are being changed, in `<file>.previous`: the one that wraps first.
 * Empty when the file is missing or damaged.
 */
export async function readKeyFile(file: string): Promise<Buffer[]> {
  // The former key last: whoever ends a change between the two readings has wrapped all with the key read first.
  const [current, previous] = [await readKey(file), await readKey(previousOf(file))]
  if (!current) return []
  return previous && !previous.equals(current) ? [current, previous] : [current]
}

/** Makes the file with a new key unless it is there: of several that try at once one writes, and all read the same. */
export async function makeKeyFile(file: string): Promise<void> {
  await withPartial(file, (partial) => link(partial, file)).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/**
 * Puts a new key into the file and keeps the former one beside it. Goes on with a change that was begun before. Whatever
 * moment it is cut off at, the key that wraps is in one of the two files. One process at a time may call it.
 * @returns whether the change had been begun before
 */
export async function beginKeyChange(file: string): Promise<{ resumed: boolean }> {
  const [current, previous] = [await readKey(file), await readKey(previousOf(file))]
  if (!current) throw new Error(`${file} is missing or damaged.`)
  if (previous && !previous.equals(current)) return { resumed: true }
  if (!previous) {
    // A name of its own for the same content: the new key then takes the file's name without touching this one.
    // Never in place of one that is there: it may be the only copy of a key.
    await link(file, previousOf(file))
    await settle(dirname(file))
  }
  await withPartial(file, (partial) => rename(partial, file))
  return { resumed: previous !== null }
}

/** Drops the former key. To be called once nothing is wrapped by it any more. */
export async function endKeyChange(file: string): Promise<void> {
  await rm(previousOf(file), { force: true })
  await settle(dirname(file))
}

function previousOf(file: string): string {
  return `${file}.previous`
}

async function readKey(file: string): Promise<Buffer | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^[0-9a-fA-F]{64}$/.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : null
}

/** Writes a new key to a file beside, safe on the disk, for `place` to give it its name. */
async function withPartial(file: string, place: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(partial, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(32).toString('hex')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await place(partial)
    await settle(dirname(file))
  } finally {
    await rm(partial, { force: true })
  }
}

/** Sees to it that the names in a folder outlive a loss of power. */
async function settle(folder: string): Promise<void> {
  // Windows opens no folders.
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
