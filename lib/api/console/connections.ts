import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/service'
import { callbackUrl } from '@/lib/outbound/apps/callback'
import { loadProvider } from '@/lib/outbound/apps/load'
import { findAuditedApp } from '@/lib/outbound/apps/queries'
import { saveRegistration } from '@/lib/outbound/apps/registration/service'
import { outboundUrl } from '@/lib/outbound/apps/url'
import { OutboundError } from '@/lib/outbound/errors'
import { discover } from '@/lib/outbound/oauth/discover'
import { ProviderError } from '@/lib/outbound/oauth/provider-error'
import { register } from '@/lib/outbound/oauth/register'
import { requireConsole } from '../authenticate'
import { ApiError } from '../errors'
import { readBody } from '../request'
import { toActor } from './identity'

const discoverSchema = z.object({ url: outboundUrl().min(1, 'Enter the discovery URL.') })
const registerSchema = z.object({ version: z.int().min(1) })

/** What of connections calls out, and so is no server action. */
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
  return app
}

/** A provider's refusal, in its own words: whoever sets a connection up has to read them. */
function tell(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error
  throw new ApiError(error.kind === 'temporary' ? 'providerUnavailable' : 'providerRefused', error.message)
}
