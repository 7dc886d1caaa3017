import type { Json } from '@/lib/language/json'
import { listJsonPlaceholders, listPlaceholders, toTemplate } from '@/lib/language/template'
import { ownerPaths, trustedPaths } from './connection/schema'
import type { HttpConfig } from './schema'

/** The paths that a call of this connector reads, in order of appearance, each once: what the test panel asks values for. */
export function listCallPlaceholders(
  connector: Pick<HttpConfig, 'authentication'> & { headers: readonly { value: string }[] },
  call: { endpoint: string; payload: { value: Json } | null },
): string[] {
  const texts = [call.endpoint, ...connector.headers.map(({ value }) => value)]
  const placeholders = texts.flatMap((text) => listPlaceholders(toTemplate(text)))
  if (call.payload) placeholders.push(...listJsonPlaceholders(call.payload.value))
  return [...new Set([...placeholders.map(({ source }) => source), ...askedPaths(connector)])]
}

function askedPaths({ authentication }: Pick<HttpConfig, 'authentication'>): string[] {
  return authentication.method === 'connection' ? ownerPaths(authentication.connection.level) : []
}

/** The paths that the authentication reads: whose token is sent. */
export function authenticationPaths({ authentication }: Pick<HttpConfig, 'authentication'>): string[] {
  return authentication.method === 'connection' ? trustedPaths(authentication.connection.level) : []
}
