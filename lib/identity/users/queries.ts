import { db } from '@/lib/db'
import type { Prisma } from '@/prisma/generated/client'
import { IdentityError } from '../errors'
import { isUserId, toLoginKey } from '../login-id'

/** What is read of a user: enough for `toUserResponse`. */
export const userIncludes = {
  loginIds: { orderBy: [{ createdAt: 'asc' }, { key: 'asc' }], select: { loginId: true } },
  tenants: {
    orderBy: [{ createdAt: 'asc' }, { tenantId: 'asc' }],
    select: { tenantId: true, roleNames: true, tenant: { select: { name: true, disabled: true } } },
  },
  password: { select: { userId: true } },
} as const satisfies Prisma.UserInclude

export type UserRow = Prisma.UserGetPayload<{ include: typeof userIncludes }>

/** The user with an id; null when there is none in the project. */
export async function findUser(
  projectId: string,
  userId: string,
  client: Prisma.TransactionClient = db(),
): Promise<UserRow | null> {
  return await client.user.findUnique({ where: { projectId_id: { projectId, id: userId } }, include: userIncludes })
}

/** @throws IdentityError `userNotFound`, also for another project's user */
export async function getUser(
  projectId: string,
  userId: string,
  client: Prisma.TransactionClient = db(),
): Promise<UserRow> {
  const user = await findUser(projectId, userId, client)
  if (!user) throw new IdentityError('userNotFound')
  return user
}

/**
 * The user with a login id, in whatever case it is given, or with a user id; null when there is none. A login id never
 * has the form of a user id, so one text never means two people.
 */
export async function findUserByLoginId(
  projectId: string,
  loginIdOrUserId: string,
  client: Prisma.TransactionClient = db(),
): Promise<UserRow | null> {
  const given = loginIdOrUserId.trim()
  // PostgreSQL refuses a text with NUL.
  if (given === '' || given.includes('\0')) return null
  if (isUserId(given)) return findUser(projectId, given, client)
  const found = await client.userLoginId.findUnique({
    where: { projectId_key: { projectId, key: toLoginKey(given) } },
    select: { userId: true },
  })
  return found ? findUser(projectId, found.userId, client) : null
}

/** Some users by their ids, in the order of the ids; unknown ones are left out. */
export async function listUsersByIds(projectId: string, ids: readonly string[]): Promise<UserRow[]> {
  if (ids.length === 0) return []
  const rows = await db().user.findMany({ where: { projectId, id: { in: [...ids] } }, include: userIncludes })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
