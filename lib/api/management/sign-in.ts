import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { IdentityError } from '@/lib/identity/errors'
import {
  type BackendSession,
  type BackendSignIn,
  signInByBackend,
  signUpByBackend,
  signUpOrInByBackend,
} from '@/lib/identity/sessions/service/backend'
import { endUserSessions } from '@/lib/identity/sessions/service/end'
import { updateToken } from '@/lib/identity/sessions/service/update'
import { findUserByLoginId } from '@/lib/identity/users/queries'
import { toUserAudit } from '@/lib/identity/users/response'
import { ApiError } from '../errors'
import { absent, idSchema, inputSchema } from '../schemas'
import { jwtResponseSchema } from '../user-schema'
import { addRoute, type ManagementCall } from './route'
import { toPatch, userFields, whoFields } from './user-wire'

const YEAR_SECONDS = 365 * 86_400

/** 0 is how some SDKs send that nothing was given. */
const duration = absent(z.coerce.number().int().min(0).max(YEAR_SECONDS))

const signInSchema = z.looseObject({
  loginId: idSchema('Give the user\u2019s login id as loginId.', 254),
  user: absent(z.looseObject({ ...userFields, name: absent(z.string()) })),
  customClaims: absent(inputSchema),
  tenantId: absent(z.string().max(100)),
  selectedTenant: absent(z.string().max(100)),
  refreshDuration: duration,
  revokeOtherSessions: absent(z.boolean()),
})

const updateSchema = z.looseObject({
  jwt: z.string('Give the token as jwt.').min(1, 'Give the token as jwt.').max(100_000),
  customClaims: absent(inputSchema),
  refreshDuration: duration,
})

/** Sessions for applications that see to the sign-in themselves; tokens with more claims; the end of sessions. */
export function addSignInRoutes(app: OpenAPIHono): void {
  addSignIn(app, 'signin', 'Sign a user in', 'The application vouches for the person.', signInByBackend)
  addSignIn(app, 'signup', 'Make a user and sign them in', 'Refused when somebody has the login id.', signUpByBackend)
  addSignIn(app, 'signup-in', 'Sign a user in, made when there is none', '', signUpOrInByBackend)
  addRoute(app, {
    method: 'post',
    path: '/jwt/update',
    summary: 'Add custom claims to a JWT',
    description:
      'Answers a JWT of the same kind. Those of a session stay with it: every later session JWT carries them. refreshDuration: how many seconds a refresh JWT lives from now.',
    request: updateSchema,
    reply: z.object({ jwt: z.string() }),
    answer: 'The new JWT.',
    run: async ({ projectId, given, audit }) => {
      const jwt = await updateToken({
        projectId,
        jwt: given.jwt,
        claims: given.customClaims ?? {},
        lifetimeSeconds: given.refreshDuration || null,
      })
      await audit({ action: 'jwt.update', data: { claims: Object.keys(given.customClaims ?? {}) } })
      return { jwt }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/user/logout',
    summary: 'End all sessions of a user',
    request: z.looseObject(whoFields),
    reply: z.object({}),
    answer: 'Nothing.',
    run: async ({ projectId, given, audit }) => {
      const named = given.loginId || given.loginIdOrUserId || given.userId
      if (!named) throw new ApiError('missingArguments', 'Name the user: give loginId or userId.')
      const user = await findUserByLoginId(projectId, named)
      if (!user) throw new IdentityError('userNotFound')
      const ended = await endUserSessions(projectId, user.id, 'operator')
      await audit({ action: 'session.revokeAll', targetId: user.id, userId: user.id, data: { ended } })
      return {}
    },
  })
}

function addSignIn(
  app: OpenAPIHono,
  name: string,
  summary: string,
  description: string,
  work: (request: BackendSignIn) => Promise<BackendSession>,
): void {
  addRoute(app, {
    method: 'post',
    path: `/auth/${name}`,
    summary,
    description,
    request: signInSchema,
    reply: jwtResponseSchema,
    answer: 'The tokens of the session.',
    run: async (call) => {
      const { tokens, sessionId, userId, created } = await work(toRequest(call))
      const about = { targetId: userId, userId }
      if (created) await call.audit({ action: 'user.create', ...about, after: toUserAudit(created) })
      await call.audit({ action: 'session.create', ...about, targetId: sessionId })
      return tokens
    },
  })
}

function toRequest(call: ManagementCall<z.output<typeof signInSchema>>): BackendSignIn {
  const { projectId, given, ipAddress, userAgent } = call
  const { name, ...user } = given.user ?? {}
  return {
    projectId,
    loginId: given.loginId,
    user: toPatch({ ...user, displayName: user.displayName ?? name }),
    tenantId: given.selectedTenant || given.tenantId || null,
    claims: given.customClaims ?? {},
    refreshLifetimeSeconds: given.refreshDuration || null,
    endOtherSessions: given.revokeOtherSessions ?? false,
    ipAddress,
    userAgent,
  }
}
