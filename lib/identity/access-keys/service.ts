import { db } from '@/lib/db'
import { hashToken, newId, newToken } from '@/lib/id'
import type { JsonObject } from '@/lib/language/json'
import type { AccessKey, Prisma } from '@/prisma/generated/client'
import { defined, parseInput } from '../parse'
import { findUserByLoginId } from '../users/queries'
import { AccessKeyError } from './errors'
import { getAccessKey, toView } from './queries'
import {
  type AccessKeyPatch,
  accessKeyPatchSchema,
  type KeyTenant,
  type NewAccessKey,
  newAccessKeySchema,
} from './schema'

const HINT_LENGTH = 4
const USED_GRAIN_MS = 60_000

/** A key with its secret, which exists only in this answer. */
export interface KeyWithSecret {
  key: AccessKey
  /** 32 characters without `:` and dots, so that it never looks like a JWT. */
  secret: string
}

/**
 * Makes a key that exchanges for session JWTs.
 * @param createdBy the name of the operator or management key
 * @throws DomainError `invalid` with fields
 */
export async function createAccessKey(
  projectId: string,
  input: NewAccessKey,
  createdBy: string,
): Promise<KeyWithSecret> {
  const { tenants = [], boundUserId, ...fields } = parseInput(newAccessKeySchema, input)
  await requireTenants(projectId, tenants)
  const userId = boundUserId === null ? null : await requireUser(projectId, boundUserId)
  const { secret, ...stored } = newSecret()
  const key = await db().accessKey.create({
    data: {
      ...defined(fields),
      ...stored,
      projectId,
      id: newId(),
      createdBy,
      tenants: toColumn(tenants),
      boundUserId: userId,
    },
  })
  return { key, secret }
}

/**
 * Changes what is given of a key; the rest stays.
 * @throws AccessKeyError `keyNotFound`; DomainError `invalid` with fields
 */
export async function updateAccessKey(projectId: string, id: string, patch: AccessKeyPatch): Promise<AccessKey> {
  const { tenants, ...fields } = parseInput(accessKeyPatchSchema, patch)
  if (tenants) await requireTenants(projectId, tenants)
  return await change(projectId, id, { ...defined(fields), ...(tenants ? { tenants: toColumn(tenants) } : {}) })
}

/** @throws AccessKeyError `keyNotFound` */
export async function setAccessKeyActive(projectId: string, id: string, active: boolean): Promise<AccessKey> {
  return await change(projectId, id, { active })
}

/**
 * Gives a key a new secret; the old one is refused from now on.
 * @throws AccessKeyError `keyNotFound`
 */
export async function rotateAccessKey(projectId: string, id: string): Promise<KeyWithSecret> {
  const { secret, ...stored } = newSecret()
  return { key: await change(projectId, id, stored), secret }
}

/** @throws AccessKeyError `keyNotFound` */
export async function deleteAccessKey(projectId: string, id: string): Promise<AccessKey> {
  const key = await getAccessKey(projectId, id)
  await db().accessKey.deleteMany({ where: { projectId, id } })
  return key
}

/** Notes that a key was used, at most once a minute. */
export async function noteAccessKeyUse(key: AccessKey, now: Date): Promise<void> {
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < USED_GRAIN_MS) return
  await db().accessKey.updateMany({ where: { projectId: key.projectId, id: key.id }, data: { lastUsedAt: now } })
}

/** What the audit log keeps of a key before and after a change. */
export function toKeyAudit(key: AccessKey): JsonObject {
  const { id, hint, createdAt, lastUsedAt, tenants, ...facts } = toView(key)
  return { ...facts, tenants: tenants.map((tenant) => ({ ...tenant })) }
}

async function change(
  projectId: string,
  id: string,
  data: Prisma.AccessKeyUpdateManyMutationInput,
): Promise<AccessKey> {
  const [key] = await db().accessKey.updateManyAndReturn({ where: { projectId, id }, data })
  if (!key) throw new AccessKeyError('keyNotFound')
  return key
}

function newSecret(): { secret: string; secretHash: string; hint: string } {
  const secret = newToken()
  return { secret, secretHash: hashToken(secret), hint: secret.slice(-HINT_LENGTH) }
}

function toColumn(tenants: readonly KeyTenant[]): Prisma.InputJsonArray {
  // One entry a tenant: the last one given.
  const byId = new Map(tenants.map(({ tenantId, roleNames }) => [tenantId, roleNames]))
  return [...byId].map(([tenantId, roleNames]) => ({ tenantId, roleNames }))
}

async function requireTenants(projectId: string, tenants: readonly KeyTenant[]): Promise<void> {
  const ids = [...new Set(tenants.map(({ tenantId }) => tenantId))]
  if (ids.length === 0) return
  if ((await db().tenant.count({ where: { projectId, id: { in: ids } } })) < ids.length) {
    throw new AccessKeyError('unknownTenant', 'tenants')
  }
}

async function requireUser(projectId: string, loginIdOrUserId: string): Promise<string> {
  const user = await findUserByLoginId(projectId, loginIdOrUserId)
  if (!user) throw new AccessKeyError('unknownUser', 'boundUserId')
  return user.id
}
