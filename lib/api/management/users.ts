import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { IdentityError } from '@/lib/identity/errors'
import { toLoginKey } from '@/lib/identity/login-id'
import { addToTenant } from '@/lib/identity/users/memberships/service'
import { findUserByLoginId, listUsersByIds, type UserRow } from '@/lib/identity/users/queries'
import { toUserAudit, toUserResponse } from '@/lib/identity/users/response'
import { USER_STATUSES } from '@/lib/identity/users/schema'
import { createUser, deleteUser, updateUser } from '@/lib/identity/users/service'
import { ApiError } from '../errors'
import { absent, idSchema } from '../schemas'
import { userSchema } from '../user-schema'
import { addRoute, type ManagementCall } from './route'
import { toPatch, toWhole, userFields, whoFields } from './user-wire'

const oneUser = z.object({ user: userSchema })
export const userList = z.object({ users: z.array(userSchema) })
const nothing = z.object({})

const newUser = z.looseObject({
  ...whoFields,
  ...userFields,
  invite: absent(z.boolean()),
  test: absent(z.boolean()),
})
const changedUser = z.looseObject({ ...whoFields, ...userFields, status: absent(z.enum(USER_STATUSES)) })
const who = z.looseObject(whoFields)

/** Users as `wire` clients manage them: create, load, change, delete, and their tenants. */
export function addUserRoutes(app: OpenAPIHono): void {
  addCreate(app, '/user/create', false)
  addCreate(app, '/user/create/test', true)
  addRoute(app, {
    method: 'get',
    path: '/user',
    summary: 'Load a user',
    description: 'By `loginId`, which may be a user id, or by `userId`.',
    request: who,
    reply: oneUser,
    answer: 'The user.',
    run: async (call) => ({ user: toUserResponse(await requireUser(call)) }),
  })
  addRoute(app, {
    method: 'post',
    path: '/users/load',
    summary: 'Load several users by their ids',
    description: 'Unknown ids are left out.',
    request: z.looseObject({ userIds: absent(z.array(idSchema('Give user ids as text.')).max(1_000)) }),
    reply: userList,
    answer: 'The users, in the order of the ids.',
    run: async ({ projectId, given }) => ({
      users: (await listUsersByIds(projectId, given.userIds ?? [])).map(toUserResponse),
    }),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/update',
    summary: 'Replace a user',
    description: 'What is not given is emptied, custom attributes, roles and tenants too; login ids are only added.',
    request: changedUser,
    reply: oneUser,
    answer: 'The user as it became.',
    run: (call) =>
      change(call, (user) =>
        updateUser(call.projectId, user.id, withLoginIds(call, user, toWhole(call.given)), { replaceAttributes: true }),
      ),
  })
  addRoute(app, {
    method: 'patch',
    path: '/user/patch',
    summary: 'Change a user',
    description: 'What is not given stays.',
    request: changedUser,
    reply: oneUser,
    answer: 'The user as it became.',
    run: (call) =>
      change(call, (user) => {
        const status = call.given.status ? { status: call.given.status } : {}
        return updateUser(call.projectId, user.id, { ...withLoginIds(call, user, toPatch(call.given)), ...status })
      }),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/update/status',
    summary: 'Enable or disable a user',
    description: 'Whoever is disabled has no session from then on.',
    request: z.looseObject({ ...whoFields, status: z.enum(USER_STATUSES) }),
    reply: oneUser,
    answer: 'The user as it became.',
    run: (call) => change(call, (user) => updateUser(call.projectId, user.id, { status: call.given.status })),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/update/customAttribute',
    summary: 'Set one custom attribute of a user',
    description: 'Null or empty text takes the value away.',
    request: z.looseObject({
      ...whoFields,
      attributeKey: idSchema('Give the attribute’s name as attributeKey.'),
      attributeValue: z.unknown(),
    }),
    reply: oneUser,
    answer: 'The user as it became.',
    run: (call) =>
      change(call, (user) => {
        const customAttributes = { [call.given.attributeKey]: call.given.attributeValue ?? null }
        return updateUser(call.projectId, user.id, { customAttributes })
      }),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/update/tenant/add',
    summary: 'Make a user a member of a tenant',
    request: z.looseObject({ ...whoFields, tenantId: idSchema('Give the tenant’s id as tenantId.') }),
    reply: oneUser,
    answer: 'The user with its tenants.',
    run: (call) => change(call, (user) => addToTenant(call.projectId, user.id, call.given.tenantId)),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/update/tenant/remove',
    summary: 'End a membership of a user',
    request: z.looseObject({ ...whoFields, tenantId: idSchema('Give the tenant’s id as tenantId.') }),
    reply: oneUser,
    answer: 'The user with the tenants that are left.',
    run: (call) =>
      change(call, (user) => {
        const left = user.tenants.filter(({ tenantId }) => tenantId !== call.given.tenantId)
        return updateUser(call.projectId, user.id, {
          tenants: left.map(({ tenantId, roleNames }) => ({ tenantId, roleNames })),
        })
      }),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/delete',
    summary: 'Delete a user',
    request: who,
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      const user = await deleteUser(call.projectId, (await requireUser(call)).id)
      await call.audit({ action: 'user.delete', targetId: user.id, userId: user.id, before: toUserAudit(user) })
      return {}
    },
  })
}

function addCreate(app: OpenAPIHono, path: string, test: boolean): void {
  addRoute(app, {
    method: 'post',
    path,
    summary: test ? 'Create a user for tests' : 'Create a user',
    description: 'With `invite` the user waits for the first sign-in; no mail is sent.',
    request: newUser,
    reply: oneUser,
    answer: 'The new user.',
    run: async ({ projectId, given, audit }) => {
      const loginId = given.loginId || given.loginIdOrUserId
      if (!loginId) throw new ApiError('missingArguments', 'Give the user’s login id as loginId.')
      const user = await createUser(projectId, {
        ...toPatch(given),
        loginIds: [loginId, ...(given.additionalLoginIds ?? [])],
        ...(given.invite ? { status: 'invited' as const } : {}),
        test: test || (given.test ?? false),
      })
      await audit({ action: 'user.create', targetId: user.id, userId: user.id, after: toUserAudit(user) })
      return { user: toUserResponse(user) }
    },
  })
}

type WhoCall = ManagementCall<z.output<typeof who>>

/** @throws IdentityError `userNotFound`; ApiError when the call names nobody */
async function requireUser({ projectId, given }: WhoCall): Promise<UserRow> {
  const named = given.loginId || given.loginIdOrUserId || given.userId
  if (!named) throw new ApiError('missingArguments', 'Name the user: give loginId or userId.')
  const user = await findUserByLoginId(projectId, named)
  if (!user) throw new IdentityError('userNotFound')
  return user
}

async function change(call: WhoCall, work: (user: UserRow) => Promise<UserRow>) {
  const before = await requireUser(call)
  const after = await work(before)
  await call.audit({
    action: 'user.update',
    targetId: after.id,
    userId: after.id,
    before: toUserAudit(before),
    after: toUserAudit(after),
  })
  return { user: toUserResponse(after) }
}

/** Login ids that are given are added: taking one away would keep somebody from signing in. */
function withLoginIds<T extends object>(
  { given }: ManagementCall<z.output<typeof changedUser>>,
  user: UserRow,
  patch: T,
): T & { loginIds?: string[] } {
  const added = given.additionalLoginIds ?? []
  if (added.length === 0) return patch
  const loginIds = user.loginIds.map(({ loginId }) => loginId)
  const known = new Set(loginIds.map(toLoginKey))
  return { ...patch, loginIds: [...loginIds, ...added.filter((each) => !known.has(toLoginKey(each)))] }
}
