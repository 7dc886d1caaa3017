import type { TokenSelection } from '@/lib/outbound/tokens/details/schema'
import type { TokenListItem } from '@/lib/outbound/tokens/list/schema'

/** A connection that somebody can be connected to. */
export interface AppChoice {
  id: string
  name: string
  type: 'oauth' | 'apiKey'
}

/** What a list of tokens is about: one connection, or one user or tenant with all of theirs. */
export type TokenPlace =
  | { of: 'app'; app: AppChoice }
  | { of: 'user'; user: { id: string; name: string } }
  | { of: 'tenant'; tenant: { id: string; name: string } }

/** All tokens of a place. */
export function toSelection(place: TokenPlace): TokenSelection {
  switch (place.of) {
    case 'app':
      return { appId: place.app.id }
    case 'user':
      return { userId: place.user.id }
    case 'tenant':
      return { tenantId: place.tenant.id }
  }
}

export function placeName(place: TokenPlace): string {
  switch (place.of) {
    case 'app':
      return place.app.name
    case 'user':
      return place.user.name
    case 'tenant':
      return place.tenant.name
  }
}

/** What the operator may do with tokens. */
export interface TokenRights {
  manage: boolean
  reveal: boolean
}

/** The part of a token that its dialogs name. */
export type AskedToken = Pick<TokenListItem, 'id' | 'app' | 'level' | 'user' | 'tenant'>
