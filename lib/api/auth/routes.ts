import { createRoute, z } from '@hono/zod-openapi'
import { answers, body, inputSchema } from '../schemas'
import { jwtResponseSchema, userSchema } from '../user-schema'

// What the API's description says of /v1/auth; the handlers are in sessions.ts and access-keys.ts.

const refreshSecurity = [{ refreshToken: [] }]
const nothing = z.object({})
const tokens = answers(jwtResponseSchema, 'New tokens. Each refresh token has one successor; use the newest.')

export const refresh = createRoute({
  method: 'post',
  path: '/refresh',
  summary: 'Refresh a session',
  description:
    'Answers a new session JWT and the successor of the refresh token. For 30 seconds the former refresh token is answered with the same successor; used later it ends the session.',
  security: refreshSecurity,
  responses: tokens,
})

export const tryRefresh = createRoute({
  method: 'post',
  path: '/try-refresh',
  summary: 'Refresh a session, if there is one',
  description: 'As refresh, but answers {} when nobody is signed in.',
  security: refreshSecurity,
  responses: answers(jwtResponseSchema.partial(), 'New tokens, or an empty object.'),
})

export const select = createRoute({
  method: 'post',
  path: '/tenant/select',
  summary: 'Choose the current tenant',
  description: 'Refreshes the session with the claim dct set to one of the user\u2019s tenants.',
  security: refreshSecurity,
  request: body(z.object({ tenant: z.string() }).openapi('TenantSelect')),
  responses: tokens,
})

export const me = createRoute({
  method: 'get',
  path: '/me',
  summary: 'The signed-in user',
  security: refreshSecurity,
  responses: answers(userSchema, 'The user.'),
})

export const myTenants = createRoute({
  method: 'post',
  path: '/me/tenants',
  summary: 'Tenants of the signed-in user',
  description: 'The current one with dct, those of ids, or all.',
  security: refreshSecurity,
  request: body(z.object({ dct: z.boolean().optional(), ids: z.array(z.string()).optional() }).openapi('MyTenants')),
  responses: answers(
    z.object({ tenants: z.array(z.object({ id: z.string(), name: z.string(), customAttributes: inputSchema })) }),
    'The tenants.',
  ),
})

export const myHistory = createRoute({
  method: 'get',
  path: '/me/history',
  summary: 'Sign-ins of the signed-in user',
  security: refreshSecurity,
  responses: answers(
    z.array(
      z.object({
        userId: z.string(),
        loginTime: z.number().int(),
        city: z.string(),
        country: z.string(),
        ip: z.string(),
      }),
    ),
    'The last ones, newest first.',
  ),
})

export const logout = createRoute({
  method: 'post',
  path: '/logout',
  summary: 'End the session',
  security: refreshSecurity,
  responses: answers(nothing, 'The session has ended.'),
})

export const logoutAll = createRoute({
  method: 'post',
  path: '/logoutall',
  summary: 'End all sessions of the user',
  security: refreshSecurity,
  responses: answers(nothing, 'The sessions have ended.'),
})

export const exchange = createRoute({
  method: 'post',
  path: '/accesskey/exchange',
  summary: 'Exchange an access key for a session JWT',
  description:
    'The JWT is the bound user\u2019s, else the key\u2019s own. Claims that the caller gives are below nsec. Too many wrong keys from one address answer 429 with Retry-After.',
  security: [{ accessKey: [] }],
  request: body(
    z
      .object({
        loginOptions: z
          .object({ customClaims: inputSchema.optional(), selectedTenant: z.string().optional() })
          .optional(),
      })
      .openapi('AccessKeyExchange'),
  ),
  responses: answers(
    z.object({ keyId: z.string(), sessionJwt: z.string(), expiration: z.number().int() }),
    'The session JWT and when it lapses, in seconds since 1970.',
  ),
})

export const keys = createRoute({
  method: 'get',
  path: '/{projectId}',
  summary: 'The public keys of a project',
  description: 'JSON Web Keys (RFC 7517). They may be kept for five minutes; a new key is published before it signs.',
  request: { params: z.object({ projectId: z.string() }) },
  responses: answers(
    z.object({
      keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.literal('sig') })),
    }),
    'The keys.',
  ),
})
