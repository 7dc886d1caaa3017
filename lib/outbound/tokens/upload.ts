import { decodeJwt } from 'jose'
import { IdentityError } from '@/lib/identity/errors'
import { findTenantIds } from '@/lib/identity/tenants/queries'
import { findUserIds } from '@/lib/identity/users/queries'
import type { DomainError } from '@/lib/result'
import { Secret } from '@/lib/vault/secret'
import { loadProvider } from '../apps/load'
import { OutboundError } from '../errors'
import { ProviderError } from '../oauth/provider-error'
import { refreshTokens } from '../oauth/refresh-tokens'
import { type Owner, toOwnerKey } from '../owner'
import { toScopesKey } from '../scopes'
import { findAppTypes } from './queries/slots'
import { storeTokens, type TokenToStore } from './store'
import type { GivenTokens, TokenActor } from './types'

/** Tokens that somebody else obtained. */
export interface Upload {
  appId: string
  /** A user id or a login id. */
  userId: string | null
  tenantId: string | null
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  tokenType: string | null
  /** Seconds since 1970; null: unknown. */
  expiresAt: number | null
  scopes: readonly string[]
  externalIdentifier: string
  grantedBy: string
}

const LARGEST_TOKEN_BYTES = 64 * 1024
const EXCHANGE_MS = 30_000

/**
 * Checks uploads without storing any.
 * @returns for each what would be stored, or why it cannot be
 */
export async function checkUploads(
  projectId: string,
  uploads: readonly Upload[],
): Promise<(TokenToStore | DomainError)[]> {
  const [types, users, tenants] = await Promise.all([
    findAppTypes(
      projectId,
      uploads.map(({ appId }) => appId),
    ),
    findUserIds(
      projectId,
      uploads.flatMap(({ userId }) => userId ?? []),
    ),
    findTenantIds(
      projectId,
      uploads.flatMap(({ tenantId }) => tenantId ?? []),
    ),
  ])
  const seen = new Set<string>()
  return uploads.map((upload) => {
    const { appId, userId, tenantId, externalIdentifier, scopes } = upload
    const type = types.get(appId)
    if (type === undefined) return new OutboundError('notFound')
    if (type !== 'oauth') return new OutboundError('notOAuth')
    if (userId !== null && !users.has(userId)) return new IdentityError('userNotFound')
    if (tenantId !== null && !tenants.has(tenantId)) return new IdentityError('tenantNotFound')
    const owner = toOwner(userId === null ? null : (users.get(userId) ?? null), tenantId)
    if (!owner) return new OutboundError('uploadInvalid', 'Give the userId or the tenantId whose token it is.')
    const problem = problemOf(upload)
    if (problem) return new OutboundError('uploadInvalid', problem)
    const slot = JSON.stringify([appId, toOwnerKey(owner), externalIdentifier, toScopesKey(scopes)])
    if (seen.has(slot)) {
      return new OutboundError('uploadInvalid', 'Another token of this upload has the same owner, app and scopes.')
    }
    seen.add(slot)
    const { grantedBy } = upload
    return { appId, owner, externalIdentifier, requestedScopes: scopes, answer: toAnswer(upload), grantedBy }
  })
}

/** Stores uploads that were checked, all of them or none. */
export async function storeUploads(
  projectId: string,
  tokens: readonly TokenToStore[],
  actor: TokenActor,
): Promise<void> {
  if (tokens.length > 0) await storeTokens(projectId, tokens, { actor, event: 'uploaded' })
}

/**
 * Refreshes an upload to see that it works. What the provider gives takes its place, because it may have spent the
 * refresh token that was uploaded.
 * @throws OutboundError providerRefused or providerUnavailable with the cause; uploadInvalid without a refresh token
 */
export async function verifyUpload(projectId: string, token: TokenToStore): Promise<TokenToStore> {
  const { refreshToken, idToken, sub } = token.answer
  if (!refreshToken) throw new OutboundError('uploadInvalid', 'Give the refreshToken that is to be verified.')
  try {
    const provider = await loadProvider(projectId, token.appId)
    const answer = await refreshTokens(provider, { refreshToken }, AbortSignal.timeout(EXCHANGE_MS))
    const kept = {
      refreshToken: answer.refreshToken ?? refreshToken,
      idToken: answer.idToken ?? idToken,
      sub: answer.sub || sub,
    }
    return { ...token, answer: { ...answer, ...kept } }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new OutboundError(error.kind === 'temporary' ? 'providerUnavailable' : 'providerRefused', error.message)
  }
}

function toOwner(userId: string | null, tenantId: string | null): Owner | null {
  if (userId !== null) return tenantId === null ? { level: 'user', userId } : { level: 'userTenant', userId, tenantId }
  return tenantId === null ? null : { level: 'tenant', tenantId }
}

function problemOf({ accessToken, refreshToken, idToken }: Upload): string | null {
  if (accessToken === null && refreshToken === null) return 'Give an accessToken, a refreshToken or both.'
  for (const [name, value] of Object.entries({ accessToken, refreshToken, idToken })) {
    if (value === null) continue
    if (Buffer.byteLength(value) > LARGEST_TOKEN_BYTES) return `${name}: a token may have 64 KB at most.`
    if (!/^[\x20-\x7e]+$/.test(value)) return `${name}: it holds characters that no header can carry.`
  }
  return null
}

function toAnswer({ accessToken, refreshToken, idToken, tokenType, expiresAt, scopes }: Upload): GivenTokens {
  const secret = (text: string | null) => (text === null ? null : new Secret(text))
  const remaining = expiresAt === null ? null : expiresAt - Date.now() / 1_000
  return {
    // Without one, the first fetch refreshes.
    accessToken: new Secret(accessToken ?? ''),
    refreshToken: secret(refreshToken),
    idToken: secret(idToken),
    tokenType: tokenType ?? 'Bearer',
    expiresInSeconds: accessToken === null ? 0 : remaining,
    scopes: [...scopes],
    sub: idToken === null ? '' : subjectOf(idToken),
  }
}

/** Whom an ID token is about. Who uploads it is trusted with all tokens anyway; nothing is decided by it. */
function subjectOf(idToken: string): string {
  try {
    return decodeJwt(idToken).sub ?? ''
  } catch {
    return ''
  }
}
