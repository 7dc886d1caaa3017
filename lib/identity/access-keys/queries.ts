import { z } from 'zod'
import { db } from '@/lib/db'
import { hashToken } from '@/lib/id'
import { readTimeCursor } from '@/lib/time-cursor'
import type { AccessKey, Prisma } from '@/prisma/generated/client'
import { toPage } from '../conditions/queries'
import { toJsonObject } from '../stored-json'
import { AccessKeyError } from './errors'
import type { AccessKeyView, KeyTenant } from './schema'

export async function findAccessKey(projectId: string, id: string): Promise<AccessKey | null> {
  return await db().accessKey.findUnique({ where: { projectId_id: { projectId, id } } })
}

/** @throws AccessKeyError `keyNotFound` */
export async function getAccessKey(projectId: string, id: string): Promise<AccessKey> {
  const key = await findAccessKey(projectId, id)
  if (!key) throw new AccessKeyError('keyNotFound')
  return key
}

/** The key of a secret, of whatever project. The lookup is by hash, so its time tells nothing. */
export async function findBySecret(secret: string): Promise<AccessKey | null> {
  return await db().accessKey.findUnique({ where: { secretHash: hashToken(secret) } })
}

export interface KeySearch {
  tenantIds: readonly string[]
  boundUserId: string | null
  createdBy: string | null
}

const READ_AT_ONCE = 1_000

/** The keys that fit all that is given, newest first, page by page: nobody holds all of them. */
export async function* readAccessKeys(
  projectId: string,
  { tenantIds, boundUserId, createdBy }: KeySearch,
  limit = READ_AT_ONCE,
): AsyncGenerator<AccessKey[], void> {
  const where = {
    projectId,
    ...(boundUserId === null ? {} : { boundUserId }),
    ...(createdBy === null ? {} : { createdBy }),
    ...(tenantIds.length === 0
      ? {}
      : { OR: tenantIds.map((tenantId) => ({ tenants: { array_contains: [{ tenantId }] } })) }),
  }
  let cursor: string | null = null
  do {
    const page: { rows: AccessKey[]; nextCursor: string | null } = await readPage(where, cursor, limit)
    yield page.rows
    cursor = page.nextCursor
  } while (cursor !== null)
}

const PAGE_SIZE = 50

export interface AccessKeyPage {
  keys: AccessKeyView[]
  previousCursor: string | null
  nextCursor: string | null
}

/**
 * A page of a project's access keys, newest first.
 * @param cursor from another page; an unknown one is the first page
 */
export async function listAccessKeys(projectId: string, cursor: string | null): Promise<AccessKeyPage> {
  const { rows, ...cursors } = await readPage({ projectId }, cursor, PAGE_SIZE)
  return { keys: rows.map(toView), ...cursors }
}

/** A page of the keys that a condition leaves, newest first. Keyset paging: any page costs as much as the first. */
async function readPage(where: Prisma.AccessKeyWhereInput, text: string | null, limit: number) {
  const cursor = readTimeCursor(text)
  const [order, past] = cursor?.direction === 'before' ? (['asc', 'gt'] as const) : (['desc', 'lt'] as const)
  const from = cursor
    ? { OR: [{ createdAt: { [past]: cursor.at } }, { createdAt: cursor.at, id: { [past]: cursor.id } }] }
    : {}
  const read = await db().accessKey.findMany({
    where: { AND: [where, from] },
    orderBy: [{ createdAt: order }, { id: order }],
    take: limit + 1,
  })
  return toPage(read, { cursor, limit })
}

export function toView(key: AccessKey): AccessKeyView {
  const { id, name, description, hint, active, roleNames, boundUserId, permittedIps, createdBy } = key
  return {
    id,
    name,
    description,
    hint,
    active,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    roleNames,
    tenants: toKeyTenants(key.tenants),
    boundUserId,
    customClaims: toJsonObject(key.customClaims),
    permittedIps,
    createdBy,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}

const keyTenantsSchema = z.array(z.object({ tenantId: z.string(), roleNames: z.array(z.string()) }))

/** The tenants column of a key. */
export function toKeyTenants(column: Prisma.JsonValue): KeyTenant[] {
  return keyTenantsSchema.safeParse(column).data ?? []
}

/** Those of some tenants that exist and are not disabled. */
export async function listUsableTenants(
  projectId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return await db().tenant.findMany({
    where: { projectId, id: { in: [...ids] }, disabled: false },
    select: { id: true, name: true },
  })
}
