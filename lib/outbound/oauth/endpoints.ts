import type { Provider } from '../apps/load'
import { OutboundError } from '../errors'
import { type Discovered, discover } from './discover'

/** Where a provider is spoken with. */
export interface Endpoints {
  authorizationUrl: string
  tokenUrl: string
}

const REMEMBER_MS = 60 * 60 * 1000
const MOST_REMEMBERED = 200

/** Metadata of the last hour, by discovery URL: an exchange must not wait for what hardly ever changes. */
const remembered = new Map<string, { metadata: Discovered; until: number }>()

/**
 * The addresses of a provider: those that were entered, and what its metadata says where there are none.
 * @throws OutboundError notConfigured; ProviderError when its metadata cannot be read
 */
export async function resolveEndpoints(provider: Provider, signal?: AbortSignal): Promise<Endpoints> {
  const { authorizationUrl, tokenUrl, discoveryUrl } = provider.config
  if ((authorizationUrl !== '' && tokenUrl !== '') || discoveryUrl === '') {
    if (authorizationUrl === '') throw new OutboundError('notConfigured', 'authorization URL')
    if (tokenUrl === '') throw new OutboundError('notConfigured', 'token URL')
    return { authorizationUrl, tokenUrl }
  }
  const found = await readMetadata(provider, signal)
  const resolved = {
    authorizationUrl: authorizationUrl || (found?.authorizationUrl ?? ''),
    tokenUrl: tokenUrl || (found?.tokenUrl ?? ''),
  }
  if (resolved.authorizationUrl === '') throw new OutboundError('notConfigured', 'authorization URL')
  if (resolved.tokenUrl === '') throw new OutboundError('notConfigured', 'token URL')
  return resolved
}

/**
 * The metadata of a provider; null when it has no discovery URL.
 * @throws ProviderError
 */
export async function readMetadata(provider: Provider, signal?: AbortSignal): Promise<Discovered | null> {
  const { discoveryUrl } = provider.config
  if (discoveryUrl === '') return null
  const known = remembered.get(discoveryUrl)
  if (known && known.until > Date.now()) return known.metadata
  const metadata = await discover(discoveryUrl, provider, signal)
  remembered.delete(discoveryUrl)
  remembered.set(discoveryUrl, { metadata, until: Date.now() + REMEMBER_MS })
  const oldest = remembered.size > MOST_REMEMBERED ? remembered.keys().next().value : undefined
  if (oldest !== undefined) remembered.delete(oldest)
  return metadata
}
