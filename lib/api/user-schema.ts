import { z } from '@hono/zod-openapi'
import { USER_STATUSES } from '@/lib/identity/users/schema'

/** A user as the API's description tells it. */
export const userSchema = z
  .object({
    userId: z.string(),
    loginIds: z.array(z.string()),
    email: z.string(),
    phone: z.string(),
    name: z.string(),
    status: z.enum(USER_STATUSES),
    roleNames: z.array(z.string()),
    userTenants: z.array(z.object({ tenantId: z.string(), tenantName: z.string() })),
    customAttributes: z.record(z.string(), z.json()).openapi({ type: 'object' }),
    createdTime: z.number().openapi({ description: 'Seconds since the epoch' }),
  })
  .openapi('User')

/** The tokens of a session. */
export const jwtResponseSchema = z
  .object({
    sessionJwt: z.string(),
    refreshJwt: z.string().optional(),
    cookieDomain: z.string(),
    cookiePath: z.string(),
    cookieMaxAge: z.number().int(),
    cookieExpiration: z.number().int(),
    sessionExpiration: z.number().int(),
    firstSeen: z.boolean(),
    user: userSchema,
    claims: z.record(z.string(), z.json()).openapi({ type: 'object' }),
  })
  .openapi('JWTResponse')
