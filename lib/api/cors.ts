import type { Context, MiddlewareHandler } from 'hono'
import { ownOrigins } from '@/lib/console/origins'
import { getAllowedOrigins, isOriginOfAnyProject } from '@/lib/console/projects'
import { ApiError } from './errors'

const METHODS = 'GET, POST, PUT, PATCH, DELETE'
const EXPOSED = 'X-Descope-Flow-Nonce, x-geo, Retry-After'
const ASKED = /^(authorization|content-type|x-descope-[a-z-]+|x-external-rid)$/
const PREFLIGHT_SECONDS = 600

/**
 * Lets browsers of the project's allowed origins, and of Patchbay's own, call an API of end users with credentials, and
 * refuses all others before anything is done: a cookie would come with their requests.
 * @param projectOf the project that a request is about; null when it names none
 */
export function projectCors(projectOf: (context: Context) => string | null): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined || ownOrigins().includes(origin)) return await next()
    context.header('vary', 'Origin', { append: true })
    if (context.req.method === 'OPTIONS') {
      // A preflight names no project: whoever's origin it is asks; the request itself is then judged by its own.
      if (!(await isOriginOfAnyProject(origin))) throw refused(origin)
      allow(context, origin)
      context.header('access-control-allow-methods', METHODS)
      context.header('access-control-allow-headers', readAsked(context).join(', '))
      context.header('access-control-max-age', String(PREFLIGHT_SECONDS))
      return context.body(null, 204)
    }
    const projectId = projectOf(context)
    if (!projectId || !(await getAllowedOrigins(projectId)).includes(origin)) throw refused(origin)
    allow(context, origin)
    await next()
  }
}

function allow(context: Context, origin: string): void {
  context.header('access-control-allow-origin', origin)
  context.header('access-control-allow-credentials', 'true')
  context.header('access-control-expose-headers', EXPOSED)
}

function readAsked(context: Context): string[] {
  const asked = (context.req.header('access-control-request-headers') ?? '').split(',')
  return asked.map((name) => name.trim().toLowerCase()).filter((name) => ASKED.test(name))
}

function refused(origin: string): ApiError {
  return new ApiError(
    'forbidden',
    `The origin ${origin.slice(0, 200)} may not call this project from a browser. Add it in the console: Settings, Allowed origins.`,
  )
}
