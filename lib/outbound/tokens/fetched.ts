import type { Secret } from '@/lib/vault/secret'
import { readOwner } from '../owner'
import type { TokenRow } from './queries/rows'
import { openToken } from './secrets'
import type { FetchedToken } from './types'

/**
 * Opens a row for who may use it.
 * @param withRefreshToken opens the refresh token too
 * @throws SealBrokenError when the row was tampered with
 */
export async function toFetchedToken(row: TokenRow, withRefreshToken: boolean): Promise<FetchedToken> {
  const refreshToken: Secret | null =
    withRefreshToken && row.refreshSealed ? await openToken(row, 'refreshSealed', row.refreshSealed) : null
  return {
    id: row.id,
    appId: row.appId,
    owner: readOwner(row),
    externalIdentifier: row.externalIdentifier,
    accessToken: await openToken(row, 'accessSealed', row.accessSealed),
    refreshToken,
    hasRefreshToken: row.refreshSealed !== null,
    tokenType: row.tokenType,
    scopes: row.grantedScopes,
    expiresAt: row.expiresAt,
    expiresInSeconds: row.expiresInSeconds,
    lastRefreshAt: row.lastRefreshAt,
    lastRefreshError: row.lastRefreshError,
    tokenSub: row.tokenSub,
    grantedBy: row.grantedBy,
  }
}
