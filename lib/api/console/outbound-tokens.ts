import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/service'
import type { AuditActor } from '@/lib/audit/types'
import { confirmPassword } from '@/lib/console/auth'
import type { Operator } from '@/lib/console/operator'
import { beginConnect } from '@/lib/outbound/connect/service'
import { type Owner, toOwnerColumns } from '@/lib/outbound/owner'
import { apiKeySchema, askedOwnerSchema } from '@/lib/outbound/tokens/asked/schema'
import { getTokenSlot, resolveOwner, type TokenSlot } from '@/lib/outbound/tokens/asked/service'
import { deleteTokens } from '@/lib/outbound/tokens/delete'
import { countTokens, getTokenDetails, listTokenEvents } from '@/lib/outbound/tokens/details/queries'
import { tokenSelectionSchema } from '@/lib/outbound/tokens/details/schema'
import { refreshToken } from '@/lib/outbound/tokens/fetch'
import { revealSchema } from '@/lib/outbound/tokens/reveal/schema'
import { revealToken } from '@/lib/outbound/tokens/reveal/service'
import { storeApiKey } from '@/lib/outbound/tokens/store'
import type { TokenActor } from '@/lib/outbound/tokens/types'
import { Secret } from '@/lib/vault/secret'
import { requireConsole } from '../authenticate'
import { ApiError } from '../errors'
import { clientAddress, readBody, readQuery } from '../request'
import { toActor } from './identity'

const pageSchema = z.object({ cursor: z.string().max(200).optional() })
const slotSchema = z.object({ tokenId: z.string().min(1).max(100).optional() })

/** Token Management: what reads a token, calls its provider or may take long. Its lists are read by the pages. */
export function createOutboundTokenRoutes(): Hono {
  const app = new Hono()
  app.get('/outbound-tokens/counts', async (context) => {
    const { projectId } = await requireConsole(context, 'connections.read')
    return context.json(await countTokens(projectId, readQuery(context, tokenSelectionSchema)))
  })
  app.get('/outbound-tokens/:tokenId', async (context) => {
    const { projectId } = await requireConsole(context, 'connections.read')
    return context.json(await getTokenDetails(projectId, context.req.param('tokenId')))
  })
  app.get('/outbound-tokens/:tokenId/events', async (context) => {
    const { projectId } = await requireConsole(context, 'connections.read')
    return context.json(await listTokenEvents(projectId, context.req.param('tokenId'), readQuery(context, pageSchema)))
  })
  app.post('/outbound-tokens/:tokenId/refresh', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.manage')
    const tokenId = context.req.param('tokenId')
    // Before it: a refresh outlives the request that has asked for it.
    await recordAudit(auditActor(context, operator), projectId, { action: 'outboundToken.refresh', targetId: tokenId })
    await refreshToken(projectId, tokenId, {
      force: true,
      actor: tokenActor(operator),
      signal: context.req.raw.signal,
    })
    return context.json(await getTokenDetails(projectId, tokenId))
  })
  app.post('/outbound-tokens/:tokenId/reveal', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.reveal')
    const tokenId = context.req.param('tokenId')
    const { password } = readBody(context, revealSchema)
    const actor = auditActor(context, operator)
    const confirmed = await confirmPassword(context.req.raw.headers, operator, password)
    if (confirmed !== 'right') {
      await recordAudit(actor, projectId, {
        action: 'outboundToken.revealRefused',
        severity: 'warn',
        targetId: tokenId,
        data: { reason: confirmed === 'wrong' ? 'wrong password' : 'too many attempts' },
        mergeMinutes: 15,
      })
      throw refusal(confirmed)
    }
    const revealed = await revealToken(projectId, tokenId, actor)
    context.header('cache-control', 'no-store')
    return context.json(revealed)
  })
  app.delete('/outbound-tokens', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.manage')
    const selection = readBody(context, tokenSelectionSchema)
    const deleted = await deleteTokens(projectId, selection, tokenActor(operator))
    if (deleted > 0) {
      const { tokenId, appId, userId, tenantId } = selection
      await recordAudit(auditActor(context, operator), projectId, {
        action: 'outboundToken.delete',
        ...(tokenId === undefined ? {} : { targetId: tokenId }),
        ...(userId === undefined ? {} : { userId }),
        ...(tenantId === undefined ? {} : { tenantId }),
        data: { deleted, ...(appId === undefined ? {} : { appId }) },
      })
    }
    return context.json({ deleted })
  })
  app.post('/outbound-tokens/api-keys', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.manage')
    const { apiKey } = readBody(context, z.object({ apiKey: apiKeySchema }))
    const { appId, owner, externalIdentifier } = await readSlot(context, projectId)
    const { tokenId } = await storeApiKey(
      projectId,
      {
        appId,
        owner,
        externalIdentifier,
        apiKey: new Secret(apiKey),
        grantedBy: operator.name,
        actor: tokenActor(operator),
      },
      'uploaded',
    )
    await recordAudit(auditActor(context, operator), projectId, {
      action: 'outboundToken.upload',
      targetId: tokenId,
      ...aboutOwner(owner),
      data: { appId, level: owner.level },
    })
    return context.json({ tokenId })
  })
  app.post('/outbound-tokens/connect-links', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'tokens.manage')
    const { appId, owner, externalIdentifier, requestedScopes } = await readSlot(context, projectId)
    const { connectId, url } = await beginConnect(projectId, {
      appId,
      owner,
      externalIdentifier,
      scopes: requestedScopes,
      // The person ends on a page that says so: the app's own redirect URL expects someone who began there.
      redirectUrl: null,
      grantedBy: operator.name,
      actor: tokenActor(operator),
    })
    await recordAudit(auditActor(context, operator), projectId, {
      action: 'outboundApp.connectLink',
      targetId: connectId,
      ...aboutOwner(owner),
      data: { appId, level: owner.level },
    })
    return context.json({ url })
  })
  return app
}

function refusal(confirmed: 'wrong' | 'tooMany'): ApiError {
  const text =
    confirmed === 'wrong'
      ? 'This is not your password. Type it again.'
      : 'Too many attempts with your password. Wait 15 minutes, then try again.'
  return new ApiError(confirmed === 'wrong' ? 'invalidArguments' : 'tooManyRequests', text, {
    fields: { password: text },
  })
}

/** In the place of a token that is there, or for an owner who is named. */
async function readSlot(context: Context, projectId: string): Promise<TokenSlot> {
  const { tokenId } = readBody(context, slotSchema)
  if (tokenId !== undefined) return await getTokenSlot(projectId, tokenId)
  const asked = readBody(context, askedOwnerSchema)
  const owner = await resolveOwner(projectId, asked)
  return { appId: asked.appId, owner, externalIdentifier: '', requestedScopes: [] }
}

function auditActor(context: Context, operator: Operator): AuditActor {
  return { ...toActor(operator), ipAddress: clientAddress(context) }
}

function tokenActor({ id, name }: Operator): TokenActor {
  return { type: 'operator', id, name }
}

function aboutOwner(owner: Owner): { userId?: string; tenantId?: string } {
  const { userId, tenantId } = toOwnerColumns(owner)
  return { ...(userId === null ? {} : { userId }), ...(tenantId === null ? {} : { tenantId }) }
}
