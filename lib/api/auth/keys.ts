import { OpenAPIHono } from '@hono/zod-openapi'
import { findProject } from '@/lib/console/queries'
import { listPublishedKeys, toJwks } from '@/lib/identity/signing-keys/queries'
import { keepSigningKeys } from '@/lib/identity/signing-keys/service'
import { ApiError } from '../errors'
import { keys } from './routes'

/** How long verifiers may keep the keys; far below the time that a new key is published before it signs. */
const MAX_AGE_SECONDS = 300

/** The public keys that a project's JWTs are verified with, below /v2/keys. They are no secret: any origin may read them. */
export function createKeyRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerPath(keys)
  app.get('/:projectId', async (context) => {
    const projectId = context.req.param('projectId')
    let published = await listPublishedKeys(projectId)
    if (published.length === 0) {
      if (!(await findProject(projectId))) throw new ApiError('notFound', 'There is no project with this id.')
      await keepSigningKeys(projectId)
      published = await listPublishedKeys(projectId)
    }
    context.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
    context.header('access-control-allow-origin', '*')
    return context.json(toJwks(published))
  })
  return app
}
