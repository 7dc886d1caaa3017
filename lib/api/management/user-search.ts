import { OpenAPIHono, z } from '@hono/zod-openapi'
import { toUserResponse } from '@/lib/identity/users/response'
import { USER_STATUSES } from '@/lib/identity/users/schema'
import { searchUsers } from '@/lib/identity/users/search/queries'
import { USER_ORDERS, type UserFilter, type UserOrder } from '@/lib/identity/users/types'
import { ApiError } from '../errors'
import { absent } from '../schemas'
import { addRoute, refuseOtherMethods } from './route'
import { userList } from './users'

const LIMIT = 100
const LIMIT_MAX = 1_000

const texts = absent(z.array(z.string().max(300)).max(1_000))
const flag = absent(z.boolean())
/** Milliseconds since the epoch; 0 is none. */
const time = absent(z.number().min(0).max(8.64e15))

const searchSchema = z.looseObject({
  tenantIds: texts,
  roleNames: texts,
  limit: absent(z.number().int().min(0).max(LIMIT_MAX)).openapi({ description: `Default ${LIMIT}` }),
  page: absent(z.number().int().min(0).max(1_000_000)).openapi({ description: 'From 0' }),
  text: absent(z.string().max(300)),
  sort: absent(z.array(z.looseObject({ field: z.string(), desc: flag })).max(10)),
  loginIds: texts,
  userIds: texts,
  emails: texts,
  phones: texts,
  statuses: absent(z.array(z.enum(USER_STATUSES))),
  customAttributes: absent(z.record(z.string(), z.json()).openapi({ type: 'object' })),
  testUsersOnly: flag,
  withTestUser: flag,
  verifiedEmail: flag,
  verifiedPhone: flag,
  fromCreatedTime: time,
  toCreatedTime: time,
  fromModifiedTime: time,
  toModifiedTime: time,
})

/** Searching, below /v2/mgmt. */
export function createSearchRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  addRoute(app, {
    method: 'post',
    path: '/user/search',
    summary: 'Search users',
    description:
      'All conditions together; the values of one are alternatives. Users made for tests come when asked for.',
    request: searchSchema,
    reply: userList.extend({ total: z.number() }),
    answer: 'A page of users, newest first unless sorted, and how many there are.',
    run: async ({ projectId, given }) => {
      const { users, total } = await searchUsers(projectId, toFilter(given), {
        limit: given.limit || LIMIT,
        page: given.page ?? 0,
        order: (given.sort ?? []).map(({ field, desc }) => ({ by: toOrder(field), descending: desc ?? false })),
      })
      return { users: users.map(toUserResponse), total }
    },
  })
  refuseOtherMethods(app)
  return app
}

function toFilter(given: z.output<typeof searchSchema>): UserFilter {
  const { tenantIds, roleNames, text, loginIds, userIds, emails, phones, statuses, customAttributes } = given
  return {
    tenantIds: tenantIds ?? [],
    roleNames: roleNames ?? [],
    text: text ?? '',
    loginIds: loginIds ?? [],
    userIds: userIds ?? [],
    emails: emails ?? [],
    phones: phones ?? [],
    statuses: statuses ?? [],
    attributes: customAttributes ?? {},
    test: given.testUsersOnly ? 'only' : given.withTestUser ? undefined : 'without',
    verifiedEmail: given.verifiedEmail ?? undefined,
    verifiedPhone: given.verifiedPhone ?? undefined,
    createdFrom: given.fromCreatedTime || undefined,
    createdTo: given.toCreatedTime || undefined,
    changedFrom: given.fromModifiedTime || undefined,
    changedTo: given.toModifiedTime || undefined,
  }
}

function toOrder(field: string): UserOrder {
  const order = USER_ORDERS.find((known) => known === (field === 'displayName' ? 'name' : field))
  if (order) return order
  throw new ApiError(
    'invalidArguments',
    `sort: users cannot be sorted by “${field}”. Use one of: ${USER_ORDERS.join(', ')}.`,
  )
}
