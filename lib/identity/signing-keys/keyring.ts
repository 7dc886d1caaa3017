import { importJWK, importPKCS8 } from 'jose'
import { exposeSecret, open } from '@/lib/vault/open'
import { privateKeyBinding } from './binding'
import { findActive, findSealedKey, listPublishedKeys, type SigningKeyRow, toJwk } from './queries'
import { extendPublication, keepSigningKeys } from './service'

/** How old the list of keys may be that a process signs by; far below the time that a key is published ahead. */
const REMEMBER_MS = 10_000
/** A token with an unknown key has the list read anew, but no more often than this. */
const REREAD_MS = 1_000
/** The publication of a key is moved on by so much at a time, so that it costs a write a day and not one a token. */
const EXTEND_BY_MS = 86_400_000
const MOST_REMEMBERED = 1_000

interface Remembered {
  readAt: number
  keys: SigningKeyRow[]
}

const lists = new Map<string, Remembered>()
const privateKeys = new Map<string, CryptoKey>()
const publicKeys = new Map<string, CryptoKey>()

/** A key to sign with: the private half is only in this process's memory. */
export interface Signer {
  kid: string
  algorithm: string
  key: CryptoKey
}

/**
 * The key that signs for a project now, published for at least as long as the token lives. The first token of a project
 * makes its first key.
 * @param expiresAt of the token to be signed
 */
export async function findSigner(projectId: string, expiresAt: Date): Promise<Signer> {
  const now = Date.now()
  let row = findActive(await readKeys(projectId, now - REMEMBER_MS), new Date(now))
  if (!row) {
    await keepSigningKeys(projectId)
    // Not a list that somebody began to read before the key was there.
    row = findActive(await readKeys(projectId, Date.now()), new Date())
  }
  if (!row) throw new Error('The project has no key to sign with.')
  if (row.publishUntil === null || row.publishUntil < expiresAt) {
    const until = new Date(expiresAt.getTime() + EXTEND_BY_MS)
    if (await extendPublication(projectId, row.id, until)) row.publishUntil = until
    // Withdrawn since the list was read.
    else {
      lists.delete(projectId)
      return await findSigner(projectId, expiresAt)
    }
  }
  return { kid: row.id, algorithm: row.algorithm, key: await privateKeyOf(projectId, row) }
}

/** The public key of a token's `kid`, when the project has published it for this algorithm; else null. */
export async function findVerifier(projectId: string, kid: string, algorithm: string): Promise<CryptoKey | null> {
  const now = Date.now()
  const find = (keys: readonly SigningKeyRow[]) => keys.find(({ id }) => id === kid)
  const row = find(await readKeys(projectId, now - REMEMBER_MS)) ?? find(await readKeys(projectId, now - REREAD_MS))
  if (!row || row.algorithm !== algorithm) return null
  return await remember(publicKeys, `${projectId}:${kid}`, async () => {
    const key = await importJWK(toJwk(row), row.algorithm)
    if (key instanceof Uint8Array) throw new Error('A signing key is not a key pair.')
    return key
  })
}

/** @param notBefore milliseconds: a list that was read earlier is read again */
async function readKeys(projectId: string, notBefore: number): Promise<SigningKeyRow[]> {
  const known = lists.get(projectId)
  if (known && known.readAt > notBefore) return known.keys
  const readAt = Date.now()
  const keys = await listPublishedKeys(projectId)
  if (lists.size >= MOST_REMEMBERED) lists.clear()
  // A slow reading does not take the place of a later one.
  if ((lists.get(projectId)?.readAt ?? 0) <= readAt) lists.set(projectId, { readAt, keys })
  return keys
}

async function privateKeyOf(projectId: string, { id, algorithm }: SigningKeyRow): Promise<CryptoKey> {
  return await remember(privateKeys, `${projectId}:${id}`, async () => {
    const sealed = await findSealedKey(projectId, id)
    if (!sealed) throw new Error('The key to sign with was withdrawn just now. Try again.')
    return await importPKCS8(exposeSecret(await open(sealed, privateKeyBinding(projectId, id))), algorithm)
  })
}

async function remember<K>(known: Map<string, K>, name: string, make: () => Promise<K>): Promise<K> {
  const found = known.get(name)
  if (found) return found
  const made = await make()
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(name, made)
  return made
}
