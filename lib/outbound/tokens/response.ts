import { exposeSecret } from '@/lib/vault/secret'
import type { FetchedToken } from './types'

/** A token in the clear, for who may have it: the answer of a fetch, and of nothing else. */
export function toTokenResponse(token: FetchedToken) {
  const { owner, expiresInSeconds, refreshToken } = token
  const accessToken = exposeSecret(token.accessToken)
  return {
    id: token.id,
    appId: token.appId,
    userId: owner.level === 'tenant' ? '' : owner.userId,
    tenantId: owner.level === 'user' ? '' : owner.tenantId,
    tokenSub: token.tokenSub,
    accessToken,
    accessTokenType: token.tokenType,
    accessTokenExpiry: toSeconds(token.expiresAt),
    hasRefreshToken: token.hasRefreshToken,
    ...(refreshToken ? { refreshToken: exposeSecret(refreshToken) } : {}),
    lastRefreshTime: toSeconds(token.lastRefreshAt),
    lastRefreshError: token.lastRefreshError,
    scopes: token.scopes,
    grantedBy: token.grantedBy,
    externalIdentifier: token.externalIdentifier,
    token: accessToken,
    tokenType: token.tokenType,
    ...(expiresInSeconds === null ? {} : { expiresIn: Math.max(0, Math.floor(expiresInSeconds)) }),
  }
}

function toSeconds(time: number | null): string {
  return time === null ? '' : String(Math.floor(time))
}
