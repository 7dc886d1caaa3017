import { z } from 'zod'
import type { Json } from '@/lib/language/json'
import type { AuthStyle } from './client-auth'
import { explainFailure } from './failure'
import { ProviderError } from './provider-error'
import { type Peer, Wire } from './wire'

/** What a provider's metadata says (OpenID Connect Discovery 1.0, RFC 8414). Empty text: it does not say. */
export interface Discovered {
  issuer: string
  authorizationUrl: string
  tokenUrl: string
  revocationUrl: string
  dcrUrl: string
  jwksUrl: string
  scopes: string[]
  /** S256 is among its challenge methods; null: it does not say. */
  pkce: boolean | null
  /** Null: it does not say, which means Basic. */
  tokenEndpointAuthentication: AuthStyle | null
  /** It always sends `iss` with its answers (RFC 9207). */
  sendsIssuer: boolean
  /** The exchange, as a connector's. */
  record: Json
}

const address = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//)
  .catch('')
const texts = z.array(z.string().max(500)).max(2_000)
const metadataSchema = z.object({
  issuer: z.string().min(1).max(2_000),
  authorization_endpoint: address.default(''),
  token_endpoint: address.default(''),
  revocation_endpoint: address.default(''),
  registration_endpoint: address.default(''),
  jwks_uri: address.default(''),
  scopes_supported: texts.catch([]).default([]),
  code_challenge_methods_supported: texts.nullable().catch(null).default(null),
  token_endpoint_auth_methods_supported: texts.nullable().catch(null).default(null),
  authorization_response_iss_parameter_supported: z.boolean().catch(false).default(false),
})

/**
 * Reads a provider's metadata.
 * @param url of its issuer, or of the document itself
 * @throws ProviderError: unreachable, unusable, issuerMismatch, http404 …
 */
export async function discover(url: string, peer: Peer, signal?: AbortSignal): Promise<Discovered> {
  if (new URL(url).pathname.includes('/.well-known/')) return await read(url, issuerOf(url), peer, signal)
  try {
    return await read(toDocument(url, 'oidc'), url, peer, signal)
  } catch (error) {
    // Where there is no OpenID Connect there may be OAuth 2.0 alone.
    const absent = error instanceof ProviderError && /^http4\d\d$|^unusable$/.test(error.code)
    if (!absent) throw error
    return await read(toDocument(url, 'oauth2'), url, peer, signal).catch(() => {
      throw error
    })
  }
}

async function read(url: string, issuer: string, peer: Peer, signal: AbortSignal | undefined): Promise<Discovered> {
  const wire = new Wire(peer, 'discover', [], signal)
  try {
    await wire.send(url, { method: 'GET', headers: { accept: 'application/json' } })
  } catch (error) {
    throw explainFailure(error, wire)
  }
  if (wire.answer?.status !== 200) throw explainFailure(null, wire)
  const parsed = metadataSchema.safeParse(parse(wire.answer.body))
  if (!parsed.success) {
    throw wire.fail('rejected', 'unusable', `${url} does not hold the metadata of a provider: it has no issuer.`)
  }
  const { data } = parsed
  // Section 3.3 of RFC 8414: else one provider could pass itself off as another.
  if (!isSameIssuer(data.issuer, issuer)) {
    throw wire.fail(
      'rejected',
      'issuerMismatch',
      `${url} says that its issuer is ${data.issuer}, which is not where it lies. Use the discovery URL of that issuer.`,
    )
  }
  const challenges = data.code_challenge_methods_supported
  return {
    issuer: data.issuer,
    authorizationUrl: data.authorization_endpoint,
    tokenUrl: data.token_endpoint,
    revocationUrl: data.revocation_endpoint,
    dcrUrl: data.registration_endpoint,
    jwksUrl: data.jwks_uri,
    scopes: data.scopes_supported,
    pkce: challenges === null ? null : challenges.includes('S256'),
    tokenEndpointAuthentication: toStyle(data.token_endpoint_auth_methods_supported),
    sendsIssuer: data.authorization_response_iss_parameter_supported,
    record: wire.toRecord(),
  }
}

/** The library's rule for where the document of an issuer lies. */
function toDocument(issuer: string, algorithm: 'oidc' | 'oauth2'): string {
  const url = new URL(issuer)
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname =
    algorithm === 'oidc' ? `${path}/.well-known/openid-configuration` : `/.well-known/oauth-authorization-server${path}`
  return url.href
}

function issuerOf(document: string): string {
  const url = new URL(document)
  url.search = ''
  const [before = '', after = ''] = url.pathname.split(/\/\.well-known\/[^/]+/)
  url.pathname = before + after
  return url.href
}

/**
 * Whether an issuer is the one that is meant. Microsoft serves many tenants by one document, whose issuer says
 * `{tenantid}` in the place of each.
 */
export function isSameIssuer(said: string, meant: string): boolean {
  const [one, other] = [said, meant].map((text) => text.replace(/\/+$/, ''))
  if (one === other) return true
  const [before, after, more] = (one ?? '').split('{tenantid}')
  if (before === undefined || after === undefined || more !== undefined || !/^https:\/\/[^/{]+\//.test(before))
    return false
  const rest = (other ?? '').slice(before.length, (other ?? '').length - after.length)
  return (other ?? '').startsWith(before) && (other ?? '').endsWith(after) && /^[\w-]+$/.test(rest)
}

function toStyle(methods: string[] | null): AuthStyle | null {
  if (!methods || methods.length === 0) return null
  if (methods.includes('client_secret_basic')) return 'basic'
  if (methods.includes('client_secret_post')) return 'body'
  return methods.includes('none') ? 'none' : null
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
