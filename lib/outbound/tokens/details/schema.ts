import { z } from 'zod'
import type { TokenListItem } from '../list/schema'

/** Everything about a token that is no secret. */
export interface TokenDetails extends Omit<TokenListItem, 'scopes' | 'scopeCount'> {
  requestedScopes: string[]
  grantedScopes: string[]
  /** Bearer, … as the provider writes it; `apiKey` of an API key. */
  tokenType: string
  /** The account at the provider; empty: unknown. */
  tokenSub: string
  obtainedAt: string
  /** Refreshes that failed one after the other, and from when the next may be tried. */
  refreshFailures: number
  retryAt: string | null
}

/** A line of a token's timeline. */
export interface TokenEvent {
  id: string
  at: string
  type: string
  actor: { type: string; id: string; name: string }
  detail: string
  /** How often, where lines are gathered. */
  count: number
}

export interface TokenEventPage {
  events: TokenEvent[]
  nextCursor: string | null
}

/** What a deletion takes along. */
export interface TokenCounts {
  tokens: number
  users: number
  tenants: number
  /** Tokens whose provider is asked to revoke them. */
  toRevoke: number
}

/** Which tokens an action is about; every member narrows. */
export const tokenSelectionSchema = z
  .object({
    tokenId: z.string().min(1).max(100).optional(),
    appId: z.string().min(1).max(200).optional(),
    /** Of this user, in the project and in tenants. */
    userId: z.string().min(1).max(100).optional(),
    /** Of this tenant, and of users in it. */
    tenantId: z.string().min(1).max(200).optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), 'Say which tokens.')
export type TokenSelection = z.output<typeof tokenSelectionSchema>
