import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { IdentityError } from '@/lib/identity/errors'
import { log } from '@/lib/log'
import { OutboundError } from '@/lib/outbound/errors'
import { DomainError } from '@/lib/result'
import { RunnerError } from '@/lib/runner/errors'
import { createAccessKeyRoutes } from './auth/access-keys'
import { createKeyRoutes } from './auth/keys'
import { createSessionRoutes } from './auth/sessions'
import { readBearer } from './authenticate'
import { createConsoleRoutes } from './console/routes'
import { projectCors } from './cors'
import { ApiError, domainErrors } from './errors'
import { createFlowRoutes } from './flow'
import type { HostedBundle } from './hosted/assets'
import { createHostedRoutes } from './hosted/routes'
import { createWholeFlowRoutes } from './management/flows'
import { createManagementRoutes } from './management/routes'
import { createSearchRoutes } from './management/user-search'
import { createOutboundRoutes } from './outbound/routes'
import { jsonBody } from './request'

export interface ApiOptions {
  /** The bundle of hosted pages; absent: there are none, as in tests of the API alone. */
  hosted?: HostedBundle
}

/**
 * The API plane: everything that runs a flow, calls out or answers an SDK. Every reply is JSON, errors and unknown paths
 * too, because SDKs parse each one.
 */
export function createApi({ hosted }: ApiOptions = {}): OpenAPIHono {
  const app = new OpenAPIHono()
  app.use(async (context, next) => {
    await next()
    context.header('x-content-type-options', 'nosniff')
    const { headers } = context.res
    // Public keys and the hosted page's files are what may be kept.
    if (!headers.has('cache-control')) context.header('cache-control', 'no-store')
    if (!headers.has('content-security-policy'))
      context.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  })
  app.use('/v1/*', jsonBody)
  app.use('/v2/*', jsonBody)
  app.route('/v1/flow', createFlowRoutes())
  app.use(
    '/v1/auth/*',
    projectCors((context) => readBearer(context).projectId),
  )
  // What a widget calls from an application's page, in the name of its user.
  for (const path of ['/v1/mgmt/outbound/apps', '/v1/mgmt/outbound/apps-with-user-token'])
    app.use(
      path,
      projectCors((context) => readBearer(context).projectId),
    )
  app.route('/v1/auth', createSessionRoutes())
  app.route('/v1/auth', createAccessKeyRoutes())
  app.route('/v2/keys', createKeyRoutes())
  app.use(
    '/v1/outbound/*',
    projectCors((context) => readBearer(context).projectId),
  )
  app.route('/v1/outbound', createOutboundRoutes())
  app.route('/v1/mgmt', createManagementRoutes())
  app.route('/v2/mgmt', createSearchRoutes())
  app.route('/v2/mgmt', createWholeFlowRoutes())
  app.route('/v1/console/projects/:projectId', createConsoleRoutes())
  if (hosted) app.route('/f', createHostedRoutes(hosted))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Patchbay', version: '1', description: 'Run flows by HTTP.' },
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'managementKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'Bearer <project id>:<management key>',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'project', {
    type: 'http',
    scheme: 'bearer',
    description: 'Bearer <project id>',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'refreshToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'Bearer <project id>:<refresh JWT>, or Bearer <project id> with the cookie DSR',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'userToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'Bearer <project id>:<JWT of a user or an access key>',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'Bearer <project id>:<access key>',
  })
  app.notFound((context) =>
    answer(context, new ApiError('notFound', 'There is nothing at this path. See /openapi.json.')),
  )
  app.onError((error, context) => answer(context, toApiError(error, context)))
  return app
}

function answer(context: Context, error: ApiError): Response {
  return context.json(error.toBody(), error.status)
}

function toApiError(error: Error, context: Context): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof RunnerError) return new ApiError(error.code, error.message)
  if (error instanceof DomainError) {
    const fields = error.fields ? { fields: error.fields } : {}
    const name =
      error instanceof IdentityError || error instanceof OutboundError ? error.reason : domainErrors[error.code]
    return new ApiError(name, error.message, {
      ...fields,
      ...(error.details ? { details: error.details } : {}),
    })
  }
  // Never its message to the caller: it may tell of the inside.
  log.error({ err: error, method: context.req.method, path: context.req.routePath }, 'request failed')
  return new ApiError('internal', 'Something went wrong here. Try again; if it goes on, look at the server\u2019s log.')
}
