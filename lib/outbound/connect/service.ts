import { isAllowedRedirect } from '@/lib/allowed-addresses'
import { ownOrigins } from '@/lib/console/origins'
import { getProjectSettings } from '@/lib/console/projects'
import { hashToken, newId, newToken } from '@/lib/id'
import { callbackUrl } from '../apps/callback'
import { loadProvider } from '../apps/load'
import type { OAuthConfig } from '../apps/schema'
import { OutboundError } from '../errors'
import { scopesProblem } from '../limits'
import { resolveEndpoints } from '../oauth/endpoints'
import { ProviderError } from '../oauth/provider-error'
import { type Owner, toOwnerColumns } from '../owner'
import { toScopeSet } from '../scopes'
import type { TokenActor } from '../tokens/types'
import { ensureClient } from './ensure-client'
import { CONNECT_MINUTES } from './limits'
import { endConnect, endOldest, findState, insertConnect } from './queries'
import type { ConnectRequest, ConnectState } from './types'

export const CONNECT_PATH = '/v1/outbound/oauth/connect'

/**
 * Begins a connect: makes the one-time link that leads a browser to the provider. It works for ten minutes.
 * A user who has very many open loses the oldest.
 * @throws OutboundError notFound, notOAuth, notConfigured, redirectNotAllowed, scopesRefused, providerUnavailable,
 *   providerRefused
 */
export async function beginConnect(
  projectId: string,
  request: ConnectRequest,
): Promise<{ connectId: string; url: string }> {
  const { appId, owner, execution, grantedBy } = request
  const provider = await loadProvider(projectId, appId)
  if (provider.type !== 'oauth') throw new OutboundError('notOAuth')
  const { config } = provider
  const redirectUrl = whereTo(request, config)
  if (!(await mayRedirect(projectId, config, redirectUrl))) {
    throw new OutboundError('redirectNotAllowed', '', 'options.redirectUrl')
  }
  const scopes = toScopeSet(request.scopes?.length ? request.scopes : config.defaultScopes)
  const problem = scopesProblem(scopes)
  if (problem) throw new OutboundError('scopesRefused', problem, 'options.scopes')
  try {
    await resolveEndpoints(await ensureClient(provider))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const reason = error.kind === 'temporary' ? 'providerUnavailable' : 'providerRefused'
    throw new OutboundError(reason, error.message.replace(/\.$/, ''))
  }
  const [id, ticket] = [newId(), newToken()]
  const { level, userId, tenantId } = toOwnerColumns(owner)
  const actor = request.actor ?? toActor(owner, grantedBy)
  await insertConnect({
    projectId,
    id,
    appId,
    ...{ level, userId, tenantId },
    externalIdentifier: request.externalIdentifier ?? '',
    scopes,
    prompt: [...(request.prompt ?? [])],
    redirectUrl,
    ticketHash: hashToken(ticket),
    grantedBy,
    actor,
    executionId: execution?.executionId ?? null,
    stepId: execution?.stepId ?? null,
    visit: execution?.visit ?? null,
  })
  // Operators and keys may send out as many links as they like.
  if (actor.type === 'user' || actor.type === 'flow') {
    const { reason, message } = new OutboundError('superseded')
    await endOldest(projectId, grantedBy, { errorCode: reason, errorMessage: message })
  }
  // Beside the callback, so that the cookie that is set here comes back there.
  const url = new URL(CONNECT_PATH, callbackUrl(config))
  url.searchParams.set('ticket', ticket)
  return { connectId: id, url: url.href }
}

/** How an attempt stands; null when there is none, or none any more. */
export async function findConnect(projectId: string, connectId: string): Promise<ConnectState | null> {
  const found = await findState(projectId, connectId)
  if (!found) return null
  const { expired, ...state } = found
  if (!expired || (state.status !== 'pending' && state.status !== 'opened')) return state
  const { message } = new OutboundError('timedOut')
  return { ...state, status: 'failed', errorCode: 'timedOut', errorMessage: message }
}

/** Ends an attempt that nobody waits for any more: its link and its state are worth nothing from now on. */
export async function abandonConnect(
  projectId: string,
  connectId: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await endConnect(
    { projectId, id: connectId },
    { status: 'failed', errorCode: code, errorMessage: message, record: null },
  )
}

/** Whether a browser may be sent to an address at the end; asked at the beginning and again then. Empty: to none. */
export async function mayRedirect(projectId: string, config: OAuthConfig, redirectUrl: string): Promise<boolean> {
  if (redirectUrl === '') return true
  const { redirectUrls } = await getProjectSettings(projectId)
  const own = config.defaultRedirectUrl === '' ? [] : [new URL(config.defaultRedirectUrl).origin]
  return isAllowedRedirect(redirectUrl, [...redirectUrls, ...own, ...ownOrigins()])
}

/** How long a browser that is on its way is known by its cookie. */
export const BROWSER_SECONDS = CONNECT_MINUTES * 60

function whereTo({ redirectUrl, execution }: ConnectRequest, { defaultRedirectUrl }: OAuthConfig): string {
  // A flow goes on where it is: its window is to close.
  if (redirectUrl === undefined) return execution ? '' : defaultRedirectUrl
  return redirectUrl ?? ''
}

function toActor(owner: Owner, grantedBy: string): TokenActor {
  return { type: 'user', id: owner.level === 'tenant' ? grantedBy : owner.userId, name: grantedBy }
}
