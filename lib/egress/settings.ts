import { env } from '@/lib/env'
import { Guard } from './guard'
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
  guard ??= new Guard({
    allow: env().EGRESS_ALLOW ?? [],
    ownPorts: [env().PORT, ...ownPorts, ...databasePorts()],
    database: databaseAddress(),
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

function databaseAddress(): { host: string; port: number } | undefined {
  // The server puts the embedded database's address there before any plane is loaded, hence not from the parsed env.
  const text = process.env.DATABASE_URL
  if (!text || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return { host: url.hostname, port: Number(url.port || 5432) }
}

function databasePorts(): number[] {
  const address = databaseAddress()
  return address ? [address.port] : []
}
