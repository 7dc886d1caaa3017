import type { OpenAPIHono } from '@hono/zod-openapi'
import { readBearer } from '../authenticate'
import { ApiError } from '../errors'
import { beginForUser, connectSchema } from '../outbound/begin'
import { managementConnect } from '../outbound/documents'
import { readBody } from '../request'

/** The one connect call that back ends and agents make, with a user's token in the place of a management key. */
export function addOutboundConnect(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath(managementConnect)
  app.post('/outbound/app/connect', async (context) => {
    const { projectId, token } = readBearer(context)
    // A key is one word; a JWT has three parts (RFC 7519).
    if (token?.split('.').length !== 3) {
      throw new ApiError(
        'unauthorized',
        'An account is connected for a user: send Authorization: Bearer <project id>:<session or refresh JWT of the user>. A management key names nobody.',
      )
    }
    return context.json(await beginForUser(projectId, token, readBody(context, connectSchema)))
  })
}
