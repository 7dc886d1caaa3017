import { OpenAPIHono, z } from '@hono/zod-openapi'
import { TooManyAttemptsError } from '@/lib/identity/access-keys/errors'
import { exchangeAccessKey } from '@/lib/identity/access-keys/exchange'
import { claimsSchema } from '@/lib/identity/sessions/schema'
import { readBearer } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, readBody, usePost } from '../request'
import { absent, idSchema } from '../schemas'
import { exchange } from './routes'

const exchangeSchema = z.looseObject({
  loginOptions: absent(
    z.looseObject({
      customClaims: absent(claimsSchema),
      selectedTenant: z.union([z.literal(''), absent(idSchema('Give the tenant\u2019s id.'))]),
    }),
  ),
})

/** What an access key is for: a session JWT. Below /v1/auth. */
export function createAccessKeyRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerPath(exchange)
  app.post('/accesskey/exchange', async (context) => {
    const { projectId, token } = readBearer(context)
    if (!token) throw new ApiError('unauthorized', 'Send the header Authorization: Bearer <project id>:<access key>.')
    const { loginOptions } = readBody(context, exchangeSchema)
    try {
      const reply = await exchangeAccessKey({
        projectId,
        secret: token,
        ipAddress: clientAddress(context),
        tenantId: loginOptions?.selectedTenant || null,
        claims: loginOptions?.customClaims ?? {},
      })
      return context.json(reply)
    } catch (error) {
      if (!(error instanceof TooManyAttemptsError)) throw error
      const seconds = Math.max(1, Math.ceil((error.until.getTime() - Date.now()) / 1_000))
      context.header('retry-after', String(seconds))
      throw new ApiError('tooManyRequests', error.message)
    }
  })
  app.all('/accesskey/exchange', usePost)
  return app
}
