import { createSharedRead } from '@/lib/shared-read'
import { open } from '@/lib/vault/open'
import type { Secret } from '@/lib/vault/secret'
import { OutboundError } from '../errors'
import { findAppStates, findStoredApp, toConfig, toType } from './queries'
import type { Learned, OAuthConfig, OutboundAppType } from './schema'
import { appSecretBinding } from './secret-binding'

/** An app that is ready to speak with its provider. */
export interface Provider {
  projectId: string
  appId: string
  type: OutboundAppType
  name: string
  /** Of an app of API keys: nothing is set. */
  config: OAuthConfig
  learned: Learned
  clientSecret: Secret | null
  /** To manage the client that was registered (RFC 7592). */
  registrationAccessToken: Secret | null
  version: number
  /** Versions begin anew with an app that is made again under the same id. */
  createdAt: Date
}

const MAX_CACHED = 1_000
const cache = new Map<string, Provider>()

/**
 * An app as it is saved now. Its version and what was learned are read at every call, many at once in one statement;
 * settings and secrets are read and opened only when the version, or the app, is a new one.
 * @throws OutboundError notFound; appBroken when a secret does not open
 */
export async function loadProvider(projectId: string, appId: string): Promise<Provider> {
  const key = keyOf({ projectId, appId })
  const state = await readState({ projectId, appId })
  if (!state) {
    cache.delete(key)
    throw new OutboundError('notFound')
  }
  const cached = cache.get(key)
  const isCurrent = cached?.version === state.version && cached.createdAt.getTime() === state.createdAt.getTime()
  const provider = cached && isCurrent ? cached : await load(projectId, appId)
  return { ...provider, learned: state.learned }
}

async function load(projectId: string, appId: string): Promise<Provider> {
  const stored = await findStoredApp(projectId, appId)
  if (!stored) throw new OutboundError('notFound')
  const type = toType(stored.type)
  const secretOf = async (field: 'clientSecret' | 'registrationAccessToken') => {
    const sealed = stored.secrets.find((secret) => secret.field === field)
    if (!sealed) return null
    return open(sealed.sealed, appSecretBinding(projectId, appId, field, sealed.version)).catch(() => {
      throw new OutboundError('appBroken', `${field} cannot be opened with this deployment\u2019s VAULT_KEY`)
    })
  }
  const provider: Provider = {
    projectId,
    appId,
    type,
    name: stored.name,
    config: toConfig(type === 'oauth' ? stored.config : {}),
    learned: {},
    clientSecret: await secretOf('clientSecret'),
    registrationAccessToken: await secretOf('registrationAccessToken'),
    version: stored.version,
    createdAt: stored.createdAt,
  }
  keep(keyOf({ projectId, appId }), provider)
  return provider
}

function keep(key: string, provider: Provider): void {
  cache.delete(key)
  cache.set(key, provider)
  const oldest = cache.size > MAX_CACHED ? cache.keys().next().value : undefined
  if (oldest !== undefined) cache.delete(oldest)
}

const readState = createSharedRead(keyOf, findAppStates)

function keyOf({ projectId, appId }: { projectId: string; appId: string }): string {
  return `${projectId}/${appId}`
}
