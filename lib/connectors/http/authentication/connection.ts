import { toText } from '@/lib/language/json'
import { findApp } from '@/lib/outbound/apps/queries'
import { OutboundError } from '@/lib/outbound/errors'
import type { Owner } from '@/lib/outbound/owner'
import { fetchToken } from '@/lib/outbound/tokens/fetch'
import { exposeSecret } from '@/lib/vault/secret'
import { ConnectorError } from '../../errors'
import { CONNECTION_OWNER, type ConnectionSettings } from '../connection/schema'
import type { Authentication, AuthenticationContext, AuthenticationResolver } from './resolver'

/**
 * The stored token of the flow's user or tenant, refreshed when it has to be; after a 401 once more, refreshed whatever
 * its age. It is never in the context. Whose it is comes from `connectionOwner` alone, which the runner answers for who has
 * signed in: no value that a person types can choose another one's token.
 */
export const connection: AuthenticationResolver<'connection'> = async ({ connection: settings }, _secrets, context) => {
  const owner = ownerOf(settings, context)
  return {
    ...(await obtain(settings, owner, context, false)),
    renew: () => obtain(settings, owner, context, true),
  }
}

async function obtain(
  { appId, scopes, header, prefix }: ConnectionSettings,
  owner: Owner,
  { connector, signal, remainingMs }: AuthenticationContext,
  forceRefresh: boolean,
): Promise<Authentication> {
  const timeout = AbortSignal.timeout(Math.max(1, Math.floor(remainingMs())))
  try {
    const { accessToken } = await fetchToken(connector.projectId, {
      appId,
      owner,
      scopes: scopes === '' ? 'latest' : scopes.split(' '),
      forceRefresh,
      actor: { type: 'flow', id: connector.id, name: connector.name },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const token = exposeSecret(accessToken)
    return { headers: [[header, prefix + token]], secrets: [token] }
  } catch (error) {
    if (timeout.aborted) throw new ConnectorError('tokenTimeout')
    if (!(error instanceof OutboundError)) throw error
    if (!(await findApp(connector.projectId, appId))) throw new ConnectorError('connectionGone', appId)
    throw new ConnectorError(error.code === 'notFound' ? 'connectionMissing' : 'connectionUnavailable', error.message)
  }
}

/** @throws ConnectorError connectionNoOwner */
function ownerOf({ level }: ConnectionSettings, { scope }: AuthenticationContext): Owner {
  const read = (key: string, noun: string) => {
    const id = toText(scope.read([CONNECTION_OWNER, key]) ?? null)
    if (id === '') throw new ConnectorError('connectionNoOwner', noun)
    return id
  }
  switch (level) {
    case 'user':
      return { level, userId: read('userId', 'user') }
    case 'userTenant':
      return { level, userId: read('userId', 'user'), tenantId: read('tenantId', 'tenant') }
    case 'tenant':
      return { level, tenantId: read('tenantId', 'tenant') }
  }
}
