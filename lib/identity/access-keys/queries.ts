import { z } from 'zod'
import { db } from '@/lib/db'
import { hashToken } from '@/lib/id'
import type { AccessKey, Prisma } from '@/prisma/generated/client'
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

const MOST_FOUND = 5_000

/** The keys that fit all that is given, newest first. */
export async function searchAccessKeys(projectId: string, search: KeySearch): Promise<AccessKey[]> {
  const { tenantIds, boundUserId, createdBy } = search
  return await db().accessKey.findMany({
    where: {
      projectId,
      ...(boundUserId === null ? {} : { boundUserId }),
      ...(createdBy === null ? {} : { createdBy }),
      ...(tenantIds.length === 0
        ? {}
        : { OR: tenantIds.map((tenantId) => ({ tenants: { array_contains: [{ tenantId }] } })) }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_FOUND,
  })
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
  const place = readCursor(cursor)
  const back = place?.direction === 'before'
  const beyond = place && (back ? { gt: place.at } : { lt: place.at })
  const beside = place && (back ? { gt: place.id } : { lt: place.id })
  const order = back ? 'asc' : 'desc'
  const rows = await db().accessKey.findMany({
    where: {
      projectId,
      ...(place && beyond && beside ? { OR: [{ createdAt: beyond }, { createdAt: place.at, id: beside }] } : {}),
    },
    orderBy: [{ createdAt: order }, { id: order }],
    take: PAGE_SIZE + 1,
  })
  const more = rows.length > PAGE_SIZE
  const page = rows.slice(0, PAGE_SIZE)
  if (back) page.reverse()
  const [first, last] = [page[0], page.at(-1)]
  return {
    keys: page.map(toView),
    previousCursor: first && (back ? more : place) ? writeCursor('before', first) : null,
    nextCursor: last && (back || more) ? writeCursor('after', last) : null,
  }
}

function writeCursor(direction: 'before' | 'after', { createdAt, id }: AccessKey): string {
  return `${direction}-${createdAt.getTime()}-${id}`
}

function readCursor(cursor: string | null): { direction: string; at: Date; id: string } | null {
  const [, direction, at, id] = /^(before|after)-(\d{1,15})-([0-9a-z]{1,40})$/.exec(cursor ?? '') ?? []
  return direction && at && id ? { direction, at: new Date(Number(at)), id } : null
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
