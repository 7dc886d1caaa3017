import { jsonSchema } from '@/lib/language/json'
import { listJsonPlaceholders, type Placeholder } from '@/lib/language/template'
import { createSharedRead } from '@/lib/shared-read'
import type { PreparedConnector } from './client'
import { connectorClients } from './clients'
import { ConnectorError } from './errors'
import { findConnectorVersions, findStoredConnector } from './queries'
import { isConnectorType } from './schemas'
import { openSecrets } from './secrets'

/** A connector that is ready to be called, with the name and type for the record. */
export interface LoadedConnector {
  name: string
  type: string
  version: number
  client: PreparedConnector
  /** The dynamic values that its own settings read, in headers for one. */
  placeholders: readonly Placeholder[]
}

const MAX_CACHED = 1_000
const cache = new Map<string, LoadedConnector>()
/** Under way, by key and the version that was wanted: callers at once must not open a pool of connections each. */
const loading = new Map<string, Promise<LoadedConnector | null>>()

/**
 * A connector as it is saved now. Its version is read at every call, so that an edit counts at once; settings and
 * secrets are read and opened only when the version is a new one.
 * @throws ConnectorError connectorMissing, connectorBroken
 */
export async function loadConnector(projectId: string, id: string): Promise<LoadedConnector> {
  const key = keyOf({ projectId, id })
  const version = await readVersionOf({ projectId, id })
  const cached = cache.get(key)
  if (version !== undefined && cached?.version === version) return cached
  if (version === undefined && cached) forget(key, cached)
  const loaded = version === undefined ? null : await loadOnce(key, version, () => load(projectId, id))
  if (!loaded) throw new ConnectorError('connectorMissing')
  return loaded
}

function loadOnce(
  key: string,
  version: number,
  read: () => Promise<LoadedConnector | null>,
): Promise<LoadedConnector | null> {
  const flight = `${key}@${version}`
  const under = loading.get(flight)
  if (under) return under
  const started = read()
    .then((loaded) => (loaded ? keep(key, loaded) : null))
    .finally(() => loading.delete(flight))
  loading.set(flight, started)
  return started
}

/** Keeps what was loaded in place of an older version; two that wanted different versions may have read the same one. */
function keep(key: string, loaded: LoadedConnector): LoadedConnector {
  const cached = cache.get(key)
  if (cached?.version === loaded.version) {
    loaded.client.close?.()
    return cached
  }
  if (cached) forget(key, cached)
  cache.set(key, loaded)
  const oldest = cache.size > MAX_CACHED ? cache.entries().next().value : undefined
  if (oldest) forget(...oldest)
  return loaded
}

function forget(key: string, loaded: LoadedConnector): void {
  // Of two callers who find a new version, the second must not take away what the first has loaded.
  if (cache.get(key) === loaded) cache.delete(key)
  loaded.client.close?.()
}

async function load(projectId: string, id: string): Promise<LoadedConnector | null> {
  const stored = await findStoredConnector(projectId, id)
  if (!stored) return null
  const { type, name, version } = stored
  if (!isConnectorType(type)) throw new ConnectorError('connectorBroken', `the type ${type} is not known`)
  const secrets = await openSecrets(projectId, id, stored.secrets)
  const client = connectorClients[type]({ projectId, id, type, name, version, config: stored.config, secrets })
  return {
    name,
    type,
    version,
    client,
    placeholders: [
      ...listJsonPlaceholders(jsonSchema.catch(null).parse(stored.config)),
      ...(client.reads ?? []).map((source) => ({ path: source.split('.'), source })),
    ],
  }
}

const readVersionOf = createSharedRead(keyOf, findConnectorVersions)

function keyOf({ projectId, id }: { projectId: string; id: string }): string {
  return `${projectId}/${id}`
}
