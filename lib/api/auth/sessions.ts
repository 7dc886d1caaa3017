import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { SessionError } from '@/lib/identity/sessions/errors'
import { listOwnTenants, listSignIns, toTokenTenants } from '@/lib/identity/sessions/queries'
import { endSession, endUserSessions } from '@/lib/identity/sessions/service/end'
import { proveSession, refreshSession, requireSession, selectTenant } from '@/lib/identity/sessions/service/refresh'
import { toUserResponse } from '@/lib/identity/users/response'
import { clientAddress, readBody, usePost } from '../request'
import { absent, idSchema } from '../schemas'
import { answerTokens, dropCookie, findRefreshToken, requireRefreshToken } from './refresh-token'
import { logout, logoutAll, me, myHistory, myTenants, refresh, select, tryRefresh } from './routes'

const tenantsSchema = z.object({
  dct: absent(z.boolean()),
  ids: absent(z.array(idSchema('Give the tenants\u2019 ids.'))),
})
const selectSchema = z.object({ tenant: idSchema('tenant: give the id of one of the user\u2019s tenants.') })

/** What a signed-in user may do with their refresh token, as Descope's SDKs call it: below /v1/auth. */
export function createSessionRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  for (const route of [refresh, tryRefresh, select, me, myTenants, myHistory, logout, logoutAll]) {
    app.openAPIRegistry.registerPath(route)
  }

  app.post('/refresh', async (context) => {
    const given = await requireRefreshToken(context)
    return answerTokens(context, given, await refreshSession({ ...given, ipAddress: clientAddress(context) }))
  })
  // Asked by pages that do not know whether anybody is signed in: that nobody is, is no error.
  app.post('/try-refresh', async (context) => {
    const given = await findRefreshToken(context)
    if (!given) return context.json({})
    try {
      return answerTokens(context, given, await refreshSession({ ...given, ipAddress: clientAddress(context) }))
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      await dropCookie(context, given)
      return context.json({})
    }
  })
  app.post('/tenant/select', async (context) => {
    const given = await requireRefreshToken(context)
    const { tenant } = readBody(context, selectSchema)
    const ipAddress = clientAddress(context)
    return answerTokens(context, given, await selectTenant({ ...given, ipAddress, tenantId: tenant }))
  })
  app.get('/me', async (context) => {
    const { user } = await requireSession(await requireRefreshToken(context))
    return context.json(toUserResponse(user))
  })
  app.post('/me/tenants', async (context) => {
    const { session, user } = await requireSession(await requireRefreshToken(context))
    const { dct, ids } = readBody(context, tenantsSchema)
    const current = session.tenantId === null ? [] : [session.tenantId]
    const wanted = dct ? current : (ids ?? toTokenTenants(user).map(({ tenantId }) => tenantId))
    return context.json({ tenants: await listOwnTenants(session.projectId, user.id, wanted) })
  })
  app.get('/me/history', async (context) => {
    const { session, user } = await requireSession(await requireRefreshToken(context))
    return context.json(await listSignIns(session.projectId, user.id))
  })
  // An older refresh token still ends its own session: nothing is gained by keeping it.
  app.post('/logout', async (context) => {
    const given = await requireRefreshToken(context)
    const { session } = await proveSession(given)
    await endSession(session.projectId, session.id, 'logout')
    await dropCookie(context, given)
    return context.json({})
  })
  app.post('/logoutall', async (context) => {
    const given = await requireRefreshToken(context)
    const { session, user } = await requireSession(given)
    await endUserSessions(session.projectId, user.id, 'logout')
    await dropCookie(context, given)
    return context.json({})
  })
  for (const path of ['/refresh', '/try-refresh', '/tenant/select', '/me/tenants', '/logout', '/logoutall']) {
    app.all(path, usePost)
  }
  return app
}
