import type { Prisma } from '@/prisma/generated/client'
import { type Owner, toOwnerKey } from '../owner'
import { deleteTokenRows } from './queries/deletion'
import type { TokenActor } from './types'

/** Which tokens of a project: those that meet all that is given. */
export interface TokenFilter {
  tokenId?: string | undefined
  appId?: string | undefined
  /** At its level alone. */
  owner?: Owner | undefined
  /** The user's own and those in tenants. */
  userId?: string | undefined
  userIds?: readonly string[] | undefined
  /** Every token of a user or of a user in a tenant, whoever it is. */
  ofUsers?: boolean | undefined
  /** The tenant's own and those of its users in it. */
  tenantId?: string | undefined
}

const BATCH = 2_000
const NO_LIMIT = 2_147_483_647

/**
 * Deletes tokens. With each it is queued that its provider is told (RFC 7009), in the same statement. Without a
 * transaction of the caller, many go in batches.
 * @returns how many there were
 */
export async function deleteTokens(
  projectId: string,
  { owner, userId, userIds, ...rest }: TokenFilter,
  actor: TokenActor,
  transaction?: Prisma.TransactionClient,
): Promise<number> {
  const users = userId === undefined ? userIds : [userId]
  const selection = { ...rest, userIds: users, ownerKey: owner && toOwnerKey(owner) }
  if (transaction) return await deleteTokenRows(projectId, selection, actor, NO_LIMIT, transaction)
  let deleted = 0
  for (let batch = BATCH; batch === BATCH; deleted += batch) {
    batch = await deleteTokenRows(projectId, selection, actor, BATCH)
  }
  return deleted
}
