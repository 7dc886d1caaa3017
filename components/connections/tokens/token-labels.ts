import type { TokenLevel, TokenListItem, TokenState } from '@/lib/outbound/tokens/list/schema'

export const levelLabels: Readonly<Record<TokenLevel, string>> = {
  user: 'User',
  userTenant: 'User in tenant',
  tenant: 'Tenant',
}

export const stateLabels: Readonly<Record<TokenState, string>> = {
  active: 'Active',
  expiring: 'Expiring',
  expired: 'Expired',
  needsReconnect: 'Needs reconnect',
}

type Owned = Pick<TokenListItem, 'user' | 'tenant' | 'level'>

/** A user by what is known of them. */
export function userText({ id, name, loginId }: NonNullable<Owned['user']>): string {
  return name || loginId || id
}

/** Whose a token is: “Ada Lovelace in Acme”. */
export function ownerText({ user, tenant }: Owned): string {
  if (user && tenant) return `${userText(user)} in ${tenant.name}`
  if (user) return userText(user)
  return tenant?.name ?? 'Unknown'
}
