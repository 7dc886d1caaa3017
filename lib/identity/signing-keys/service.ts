import { exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import { getProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { seal } from '@/lib/vault/seal'
import type { Prisma } from '@/prisma/generated/client'
import { privateKeyBinding } from './binding'
import { findActive, publicHalf, type SigningKeyRow } from './queries'
import type { SigningAlgorithm } from './schema'

/**
 * How long a new key is published before it signs. Verifiers may keep the key set for KEYS_MAX_AGE_SECONDS, so each of
 * them has met the key before its first token.
 */
export const PUBLISH_AHEAD_SECONDS = 15 * 60
/** A token is accepted a little after it has lapsed, and clocks differ. */
const LINGER_MS = 60 * 60_000
const RSA_BITS = 2048
const DAY_MS = 86_400_000

/** A new key pair: its public half in the open, its private one sealed. */
interface NewKey {
  id: string
  algorithm: SigningAlgorithm
  publicJwk: Prisma.InputJsonObject
  privateSealed: Buffer<ArrayBuffer>
}

/**
 * Sees to it that a project signs as its settings say: makes its first key, which signs at once, and publishes the next
 * one when the algorithm was changed or the present key has signed for long enough. Safe to call from several processes
 * at once: they make one key.
 */
export async function keepSigningKeys(projectId: string, now = new Date()): Promise<void> {
  const { signingAlgorithm, signingRotationDays } = await getProjectSettings(projectId)
  const wanted = { algorithm: signingAlgorithm, rotationMs: signingRotationDays * DAY_MS }
  if (due(await listKeys(db(), projectId), wanted, now) === 'nothing') return
  // Before the lock: making an RSA key takes a while.
  const key = await makeKey(projectId, signingAlgorithm)
  await underLock(projectId, async (client) => {
    const keys = await listKeys(client, projectId)
    // By now somebody else's first key may sign, from a moment that lies after ours.
    const present = new Date(Math.max(now.getTime(), Date.now()))
    const needed = due(keys, wanted, present)
    if (needed === 'nothing') return
    await publish(client, projectId, key, keys, needed === 'first' ? present : later(present, PUBLISH_AHEAD_SECONDS))
  })
}

/**
 * Publishes the next key by hand.
 * @param atOnce it signs now, for when the present key may be known to others; verifiers that keep the key set may refuse
 *   its tokens for some minutes
 * @throws DomainError `conflict` when the next key is published already and is to wait its time
 */
export async function rotateSigningKey(projectId: string, atOnce: boolean, now = new Date()): Promise<{ id: string }> {
  const { signingAlgorithm } = await getProjectSettings(projectId)
  const key = await makeKey(projectId, signingAlgorithm)
  return await underLock(projectId, async (client) => {
    const keys = await listKeys(client, projectId)
    const next = keys.find(({ signsFrom }) => signsFrom > now)
    if (next && !atOnce) {
      throw new DomainError('conflict', 'The next key is published already and takes over by itself. Wait for it.')
    }
    const active = findActive(keys, now)
    const from = atOnce || !active ? now : later(now, PUBLISH_AHEAD_SECONDS)
    if (!next) {
      await publish(client, projectId, key, keys, from)
      return { id: key.id }
    }
    await client.signingKey.update({
      where: { projectId_id: { projectId, id: next.id } },
      data: { signsFrom: from },
    })
    await retire(client, projectId, active, from)
    return { id: next.id }
  })
}

/**
 * Withdraws a key that signs nothing more: every token that it signed is refused from now on.
 * @throws DomainError `conflict` for one that signs or will sign
 */
export async function removeSigningKey(projectId: string, keyId: string, now = new Date()): Promise<void> {
  const { count } = await db().signingKey.deleteMany({ where: { projectId, id: keyId, retiredAt: { lte: now } } })
  if (count > 0) return
  const message = 'This key still signs, or is gone already. Rotate the key first, then remove the old one.'
  throw new DomainError('conflict', message)
}

/** Deletes the keys whose last token has lapsed. */
export async function deleteLapsedKeys(projectId: string, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - LINGER_MS)
  await db().signingKey.deleteMany({
    where: {
      projectId,
      retiredAt: { lt: before },
      OR: [{ publishUntil: null }, { publishUntil: { lt: before } }],
    },
  })
}

/**
 * Keeps a key published until a token that it is about to sign has lapsed. To be called before the token is handed out.
 * @returns false when the key has been withdrawn meanwhile
 */
export async function extendPublication(projectId: string, keyId: string, until: Date): Promise<boolean> {
  // Written so that an earlier end of another process never shortens it.
  const count = await db().$executeRaw`UPDATE "SigningKey" SET "publishUntil" = greatest("publishUntil", ${until})
    WHERE "projectId" = ${projectId} AND "id" = ${keyId}`
  return count > 0
}

interface Wanted {
  algorithm: string
  rotationMs: number
}

function due(
  keys: readonly SigningKeyRow[],
  { algorithm, rotationMs }: Wanted,
  now: Date,
): 'nothing' | 'first' | 'next' {
  const active = findActive(keys, now)
  if (!active) return 'first'
  const newest = keys.find(({ signsFrom }) => signsFrom > now) ?? active
  if (newest.algorithm !== algorithm) return 'next'
  return newest === active && now.getTime() - active.signsFrom.getTime() >= rotationMs ? 'next' : 'nothing'
}

/** Adds a key, and lets the one before it sign until then. A next key that never signed gives way to it. */
async function publish(
  client: Prisma.TransactionClient,
  projectId: string,
  key: NewKey,
  keys: readonly SigningKeyRow[],
  signsFrom: Date,
): Promise<void> {
  const { id, algorithm, publicJwk, privateSealed } = key
  const now = new Date()
  await client.signingKey.deleteMany({ where: { projectId, signsFrom: { gt: now } } })
  await client.signingKey.create({ data: { projectId, id, algorithm, publicJwk, privateSealed, signsFrom } })
  await retire(client, projectId, findActive(keys, now), signsFrom)
}

async function retire(
  client: Prisma.TransactionClient,
  projectId: string,
  key: SigningKeyRow | null,
  at: Date,
): Promise<void> {
  if (!key) return
  await client.signingKey.update({ where: { projectId_id: { projectId, id: key.id } }, data: { retiredAt: at } })
}

async function makeKey(projectId: string, algorithm: SigningAlgorithm): Promise<NewKey> {
  const id = newId()
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: RSA_BITS })
  const { kty, n, e, crv, x, y } = await exportJWK(publicKey)
  return {
    id,
    algorithm,
    publicJwk: algorithm === 'RS256' ? { kty, n, e } : { kty, crv, x, y },
    privateSealed: await seal(await exportPKCS8(privateKey), privateKeyBinding(projectId, id)),
  }
}

async function listKeys(client: Pick<Prisma.TransactionClient, 'signingKey'>, projectId: string) {
  return await client.signingKey.findMany({ where: { projectId }, select: publicHalf, orderBy: { signsFrom: 'desc' } })
}

/** One process at a time changes the keys of a project. */
async function underLock<T>(projectId: string, work: (client: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return await db().$transaction(async (client) => {
    await client.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR NO KEY UPDATE`
    return await work(client)
  })
}

function later(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000)
}
