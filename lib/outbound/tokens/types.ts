import type { Secret } from '@/lib/vault/secret'
import type { Owner } from '../owner'

/** Who did something with a token; kept by name in its timeline. */
export interface TokenActor {
  type: 'operator' | 'key' | 'user' | 'flow' | 'system'
  id: string
  name: string
}

/** Patchbay itself, in its own time. */
export const SYSTEM_ACTOR: TokenActor = { type: 'system', id: '', name: 'Patchbay' }

/** What happens to a token, for its timeline. */
export type TokenEventType =
  | 'issued'
  | 'replaced'
  | 'uploaded'
  | 'refreshed'
  | 'refreshFailed'
  | 'needsReconnect'
  | 'fetched'
  | 'revealed'
  | 'revoked'
  | 'revokeFailed'
  | 'deleted'

/** Tokens as a provider gave them. */
export interface GivenTokens {
  accessToken: Secret
  refreshToken: Secret | null
  idToken: Secret | null
  tokenType: string
  /** From now; null: the provider does not say, or it does not lapse. */
  expiresInSeconds: number | null
  /** Null: as requested. */
  scopes: readonly string[] | null
  /** The account at the provider; empty: unknown. */
  sub: string
}

/** Whose token of which app. */
export interface TokenPlace {
  appId: string
  owner: Owner
  /** Tells several accounts of one owner apart; mostly empty. */
  externalIdentifier: string
}

/** A token to be used at once. Never logged, never kept. */
export interface FetchedToken extends TokenPlace {
  id: string
  /** The access token or the API key. */
  accessToken: Secret
  /** Only for who asked for it. */
  refreshToken: Secret | null
  hasRefreshToken: boolean
  /** Bearer, … as the provider writes it; `apiKey` of an API key. */
  tokenType: string
  /** Granted ones, sorted. */
  scopes: string[]
  /** Seconds since 1970; null: it does not lapse, or nobody knows when. */
  expiresAt: number | null
  /** By the clock of the database, when it was read. */
  expiresInSeconds: number | null
  /** Seconds since 1970; null: never. */
  lastRefreshAt: number | null
  /** Why the last refresh failed; empty after one that did not. */
  lastRefreshError: string
  tokenSub: string
  grantedBy: string
}

/** The sealed columns of a token's row. */
export interface SealedTokens {
  accessSealed: Buffer
  refreshSealed: Buffer | null
  idTokenSealed: Buffer | null
}
