import { setTimeout as sleep } from 'node:timers/promises'
import { OutboundError } from '../errors'
import { type Owner, toOwnerKey } from '../owner'
import { toScopesKey } from '../scopes'
import { toFetchedToken } from './fetched'
import { hasLapsed, isDue } from './freshness'
import { findTokenById, findTokenRow, type TokenRow } from './queries/rows'
import { renewToken } from './renew'
import { noteFetch } from './timeline'
import type { FetchedToken, TokenActor } from './types'

/** Which token somebody wants, and for whom it is fetched. */
export interface TokenWish {
  appId: string
  owner: Owner
  /** The exact set, requested or granted, in any order; or the latest of whatever scopes. */
  scopes: readonly string[] | 'latest'
  /** Absent: of whatever account. */
  externalIdentifier?: string | undefined
  /** Refreshes it even if it has long to live. */
  forceRefresh?: boolean | undefined
  withRefreshToken?: boolean | undefined
  actor: TokenActor
  /** Ends the caller's wait, not a refresh under way. */
  signal?: AbortSignal | undefined
}

/** How long a caller waits for a refresh while the present token still works: after that it gets that one. */
const PATIENCE_WHILE_VALID_MS = 3_000
/** How long a caller waits for a token that has lapsed. */
const PATIENCE_MS = 35_000

/**
 * A token that works now; it is refreshed before when its end is near. One of another level, another account or another
 * set of scopes is never given in its place.
 * @throws OutboundError `notConnected` when there is none; `needsReconnect` when its provider does not renew it;
 *   `providerUnavailable` when it has lapsed and cannot be refreshed now
 */
export async function fetchToken(projectId: string, wish: TokenWish): Promise<FetchedToken> {
  const found = await findTokenRow({
    projectId,
    appId: wish.appId,
    ownerKey: toOwnerKey(wish.owner),
    externalIdentifier: wish.externalIdentifier ?? null,
    scopesKey: wish.scopes === 'latest' ? null : toScopesKey(wish.scopes),
  })
  if (!found) throw new OutboundError('notConnected')
  const row = await toUsable(found, wish)
  const token = await toFetchedToken(row, wish.withRefreshToken ?? false)
  noteFetch(row, wish.actor)
  return token
}

/**
 * Refreshes one token because somebody asked for it.
 * @throws OutboundError `tokenNotFound`, `needsReconnect`, or `providerUnavailable` with the cause
 */
export async function refreshToken(
  projectId: string,
  tokenId: string,
  { force, actor, signal }: { force: boolean; actor: TokenActor; signal?: AbortSignal | undefined },
): Promise<void> {
  const row = await findTokenById(projectId, tokenId)
  if (!row) throw new OutboundError('tokenNotFound')
  if (row.status === 'needsReconnect') throw new OutboundError('needsReconnect', row.lastRefreshError)
  if (!force && !isDue(row)) return
  if (!row.refreshSealed) throw new OutboundError('needsReconnect', NO_REFRESH_TOKEN)
  const after = requireActive(await waitFor(renewToken(row, actor), PATIENCE_MS, signal))
  if (after.version === row.version) throw new OutboundError('providerUnavailable', after.lastRefreshError)
}

const NO_REFRESH_TOKEN = 'there is no refresh token'
const STILL_WAITING = 'it does not answer'

async function toUsable(row: TokenRow, { forceRefresh = false, actor, signal }: TokenWish): Promise<TokenRow> {
  requireActive(row)
  if (!forceRefresh && !isDue(row)) return row
  const lapsed = hasLapsed(row)
  if (!row.refreshSealed) {
    if (lapsed) throw new OutboundError('needsReconnect', `it has lapsed, and ${NO_REFRESH_TOKEN}`)
    return row
  }
  if (!forceRefresh && (row.retryInSeconds ?? 0) > 0) return requireValid(row)
  const patienceMs = lapsed || forceRefresh ? PATIENCE_MS : PATIENCE_WHILE_VALID_MS
  const renewed = await waitFor(renewToken(row, actor), patienceMs, signal).catch((error: unknown) => {
    if (error instanceof ImpatientError && !lapsed) return row
    throw error
  })
  return requireValid(requireActive(renewed))
}

function requireActive(row: TokenRow | null): TokenRow {
  if (!row) throw new OutboundError('notConnected')
  if (row.status === 'needsReconnect') throw new OutboundError('needsReconnect', row.lastRefreshError)
  return row
}

function requireValid(row: TokenRow): TokenRow {
  if (hasLapsed(row)) throw new OutboundError('providerUnavailable', row.lastRefreshError || STILL_WAITING)
  return row
}

/** The caller's patience has ended; the refresh goes on. */
class ImpatientError extends OutboundError {
  constructor() {
    super('providerUnavailable', STILL_WAITING)
  }
}

async function waitFor<T>(work: Promise<T>, patienceMs: number, signal: AbortSignal | undefined): Promise<T> {
  const done = new AbortController()
  const ended = signal ? AbortSignal.any([signal, done.signal]) : done.signal
  const patience = sleep(patienceMs, undefined, { signal: ended }).catch(() => {})
  try {
    return await Promise.race([
      work,
      patience.then(() => {
        throw new ImpatientError()
      }),
    ])
  } finally {
    done.abort()
  }
}
