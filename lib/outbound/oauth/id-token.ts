import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Provider } from '../apps/load'
import { type Discovered, isSameIssuer } from './discover'
import { readMetadata } from './endpoints'
import { type KeySet, readKeys } from './keys'
import { ProviderError } from './provider-error'

/** Clocks of providers and of self-hosted machines differ; a token is looked at once, right after it was made. */
const CLOCK_TOLERANCE_SECONDS = 300
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Why an ID token is not to be trusted, to end a sentence with. */
export class IdTokenError extends Error {}

/**
 * Who an ID token is about (OpenID Connect Core 1.0 section 3.1.3.7): its issuer, audience, time and nonce are compared,
 * and its signature where the provider publishes keys. Without any, that it came from the token endpoint itself vouches
 * for it (point 6 there).
 * @param nonce that was sent; null: none
 * @param answeredBy the issuer that the authorization answer named, which counts where no other is known; empty: none
 * @throws IdTokenError
 */
export async function readIdToken(
  provider: Provider,
  token: string,
  { nonce, answeredBy }: { nonce: string | null; answeredBy: string },
  signal: AbortSignal | undefined,
): Promise<string> {
  const metadata = await readMetadata(provider, signal).catch(ignoreProvider)
  const claims = await verify(token, metadata, provider, signal)
  const issuer = metadata?.issuer ?? provider.learned.issuer ?? (answeredBy === '' ? undefined : answeredBy)
  if (typeof claims.iss !== 'string' || (issuer !== undefined && !isIssuerOf(issuer, claims))) {
    throw new IdTokenError(`its issuer is ${String(claims.iss).slice(0, 200)}, and ${issuer ?? 'one'} was expected`)
  }
  if (![claims.aud].flat().includes(provider.config.clientId)) throw new IdTokenError('it was made for another client')
  if (typeof claims.exp !== 'number') throw new IdTokenError('it does not say when it ends')
  if (claims.exp + CLOCK_TOLERANCE_SECONDS < Date.now() / 1000) {
    throw new IdTokenError('it has ended already; check the clock of this machine')
  }
  // A token without one that was asked for could be of another sign-in.
  if (nonce !== null && claims.nonce !== nonce) throw new IdTokenError('its nonce is not the one that was sent')
  if (typeof claims.sub !== 'string' || claims.sub === '') throw new IdTokenError('it does not say whom it is about')
  return claims.sub.slice(0, 255)
}

async function verify(
  token: string,
  metadata: Discovered | null,
  provider: Provider,
  signal: AbortSignal | undefined,
): Promise<JWTPayload> {
  try {
    const { alg } = decodeProtectedHeader(token)
    const keys =
      metadata && metadata.jwksUrl !== '' && ALGORITHMS.includes(alg ?? '')
        ? await readKeys(metadata.jwksUrl, provider, signal)
        : null
    if (!keys) return decodeJwt(token)
    return await check(token, keys).catch(async (error: unknown) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      // It may have been published since they were read.
      const newer = await readKeys(metadata?.jwksUrl ?? '', provider, signal, keys)
      if (!newer || newer === keys) throw error
      return await check(token, newer)
    })
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw new IdTokenError('its signature is wrong')
    if (error instanceof errors.JWKSNoMatchingKey)
      throw new IdTokenError('the provider publishes no key that it was signed with')
    if (error instanceof errors.JWTExpired)
      throw new IdTokenError('it has ended already; check the clock of this machine')
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw new IdTokenError('it is no valid JWT')
    throw error
  }
}

async function check(token: string, keys: KeySet): Promise<JWTPayload> {
  const options = { algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_SECONDS }
  return (await jwtVerify(token, keys, options)).payload
}

function isIssuerOf(issuer: string, claims: JWTPayload): boolean {
  const tenant = typeof claims.tid === 'string' ? issuer.replace('{tenantid}', claims.tid) : issuer
  return typeof claims.iss === 'string' && isSameIssuer(claims.iss, tenant)
}

function ignoreProvider(error: unknown): null {
  if (error instanceof ProviderError) return null
  throw error
}
