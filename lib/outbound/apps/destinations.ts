import type { OAuthConfig } from './schema'

type Endpoints = Pick<OAuthConfig, 'tokenUrl' | 'refreshUrl' | 'revocationUrl'>

/**
 * The fields whose address is on a host that got neither the client secret nor tokens so far. Scheme and port count: the
 * same host without TLS is another destination.
 */
export function newDestinations(before: Endpoints, after: Endpoints): (keyof Endpoints)[] {
  const known = new Set(fields.map((field) => originOf(before[field])))
  return fields.filter((field) => after[field] !== '' && !known.has(originOf(after[field])))
}

const fields = ['tokenUrl', 'refreshUrl', 'revocationUrl'] as const

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}
