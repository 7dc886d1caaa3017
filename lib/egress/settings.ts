import pg from 'pg'
import { env } from '@/lib/env'
import { Guard } from './guard'
import { type DatabaseAddress, OwnDatabase } from './own-database'
import { resolveHost } from './resolve'
import { parseProxy, type StaticRoute } from './static-route'

let ownPorts: readonly number[] = []
let guard: Guard | undefined

/**
 * Names more ports of this machine that no request may reach. Patchbay's PORT and the database's port of
 * DATABASE_URL are always among them; the server adds the port that it really listens on.
 */
export function forbidPorts(ports: readonly number[]): void {
  ownPorts = [...new Set([...ownPorts, ...ports])]
  guard = undefined
}

/** The guard of this deployment, from EGRESS_ALLOW, PORT and DATABASE_URL. */
export function deploymentGuard(): Guard {
  if (guard) return guard
  // The server puts the embedded database's address there before any plane is loaded, hence not from the parsed env.
  const databases = readDatabases(process.env.DATABASE_URL)
  guard = new Guard({
    allow: env().EGRESS_ALLOW ?? [],
    ownPorts: [env().PORT, ...ownPorts, ...databases.map(({ port }) => port)],
    database: new OwnDatabase(databases, resolveHost),
  })
  return guard
}

/** How requests with static addresses leave this deployment; null when it declares none. */
export function deploymentRoute(): StaticRoute | null {
  const { EGRESS_LOCAL_ADDRESSES: addresses, EGRESS_PROXY_URL: proxy } = env()
  if (addresses) return { type: 'local', addresses }
  return proxy ? { type: 'proxy', proxy: parseProxy(proxy) } : null
}

/** Throws when EGRESS_ALLOW has an entry that means nothing, so that a start can say so. */
export function checkEgressSettings(): void {
  deploymentGuard()
}

/**
 * Where the driver connects to with a DATABASE_URL: it reads host and port from the URL, its parameters, PGHOST and
 * PGPORT. The driver knows no lists; one that a proxy or another tool understands counts with each host and port.
 */
export function readDatabases(url: string | undefined): DatabaseAddress[] {
  if (!url) return []
  try {
    const { host, port } = new pg.Client({ connectionString: url })
    const listed = URL.canParse(url) ? (new URL(url).searchParams.get('port') ?? '').split(',').map(Number) : []
    const ports = [...new Set([port, ...listed])].filter((one) => Number.isInteger(one) && one > 0)
    return host.split(',').flatMap((one) => ports.map((each) => ({ host: one.trim(), port: each })))
  } catch {
    // A URL that the driver refuses leads to no database, and the start has said so.
    return []
  }
}
