import { recordAudit } from '@/lib/audit/service'
import { DomainError } from '@/lib/result'
import { callbackUrl } from '../apps/callback'
import { loadProvider, type Provider } from '../apps/load'
import { saveRegistration } from '../apps/registration/service'
import { OutboundError } from '../errors'
import { readMetadata } from '../oauth/endpoints'
import { register } from '../oauth/register'

/** Under way in this process: those who connect at once share one registration. */
const registering = new Map<string, Promise<Provider>>()

/**
 * The app with a client at its provider. One that registers itself (RFC 7591) and has none yet is registered now: an
 * application that was made by API has nobody who would press the button.
 * @throws OutboundError notConfigured; ProviderError
 */
export async function ensureClient(provider: Provider): Promise<Provider> {
  const { config, projectId, appId } = provider
  if (config.clientId !== '') return provider
  if (!config.useDcr) throw new OutboundError('notConfigured', 'client ID')
  const key = `${projectId}/${appId}`
  const shared = registering.get(key)
  if (shared) return await shared
  const registered = registerClient(provider).finally(() => registering.delete(key))
  registering.set(key, registered)
  return await registered
}

async function registerClient(provider: Provider): Promise<Provider> {
  const { config, projectId, appId, name, version } = provider
  const dcrUrl = config.dcrUrl || ((await readMetadata(provider))?.dcrUrl ?? '')
  if (dcrUrl === '') throw new OutboundError('notConfigured', 'registration URL')
  const { defaultScopes: scopes, tokenEndpointAuthentication: authentication } = config
  const redirectUri = callbackUrl(config)
  const client = await register({ dcrUrl, clientName: name, redirectUri, scopes, authentication }, provider)
  try {
    await saveRegistration(projectId, appId, version, null, client)
    await recordAudit({ type: 'system', id: '', name: 'Patchbay' }, projectId, {
      action: 'connection.register',
      targetId: appId,
      data: { name, clientId: client.clientId },
    })
  } catch (error) {
    // Another process was quicker, or somebody has saved the app: what is stored now counts.
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error
  }
  const now = await loadProvider(projectId, appId)
  if (now.config.clientId === '') throw new OutboundError('notConfigured', 'client ID')
  return now
}
