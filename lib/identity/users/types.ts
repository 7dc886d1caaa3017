import type { UserStatus } from './schema'

/** What narrows a search for users; members that are left out do not. */
export interface UserFilter {
  /** Part of a name, an address or a login id, or a whole user id. */
  text?: string | undefined
  statuses?: readonly UserStatus[] | undefined
  /** Members of any of them. */
  tenantIds?: readonly string[] | undefined
  /** With any of them, in the project or in a tenant. */
  roleNames?: readonly string[] | undefined
  loginIds?: readonly string[] | undefined
  userIds?: readonly string[] | undefined
  emails?: readonly string[] | undefined
  phones?: readonly string[] | undefined
  /** By attribute; of a list any value counts, and of an attribute with several options that it holds the one. */
  attributes?: Readonly<Record<string, unknown>> | undefined
  verifiedEmail?: boolean | undefined
  verifiedPhone?: boolean | undefined
  /** Milliseconds since the epoch, inclusive. */
  createdFrom?: number | undefined
  createdTo?: number | undefined
  changedFrom?: number | undefined
  changedTo?: number | undefined
  /** Users made for tests: all without it. */
  test?: 'without' | 'only' | undefined
}

export const USER_ORDERS = ['createdTime', 'name', 'email', 'phone', 'status', 'lastSignInTime'] as const
export type UserOrder = (typeof USER_ORDERS)[number]

/** A user as a row of the console's list. */
export interface UserListItem {
  id: string
  name: string
  email: string
  /** The first of them. */
  loginId: string
  status: UserStatus
  test: boolean
  /** At most three, by name. */
  tenants: { id: string; name: string }[]
  tenantCount: number
  createdAt: string
  lastSignInAt: string | null
}

export interface UserPage {
  users: UserListItem[]
  previousCursor: string | null
  nextCursor: string | null
  /** How many there are in all, counted up to `COUNTED_MOST`. */
  total: number
}

/** Beyond it a list says “more than”: counting on would cost more than it tells. */
export const COUNTED_MOST = 10_000
