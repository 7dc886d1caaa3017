import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import { recordAudit } from '@/lib/audit/service'
import type { AuditActor, AuditEntry } from '@/lib/audit/types'
import { requireManagementKey } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, readGiven, readQuery } from '../request'
import { answers, body } from '../schemas'

type Method = 'get' | 'post' | 'patch' | 'delete'

/** What a call is about: whose project, and what came with it. */
export interface ManagementCall<T> {
  projectId: string
  given: T
  keyId: string
  /** The key's name, its address and program. */
  keyName: string
  ipAddress: string
  userAgent: string
  /** Writes to the audit log, in the key's name. */
  audit(entry: AuditEntry): Promise<void>
}

export interface ManagementRoute<S extends z.ZodType, R extends z.ZodType> {
  method: Method
  /** With its parameters in braces. */
  path: string
  summary: string
  description?: string
  /** Of the body; of the query and the path where there is none. */
  request: S
  reply: R
  /** What the answer holds: “The user.” */
  answer: string
  run(call: ManagementCall<z.output<S>>): Promise<z.input<R>>
}

/**
 * A call for who has a management key: documented, authenticated, read as tolerantly as SDKs need it, answered as JSON.
 */
export function addRoute<S extends z.ZodType, R extends z.ZodType>(
  app: OpenAPIHono,
  route: ManagementRoute<S, R>,
): void {
  const { method, path, summary, description, request, reply, answer } = route
  const inBody = method === 'post' || method === 'patch'
  app.openAPIRegistry.registerPath(
    createRoute({
      method,
      path,
      summary,
      ...(description ? { description } : {}),
      security: [{ managementKey: [] }],
      ...(inBody ? { request: body(request) } : {}),
      responses: answers(reply, answer),
    }),
  )
  app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), async (context) => {
    const { projectId, keyId, keyName } = await requireManagementKey(context)
    const given = inBody ? readGiven(context, request) : readQuery(context, request, context.req.param())
    const ipAddress = clientAddress(context)
    const userAgent = context.req.header('user-agent') ?? ''
    const actor: AuditActor = { type: 'key', id: keyId, name: keyName, ipAddress }
    const audit = (entry: AuditEntry) => recordAudit(actor, projectId, entry)
    return context.json(Object(await route.run({ projectId, given, keyId, keyName, ipAddress, userAgent, audit })))
  })
}

/** Behind all routes: what method a path wants, for whoever called it with another one. */
export function refuseOtherMethods(app: OpenAPIHono): void {
  for (const [path, routes] of Map.groupBy(app.routes, (route) => route.path)) {
    const methods = [...new Set(routes.map(({ method }) => method))]
    if (methods.includes('ALL')) continue
    app.all(path, () => {
      throw new ApiError('methodNotAllowed', `Call this path with ${methods.join(' or ')}.`)
    })
  }
}
