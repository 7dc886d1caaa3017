import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { recordAudit } from '@/lib/audit/service'
import type { AuditActor, AuditEntry } from '@/lib/audit/types'
import type { TokenBearer } from '@/lib/identity/sessions/service/bearer'
import { isJwt, readBearer, requireManagementKey, requireUserToken } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, clientUserAgent, readGiven, readQuery, requireStorable } from '../request'
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

/** A call without its work. */
interface Described<S extends z.ZodType, R extends z.ZodType> {
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
  /** What is given is only passed on, to a flow: it may hold text that the database cannot keep. */
  passes?: boolean
}

export interface ManagementRoute<S extends z.ZodType, R extends z.ZodType> extends Described<S, R> {
  /** The body itself where it is too long to hold whole. */
  run(call: ManagementCall<z.output<S>>): Promise<z.input<R> | ReadableStream>
}

/**
 * A call for who has a management key: documented, authenticated, read as tolerantly as SDKs need it, answered as JSON.
 */
export function addRoute<S extends z.ZodType, R extends z.ZodType>(
  app: OpenAPIHono,
  route: ManagementRoute<S, R>,
): void {
  mount(app, route, [{ managementKey: [] }], async (context) => {
    const { projectId, keyId, keyName } = await requireManagementKey(context)
    return { projectId, keyId, keyName, ...keyCall(context, projectId, { keyId, keyName }) }
  })
}

/** Who calls: a management key, or whoever shows a JWT of the project. */
export type Caller = { type: 'key'; keyId: string; keyName: string } | { type: 'bearer'; bearer: TokenBearer }

/** A call that also a user or an access key may make, for what is their own. */
export interface OpenCall<T> {
  projectId: string
  given: T
  caller: Caller
  /** Aborts when the caller has gone. */
  signal: AbortSignal
}

/** As `addRoute`, for a call that also takes the JWT of a user or an access key. What that may do, `run` judges. */
export function addOpenRoute<S extends z.ZodType, R extends z.ZodType>(
  app: OpenAPIHono,
  route: Described<S, R> & { run(call: OpenCall<z.output<S>>): Promise<z.input<R>> },
): void {
  mount(
    app,
    route,
    [{ managementKey: [] }, { userToken: [] }],
    async (context): Promise<Omit<OpenCall<never>, 'given'>> => {
      const { signal } = context.req.raw
      if (isJwt(readBearer(context).token)) {
        const bearer = await requireUserToken(context)
        return { projectId: bearer.projectId, caller: { type: 'bearer', bearer }, signal }
      }
      const { projectId, keyId, keyName } = await requireManagementKey(context)
      return { projectId, caller: { type: 'key', keyId, keyName }, signal }
    },
  )
}

/** Documents a route and answers it: who calls first, then what is given, then the work. */
function mount<S extends z.ZodType, R extends z.ZodType, C extends object>(
  app: OpenAPIHono,
  { run, ...route }: Described<S, R> & { run(call: C & { given: z.output<S> }): Promise<z.input<R> | ReadableStream> },
  security: Record<string, string[]>[],
  authenticate: (context: Context) => Promise<C>,
): void {
  const { method, path, summary, description, request, reply, answer } = route
  const inBody = method === 'post' || method === 'patch'
  app.openAPIRegistry.registerPath(
    createRoute({
      method,
      path,
      summary,
      ...(description ? { description } : {}),
      security,
      ...(inBody ? { request: body(request) } : {}),
      responses: answers(reply, answer),
    }),
  )
  app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), async (context) => {
    const call = await authenticate(context)
    if (!route.passes) requireStorable(context)
    const given = inBody ? readGiven(context, request) : readQuery(context, request, context.req.param())
    const answered = await run({ ...call, given })
    return answered instanceof ReadableStream
      ? context.body(answered, 200, { 'content-type': 'application/json' })
      : context.json(Object(answered))
  })
}

function keyCall(context: Context, projectId: string, { keyId, keyName }: { keyId: string; keyName: string }) {
  const ipAddress = clientAddress(context)
  const userAgent = clientUserAgent(context)
  const actor: AuditActor = { type: 'key', id: keyId, name: keyName, ipAddress }
  return { ipAddress, userAgent, audit: (entry: AuditEntry) => recordAudit(actor, projectId, entry) }
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
