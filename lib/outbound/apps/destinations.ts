import type { OAuthConfig } from './schema'

type Endpoints = Pick<OAuthConfig, 'tokenUrl' | 'refreshUrl' | 'revocationUrl' | 'discoveryUrl'>

/**
 * The fields whose address is on a host that got neither the client secret nor tokens so far. Scheme and port count: the
 * same host without TLS is another destination.
 */
export function newDestinations(before: Endpoints, after: Endpoints): (keyof Endpoints)[] {
  const known = new Set(list(before).map(([, destination]) => destination))
  return list(after)
    .filter(([, destination]) => !known.has(destination))
    .map(([field]) => field)
}

function list(config: Endpoints): [keyof Endpoints, string][] {
  // Metadata says where the token endpoint is when no field does: whoever names the document names the host.
  const token: [keyof Endpoints, string] =
    config.tokenUrl === ''
      ? ['discoveryUrl', config.discoveryUrl && `by ${originOf(config.discoveryUrl)}`]
      : ['tokenUrl', originOf(config.tokenUrl)]
  const others = (['refreshUrl', 'revocationUrl'] as const).map((field): [keyof Endpoints, string] => [
    field,
    originOf(config[field]),
  ])
  return [token, ...others].filter(([, destination]) => destination !== '')
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}
