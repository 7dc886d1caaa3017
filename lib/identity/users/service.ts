import { inTransaction } from '@/lib/db'
import { newId } from '@/lib/id'
import { deleteTokens } from '@/lib/outbound/tokens/delete'
import { SYSTEM_ACTOR } from '@/lib/outbound/tokens/types'
import type { Prisma } from '@/prisma/generated/client'
import { checkAttributes, mergeAttributes } from '../attributes/service'
import { IdentityError } from '../errors'
import { toLoginKey } from '../login-id'
import { defined, parseInput } from '../parse'
import { endUserSessions } from '../sessions/service/end'
import { setMemberships } from './memberships/service'
import { getUser, type UserRow } from './queries'
import { type NewUser, newUserSchema, type UserPatch, userPatchSchema } from './schema'
import { toSearchText } from './search-text'

type Transaction = Prisma.TransactionClient

/** A user id: `U2` and 24 letters and digits. No login id may look like one. */
export function newUserId(): string {
  return `U2${newId(24)}`
}

/**
 * Makes a user.
 * @param client the caller's transaction; without it there is one of its own
 * @throws IdentityError `userExists`, `tenantNotFound`; DomainError `invalid` with fields
 */
export async function createUser(projectId: string, input: NewUser, client?: Transaction): Promise<UserRow> {
  const { loginIds, tenants, customAttributes, ...fields } = parseInput(newUserSchema, input)
  return inTransaction(client, async (transaction) => {
    const values = await checkAttributes(transaction, { projectId, subject: 'user', given: customAttributes ?? {} })
    const id = newUserId()
    await transaction.user.create({
      data: {
        ...defined(fields),
        projectId,
        id,
        customAttributes: mergeAttributes({}, values),
        searchText: toSearchText({ ...fields, loginIds }),
      },
    })
    await addLoginIds(transaction, projectId, id, loginIds)
    if (tenants) await setMemberships(transaction, projectId, id, tenants)
    return await getUser(projectId, id, transaction)
  })
}

export interface UpdateOptions {
  /** Custom attributes that are not given lose their values; otherwise they keep them. */
  replaceAttributes?: boolean
  client?: Transaction | undefined
}

/**
 * Changes what is given of a user; `loginIds` and `tenants` are all there are afterwards. An address that changes is not
 * verified any more unless the patch says so. Who is no longer enabled has no session from then on.
 * @throws IdentityError `userNotFound`, `userExists`, `tenantNotFound`; DomainError `invalid` with fields
 */
export async function updateUser(
  projectId: string,
  userId: string,
  patch: UserPatch,
  { replaceAttributes = false, client }: UpdateOptions = {},
): Promise<UserRow> {
  const { loginIds, tenants, customAttributes, ...fields } = parseInput(userPatchSchema, patch)
  return inTransaction(client, async (transaction) => {
    const before = await lockUser(transaction, projectId, userId)
    const values = await checkAttributes(transaction, { projectId, subject: 'user', given: customAttributes ?? {} })
    if (loginIds) await replaceLoginIds(transaction, projectId, before, loginIds)
    if (tenants) await setMemberships(transaction, projectId, userId, tenants)
    const known = loginIds ?? before.loginIds.map(({ loginId }) => loginId)
    await transaction.user.update({
      where: { projectId_id: { projectId, id: userId } },
      data: {
        ...defined(fields),
        ...unverified(before, fields),
        ...(customAttributes
          ? { customAttributes: mergeAttributes(replaceAttributes ? {} : before.customAttributes, values) }
          : {}),
        searchText: toSearchText({ ...before, ...defined(fields), loginIds: known }),
      },
    })
    if (fields.status && fields.status !== 'enabled')
      await endUserSessions(projectId, userId, 'operator', { client: transaction })
    return await getUser(projectId, userId, transaction)
  })
}

/**
 * Deletes a user with their memberships, password, sessions and connections; providers are told of the latter.
 * @throws IdentityError `userNotFound`
 */
export async function deleteUser(projectId: string, userId: string, client?: Transaction): Promise<UserRow> {
  return inTransaction(client, async (transaction) => {
    const user = await lockUser(transaction, projectId, userId)
    await deleteTokens(projectId, { userId }, SYSTEM_ACTOR, transaction)
    await transaction.user.delete({ where: { projectId_id: { projectId, id: userId } } })
    return user
  })
}

/** Reads a user and keeps others from changing it until the transaction ends. */
async function lockUser(transaction: Transaction, projectId: string, userId: string): Promise<UserRow> {
  await transaction.$queryRaw`SELECT 1 FROM "User" WHERE "projectId" = ${projectId} AND "id" = ${userId} FOR UPDATE`
  return await getUser(projectId, userId, transaction)
}

/** The rows of a user's login ids, each once. */
export function toLoginRows(projectId: string, userId: string, loginIds: readonly string[]) {
  const now = Date.now()
  return [...new Map(loginIds.map((loginId) => [toLoginKey(loginId), loginId]))].map(([key, loginId], at) => ({
    projectId,
    userId,
    key,
    loginId,
    // In the order given: the first is the one that is shown.
    createdAt: new Date(now + at),
  }))
}

async function addLoginIds(
  transaction: Transaction,
  projectId: string,
  userId: string,
  loginIds: readonly string[],
): Promise<void> {
  const rows = toLoginRows(projectId, userId, loginIds)
  const { count } = await transaction.userLoginId.createMany({ data: rows, skipDuplicates: true })
  if (count < rows.length) throw new IdentityError('userExists', 'loginIds')
}

async function replaceLoginIds(
  transaction: Transaction,
  projectId: string,
  before: UserRow,
  loginIds: readonly string[],
): Promise<void> {
  const same =
    before.loginIds.length === loginIds.length && before.loginIds.every(({ loginId }, at) => loginId === loginIds[at])
  if (same) return
  await transaction.userLoginId.deleteMany({ where: { projectId, userId: before.id } })
  await addLoginIds(transaction, projectId, before.id, loginIds)
}

/** What was verified was the former address. */
function unverified(
  before: UserRow,
  fields: {
    email?: string | null | undefined
    phone?: string | null | undefined
    verifiedEmail?: boolean | undefined
    verifiedPhone?: boolean | undefined
  },
): { verifiedEmail?: boolean; verifiedPhone?: boolean } {
  const moved = (after: string | null | undefined, stored: string | null) => after !== undefined && after !== stored
  return {
    ...(moved(fields.email, before.email) && fields.verifiedEmail === undefined ? { verifiedEmail: false } : {}),
    ...(moved(fields.phone, before.phone) && fields.verifiedPhone === undefined ? { verifiedPhone: false } : {}),
  }
}
