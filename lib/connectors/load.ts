import type { PreparedConnector } from './client'
import { connectorClients } from './clients'
import { ConnectorError } from './errors'
import { findConnectorVersions, findStoredConnector } from './queries'
import { connectorTypes, isConnectorType } from './schemas'
import { openSecrets } from './secrets'

/** A connector that is ready to be called, with the name and type for the record. */
export interface LoadedConnector {
  name: string
  type: string
  version: number
  client: PreparedConnector
}

const MAX_CACHED = 1_000
const cache = new Map<string, LoadedConnector>()

/**
 * A connector as it is saved now. Its version is read at every call, so that an edit counts at once; settings and
 * secrets are read and opened only when the version is a new one.
 * @throws ConnectorError connectorMissing, connectorBroken
 */
export async function loadConnector(projectId: string, id: string): Promise<LoadedConnector> {
  const key = `${projectId}/${id}`
  const version = await readVersion(projectId, id)
  const cached = cache.get(key)
  if (version !== undefined && cached?.version === version) return cached
  cache.delete(key)
  const loaded = version === undefined ? null : await load(projectId, id)
  if (!loaded) throw new ConnectorError('connectorMissing')
  cache.set(key, loaded)
  const oldest = cache.size > MAX_CACHED ? cache.keys().next().value : undefined
  if (oldest !== undefined) cache.delete(oldest)
  return loaded
}

async function load(projectId: string, id: string): Promise<LoadedConnector | null> {
  const stored = await findStoredConnector(projectId, id)
  if (!stored) return null
  const { type, name, version } = stored
  if (!isConnectorType(type)) throw new ConnectorError('connectorBroken', `the type ${type} is not known`)
  const config = connectorTypes[type].configSchema.safeParse(stored.config)
  if (!config.success) {
    throw new ConnectorError('connectorBroken', config.error.issues[0]?.path.join('.') ?? 'they are not valid')
  }
  const secrets = await openSecrets(projectId, id, stored.secrets)
  return {
    name,
    type,
    version,
    client: connectorClients[type].prepare({ id, type, name, config: config.data, secrets }),
  }
}

interface Waiting {
  projectId: string
  id: string
  resolve: (version: number | undefined) => void
  reject: (error: unknown) => void
}

let waiting: Waiting[] = []
let reading = false

// One statement is under way at a time; calls that come meanwhile share the next one. Under load that is one small read
// for many calls, and none is ever answered by a read that began before it.
function readVersion(projectId: string, id: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    waiting.push({ projectId, id, resolve, reject })
    if (!reading) void readWaiting()
  })
}

async function readWaiting(): Promise<void> {
  reading = true
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    try {
      const keys = new Map(batch.map(({ projectId, id }) => [`${projectId}/${id}`, { projectId, id }]))
      const versions = await findConnectorVersions([...keys.values()])
      for (const { projectId, id, resolve } of batch) resolve(versions.get(`${projectId}/${id}`))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  reading = false
}
