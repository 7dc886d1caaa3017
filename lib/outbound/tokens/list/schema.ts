/** Client-safe: what a list of tokens is narrowed by, and what it shows. Nothing of it is a secret. */

export const TOKEN_LEVELS = ['user', 'userTenant', 'tenant'] as const
export type TokenLevel = (typeof TOKEN_LEVELS)[number]

/**
 * What has become of a token. `expiring`: a fetch would refresh it now, because less than five minutes or a tenth of its
 * life remain. `expired`: it has lapsed, and nobody has fetched it since. `needsReconnect`: its provider refuses to renew
 * it, only its owner can.
 */
export const TOKEN_STATES = ['active', 'expiring', 'expired', 'needsReconnect'] as const
export type TokenState = (typeof TOKEN_STATES)[number]

/** Which tokens to list; members that are left out do not narrow. */
export interface TokenFilter {
  appId?: string | undefined
  /** Of this user, in the project and in tenants. */
  userId?: string | undefined
  /** Of this tenant, and of users in it. */
  tenantId?: string | undefined
  level?: TokenLevel | undefined
  state?: TokenState | undefined
  /** Part of a user's name, address or login id, or of a tenant's name; or a whole id of a user, tenant or token. */
  text?: string | undefined
}

/** A token as a row of the console's lists. */
export interface TokenListItem {
  id: string
  app: { id: string; name: string; type: 'oauth' | 'apiKey' }
  level: TokenLevel
  user: { id: string; name: string; loginId: string } | null
  tenant: { id: string; name: string } | null
  /** Tells several accounts of one owner apart; mostly empty. */
  externalIdentifier: string
  state: TokenState
  /** The first of what was granted, and how many there are. */
  scopes: string[]
  scopeCount: number
  /** ISO 8601, as all times; null: it does not lapse, or its provider does not say when. */
  expiresAt: string | null
  hasRefreshToken: boolean
  /** Who connected it: a user's id, or a name. */
  grantedBy: string
  /** The user of `grantedBy`, where it is one that is still there. */
  granter: { id: string; name: string; loginId: string } | null
  createdAt: string
  lastRefreshAt: string | null
  /** Empty after a refresh that did not fail. */
  lastRefreshError: string
}

export interface TokenPage {
  tokens: TokenListItem[]
  previousCursor: string | null
  nextCursor: string | null
  /** How many there are in all, and whether counting ended there because there are more; null: they were not counted. */
  total: number | null
  more: boolean
}
