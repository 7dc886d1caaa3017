import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/service'
import { toTokenTenants } from '@/lib/identity/sessions/queries'
import { findTenant } from '@/lib/identity/tenants/queries'
import { findUserByLoginId } from '@/lib/identity/users/queries'
import { callbackUrl } from '@/lib/outbound/apps/callback'
import { loadProvider } from '@/lib/outbound/apps/load'
import { findAuditedApp, requireApp } from '@/lib/outbound/apps/queries'
import { saveRegistration } from '@/lib/outbound/apps/registration/service'
import { outboundUrl } from '@/lib/outbound/apps/url'
import { beginConnect, findConnect } from '@/lib/outbound/connect/service'
import { OutboundError } from '@/lib/outbound/errors'
import { discover } from '@/lib/outbound/oauth/discover'
import { ProviderError } from '@/lib/outbound/oauth/provider-error'
import { register } from '@/lib/outbound/oauth/register'
import { type Owner, readOwner, toOwnerColumns } from '@/lib/outbound/owner'
import { appUsedIn } from '@/lib/outbound/usage/queries'
import { requireConsole } from '../authenticate'
import { ApiError } from '../errors'
import { readBody } from '../request'
import { toActor } from './identity'

const discoverSchema = z.object({ url: outboundUrl().min(1, 'Enter the discovery URL.') })
const registerSchema = z.object({ version: z.int().min(1) })
const person = z.string().trim().max(300).optional()
const connectSchema = z.object({
  level: z.enum(['user', 'userTenant', 'tenant']),
  /** A login id or a user id. */
  user: person,
  tenant: person,
})

/** What of connections calls out or is asked for by a window that opens, and so is no server action. */
export function createConnectionRoutes(): Hono {
  const app = new Hono()
  app.post('/connections/discover', async (context) => {
    await requireConsole(context, 'connections.write')
    const { url } = readBody(context, discoverSchema)
    const peer = { appId: '', name: 'New connection' }
    const found = await discover(url, peer, context.req.raw.signal).catch(tell)
    const { issuer, authorizationUrl, tokenUrl, revocationUrl, dcrUrl, pkce } = found
    return context.json({ issuer, authorizationUrl, tokenUrl, revocationUrl, dcrUrl, pkce })
  })
  app.get('/connections/:appId/used-in', async (context) => {
    const { projectId } = await requireConsole(context, 'connections.read')
    const appId = context.req.param('appId')
    await requireApp(projectId, appId)
    return context.json(await appUsedIn(projectId, appId))
  })
  app.post('/connections/:appId/register', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'connections.write')
    const { version } = readBody(context, registerSchema)
    const appId = context.req.param('appId')
    const provider = await loadProvider(projectId, appId)
    const { config } = provider
    if (provider.type !== 'oauth') throw new OutboundError('notOAuth')
    if (config.dcrUrl === '') throw new OutboundError('notConfigured', 'registration URL')
    const client = await register(
      {
        dcrUrl: config.dcrUrl,
        clientName: provider.name,
        redirectUri: callbackUrl(config),
        scopes: config.defaultScopes,
        authentication: config.tokenEndpointAuthentication,
      },
      provider,
      context.req.raw.signal,
    ).catch(tell)
    const before = await findAuditedApp(projectId, appId)
    const saved = await saveRegistration(projectId, appId, version, operator.id, client)
    await recordAudit(toActor(operator), projectId, {
      action: 'connection.register',
      targetId: appId,
      data: { name: saved.name, clientId: client.clientId },
      before,
      after: await findAuditedApp(projectId, appId),
    })
    return context.json(saved)
  })
  app.post('/connections/:appId/connect', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.manage')
    const appId = context.req.param('appId')
    const owner = await findOwner(projectId, readBody(context, connectSchema))
    const actor = toActor(operator)
    const { connectId, url } = await beginConnect(projectId, {
      appId,
      owner,
      // The window closes itself: whoever tests stays in the console.
      redirectUrl: null,
      grantedBy: operator.name,
      actor: { type: 'operator', id: actor.id, name: actor.name },
    })
    const { userId, tenantId } = toOwnerColumns(owner)
    await recordAudit(actor, projectId, {
      action: 'connection.connectBegun',
      targetId: appId,
      ...(userId === null ? {} : { userId }),
      ...(tenantId === null ? {} : { tenantId }),
    })
    return context.json({ connectId, url })
  })
  app.get('/connections/:appId/connects/:connectId', async (context) => {
    const { projectId } = await requireConsole(context, 'tokens.manage')
    const { appId, connectId } = context.req.param()
    const state = await findConnect(projectId, connectId)
    if (!state || state.appId !== appId)
      throw new ApiError('notFound', 'There is no such connect any more. Begin another one.')
    const { status, scopes, errorMessage, record } = state
    return context.json({ status, scopes, errorMessage, record })
  })
  return app
}

/** @throws ApiError with the field that names nobody */
async function findOwner(projectId: string, given: z.output<typeof connectSchema>): Promise<Owner> {
  const { level } = given
  const user = level === 'tenant' ? null : await findUserByLoginId(projectId, given.user ?? '')
  const tenant = level === 'user' ? null : await findTenant(projectId, given.tenant ?? '')
  const refuse = (field: string, message: string) =>
    new ApiError('invalidArguments', message, { fields: { [field]: message } })
  if (level !== 'tenant' && !user) throw refuse('user', 'There is no user with this login id or user id.')
  if (level !== 'user' && !tenant) throw refuse('tenant', 'There is no tenant with this id.')
  if (user && tenant && !toTokenTenants(user).some(({ tenantId }) => tenantId === tenant.id))
    throw refuse('tenant', 'The user does not belong to this tenant.')
  return readOwner({ level, userId: user?.id ?? null, tenantId: tenant?.id ?? null })
}

/** A provider's refusal, in its own words: whoever sets a connection up has to read them. */
function tell(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error
  throw new ApiError(error.kind === 'temporary' ? 'providerUnavailable' : 'providerRefused', error.message)
}
