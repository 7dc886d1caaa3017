import { db } from '@/lib/db'
import type { JsonObject } from '@/lib/language/json'
import type { Prisma } from '@/prisma/generated/client'
import type { SigningKeyView } from './schema'

export interface SigningKeyRow {
  id: string
  algorithm: string
  publicJwk: Prisma.JsonValue
  createdAt: Date
  signsFrom: Date
  retiredAt: Date | null
  publishUntil: Date | null
}

/** What every reader needs; the private half only for who signs. */
export const publicHalf = {
  id: true,
  algorithm: true,
  publicJwk: true,
  createdAt: true,
  signsFrom: true,
  retiredAt: true,
  publishUntil: true,
} as const

/** The key that signs now: the newest whose time has come. Null when the project has none yet. */
export function findActive<K extends Pick<SigningKeyRow, 'signsFrom' | 'retiredAt'>>(
  keys: readonly K[],
  now: Date,
): K | null {
  const signing = keys.filter((key) => key.signsFrom <= now && (key.retiredAt === null || key.retiredAt > now))
  return signing.reduce<K | null>((best, key) => (best === null || key.signsFrom > best.signsFrom ? key : best), null)
}

/** Whether a verifier may still meet a token of the key. */
export function isPublished({ retiredAt, publishUntil }: SigningKeyRow, now: Date): boolean {
  if (retiredAt === null || retiredAt > now) return true
  return publishUntil !== null && publishUntil > now
}

/** The sealed private half of a key. */
export async function findSealedKey(projectId: string, keyId: string): Promise<Uint8Array | null> {
  const row = await db().signingKey.findUnique({
    where: { projectId_id: { projectId, id: keyId } },
    select: { privateSealed: true },
  })
  return row?.privateSealed ?? null
}

/** The keys that are published now, newest first. */
export async function listPublishedKeys(projectId: string, now = new Date()): Promise<SigningKeyRow[]> {
  const keys = await db().signingKey.findMany({
    where: { projectId },
    select: publicHalf,
    orderBy: [{ signsFrom: 'desc' }, { id: 'asc' }],
  })
  return keys.filter((key) => isPublished(key, now))
}

/** The JSON Web Keys of a project (RFC 7517), with kid, alg and use. */
export function toJwks(keys: readonly SigningKeyRow[]): { keys: JsonObject[] } {
  return { keys: keys.map((key) => ({ ...toJwk(key), kid: key.id, alg: key.algorithm, use: 'sig' })) }
}

/** The public half as it is stored: `kty` and its parameters. */
export function toJwk({ publicJwk }: SigningKeyRow): JsonObject {
  if (typeof publicJwk !== 'object' || publicJwk === null || Array.isArray(publicJwk)) return {}
  return Object.fromEntries(
    Object.entries(publicJwk).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/** The published keys, as the console lists them. */
export async function listSigningKeys(projectId: string, now = new Date()): Promise<SigningKeyView[]> {
  const keys = await listPublishedKeys(projectId, now)
  const active = findActive(keys, now)
  return keys.map((key) => ({
    id: key.id,
    algorithm: key.algorithm,
    state: key === active ? 'active' : key.signsFrom > now ? 'next' : 'retired',
    createdAt: key.createdAt.toISOString(),
    signsFrom: key.signsFrom.toISOString(),
    retiredAt: key.retiredAt?.toISOString() ?? null,
    publishUntil: key.publishUntil?.toISOString() ?? null,
  }))
}
