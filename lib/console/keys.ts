import { db } from '@/lib/db'
import { hashToken, newId, newToken } from '@/lib/id'
import { DomainError } from '@/lib/result'

const HINT_LENGTH = 4
const USED_GRAIN_MS = 60_000

export interface NewManagementKey {
  id: string
  projectId: string
  name: string
  /** The key itself; it exists only in this answer. */
  secret: string
}

/**
 * Makes a key that may manage the project. The secret holds no `:` and no dots, see `newToken`.
 * @param by the operator's id; null for the command line
 * @throws DomainError `conflict` when the project has a key of that name
 */
export async function createManagementKey(
  projectId: string,
  name: string,
  by: string | null,
): Promise<NewManagementKey> {
  const secret = newToken()
  const key = {
    projectId,
    id: newId(),
    name,
    secretHash: hashToken(secret),
    hint: secret.slice(-HINT_LENGTH),
    createdById: by,
  }
  const { count } = await db().managementKey.createMany({ data: [key], skipDuplicates: true })
  if (count === 0) {
    const message = 'There is a key of this name already, perhaps a revoked one. Choose another name.'
    throw new DomainError('conflict', message, { name: message })
  }
  return { id: key.id, projectId, name, secret }
}

/** The key of a secret; null when there is none or it was revoked. The lookup is by hash, so its time tells nothing. */
export async function findManagementKey(
  secret: string,
): Promise<{ projectId: string; id: string; name: string } | null> {
  const key = await db().managementKey.findUnique({
    where: { secretHash: hashToken(secret), project: { deletedAt: null } },
    select: { projectId: true, id: true, name: true, revokedAt: true },
  })
  return key && !key.revokedAt ? { projectId: key.projectId, id: key.id, name: key.name } : null
}

/** Notes that a key was used, at most once a minute. */
export async function noteKeyUse(projectId: string, keyId: string, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - USED_GRAIN_MS)
  await db().managementKey.updateMany({
    where: { projectId, id: keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: now },
  })
}

/** Ends a key at once and for good. */
export async function revokeManagementKey(projectId: string, keyId: string): Promise<void> {
  const { count } = await db().managementKey.updateMany({
    where: { projectId, id: keyId, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  if (count === 0) throw new DomainError('notFound', 'This key was revoked already. Reload the page.')
}
