import { db, PREPARED } from '@/lib/db'
import { createSharedRead } from '@/lib/shared-read'
import { Prisma } from '@/prisma/generated/client'
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

/** PostgreSQL refuses a text with it, and with the text all that are read together. */
const NUL = '\0'

/** Exactly one of the two names the user. */
interface UserKey {
  projectId: string
  id: string | null
  loginKey: string | null
}

interface FoundUser extends UserRow {
  /** How it was asked for. */
  askedId: string | null
  askedLoginKey: string | null
}

const toText = ({ projectId, id, loginKey }: UserKey) => JSON.stringify([projectId, id, loginKey])

// Each by its name: a column that a newer version adds must not change what a prepared statement answers.
const COLUMNS = Prisma.join(Object.values(Prisma.UserScalarFieldEnum).map((column) => Prisma.raw(`u."${column}"`)))

// What `userIncludes` says, in one statement: by Prisma it is one for each relation, and each sign-in reads a user twice.
// Those that come together share it.
const readUser = createSharedRead(toText, async (keys: UserKey[]): Promise<Map<string, UserRow>> => {
  const found = await db().$queryRaw<FoundUser[]>`${PREPARED}
    SELECT ${COLUMNS}, k."id" AS "askedId", k."loginKey" AS "askedLoginKey",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('loginId', l."loginId") ORDER BY l."createdAt", l."key") FROM "UserLoginId" l
        WHERE l."projectId" = u."projectId" AND l."userId" = u."id"
      ), '[]') AS "loginIds",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('tenantId', m."tenantId", 'roleNames', m."roleNames",
          'tenant', jsonb_build_object('name', t."name", 'disabled', t."disabled")) ORDER BY m."createdAt", m."tenantId")
        FROM "TenantMember" m JOIN "Tenant" t ON t."projectId" = m."projectId" AND t."id" = m."tenantId"
        WHERE m."projectId" = u."projectId" AND m."userId" = u."id"
      ), '[]') AS "tenants",
      (
        SELECT jsonb_build_object('userId', p."userId") FROM "UserPassword" p
        WHERE p."projectId" = u."projectId" AND p."userId" = u."id"
      ) AS "password"
    FROM unnest(${keys.map((key) => key.projectId)}::text[], ${keys.map((key) => key.id)}::text[],
      ${keys.map((key) => key.loginKey)}::text[]) AS k("projectId", "id", "loginKey")
    LEFT JOIN "UserLoginId" g ON g."projectId" = k."projectId" AND g."key" = k."loginKey"
    JOIN "User" u ON u."projectId" = k."projectId" AND u."id" = coalesce(k."id", g."userId")`
  return new Map(
    found.map(({ askedId, askedLoginKey, ...user }) => [
      toText({ projectId: user.projectId, id: askedId, loginKey: askedLoginKey }),
      user,
    ]),
  )
})

/** The user with an id; null when there is none in the project. */
export async function findUser(
  projectId: string,
  userId: string,
  client?: Prisma.TransactionClient,
): Promise<UserRow | null> {
  if (userId.includes(NUL)) return null
  if (!client) return (await readUser({ projectId, id: userId, loginKey: null })) ?? null
  return await client.user.findUnique({ where: { projectId_id: { projectId, id: userId } }, include: userIncludes })
}

/** @throws IdentityError `userNotFound`, also for another project's user */
export async function getUser(projectId: string, userId: string, client?: Prisma.TransactionClient): Promise<UserRow> {
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
  client?: Prisma.TransactionClient,
): Promise<UserRow | null> {
  const given = loginIdOrUserId.trim()
  if (given === '' || given.includes(NUL)) return null
  if (isUserId(given)) return findUser(projectId, given, client)
  const key = toLoginKey(given)
  if (!client) return (await readUser({ projectId, id: null, loginKey: key })) ?? null
  const found = await client.userLoginId.findUnique({
    where: { projectId_key: { projectId, key } },
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

/**
 * The ids of the users whom some login ids (in whatever case) or user ids name, by the texts as they were given. Unknown
 * ones are left out.
 */
export async function findUserIds(
  projectId: string,
  loginIdsOrUserIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // PostgreSQL refuses a text with NUL.
  const given = [...new Set(loginIdsOrUserIds)].filter((text) => !text.includes('\0'))
  const ids = given.map((text) => text.trim()).filter(isUserId)
  const keys = given.filter((text) => !isUserId(text.trim())).map(toLoginKey)
  const [users, logins] = await Promise.all([
    ids.length > 0 ? db().user.findMany({ where: { projectId, id: { in: ids } }, select: { id: true } }) : [],
    keys.length > 0
      ? db().userLoginId.findMany({ where: { projectId, key: { in: keys } }, select: { key: true, userId: true } })
      : [],
  ])
  const byText = new Map([
    ...users.map(({ id }) => [id, id] as const),
    ...logins.map(({ key, userId }) => [key, userId] as const),
  ])
  return new Map(
    given.flatMap((text) => {
      const id = byText.get(isUserId(text.trim()) ? text.trim() : toLoginKey(text))
      return id === undefined ? [] : [[text, id] as const]
    }),
  )
}
