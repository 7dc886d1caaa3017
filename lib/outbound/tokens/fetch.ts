import { OutboundError } from '../errors'
import { type Owner, toOwnerKey } from '../owner'
import { toScopesKey } from '../scopes'
import { toFetchedToken } from './fetched'
import { hasLapsed } from './freshness'
import { findTokenRow } from './queries/rows'
import type { FetchedToken, TokenActor } from './types'

/** Which token somebody wants, and for whom it is fetched. */
export interface TokenWish {
  appId: string
  owner: Owner
  /** The exact set, requested or granted, in any order; or the latest of whatever scopes. */
  scopes: readonly string[] | 'latest'
  /** Absent: of whatever account. */
  externalIdentifier?: string | undefined
  forceRefresh?: boolean | undefined
  withRefreshToken?: boolean | undefined
  actor: TokenActor
  signal?: AbortSignal | undefined
}

/**
 * A token that works now. One of another level, another account or another set of scopes is never given in its place.
 * @throws OutboundError `notConnected` when there is none, `needsReconnect` when its provider does not renew it
 */
export async function fetchToken(projectId: string, wish: TokenWish): Promise<FetchedToken> {
  const row = await findTokenRow({
    projectId,
    appId: wish.appId,
    ownerKey: toOwnerKey(wish.owner),
    externalIdentifier: wish.externalIdentifier ?? null,
    scopesKey: wish.scopes === 'latest' ? null : toScopesKey(wish.scopes),
  })
  if (!row) throw new OutboundError('notConnected')
  if (row.status === 'needsReconnect') throw new OutboundError('needsReconnect', row.lastRefreshError)
  if (hasLapsed(row)) throw new OutboundError('needsReconnect', 'it has lapsed')
  return await toFetchedToken(row, wish.withRefreshToken ?? false)
}
