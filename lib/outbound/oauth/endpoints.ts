import type { Provider } from '../apps/load'
import { OutboundError } from '../errors'
import { type Discovered, discover } from './discover'
import { ProviderError } from './provider-error'

/** Where a provider is spoken with. */
export interface Endpoints {
  authorizationUrl: string
  tokenUrl: string
}

const REMEMBER_MS = 60 * 60 * 1000
/** A provider that is down is not asked anew by everybody who comes. */
const REMEMBER_FAILURE_MS = 5_000
const MOST_REMEMBERED = 1_000

interface Reading {
  metadata: Promise<Discovered>
  /** Under way: without an end. */
  until: number
}

/** Metadata of the last hour, or what is wrong with it: an exchange must not wait for what hardly ever changes. */
const readings = new Map<string, Reading>()

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
 * The metadata of a provider; null when it has no discovery URL. Those who ask at once share one reading, which belongs to
 * none of them; a failure is answered for some seconds.
 * @param signal ends the caller's wait
 * @throws ProviderError
 */
export async function readMetadata(provider: Provider, signal?: AbortSignal): Promise<Discovered | null> {
  const { projectId, appId, config } = provider
  if (config.discoveryUrl === '') return null
  const key = `${projectId}/${appId} ${config.discoveryUrl}`
  const known = readings.get(key)
  const reading = known && known.until > Date.now() ? known : begin(key, provider)
  return signal ? await Promise.race([reading.metadata, lapse(signal)]) : await reading.metadata
}

function begin(key: string, provider: Provider): Reading {
  const reading = { metadata: discover(provider.config.discoveryUrl, provider), until: Number.POSITIVE_INFINITY }
  const endsIn = (ms: number) => () => {
    reading.until = Date.now() + ms
  }
  reading.metadata.then(endsIn(REMEMBER_MS), endsIn(REMEMBER_FAILURE_MS))
  readings.delete(key)
  readings.set(key, reading)
  const oldest = readings.size > MOST_REMEMBERED ? readings.keys().next().value : undefined
  if (oldest !== undefined) readings.delete(oldest)
  return reading
}

function lapse(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () =>
      reject(new ProviderError('temporary', 'timeout', 'The provider\u2019s metadata did not come in time.', null))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}
