import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { USER_STATUSES } from '@/lib/identity/users/schema'
import type { UserFilter } from '@/lib/identity/users/types'

/** The filters of the list of users, as the page's address holds them. */
export const userParams = {
  search: parseAsString,
  status: parseAsStringLiteral(USER_STATUSES),
  /** A tenant's id. */
  tenant: parseAsString,
  /** An attribute's name, and the value sought. */
  attribute: parseAsString,
  value: parseAsString,
  cursor: parseAsString,
}
export type UserParams = inferParserType<typeof userParams>

/** Reads the filters from a page's search parameters; what makes no sense does not narrow. */
export const loadUserParams = createLoader(userParams)

/** What else than the place in the list the address says. */
export function toUserQuery({ search, status, tenant, attribute, value }: UserParams): Record<string, string> {
  const query = { search, status, tenant, attribute, value }
  return Object.fromEntries(Object.entries(query).flatMap(([key, given]) => (given ? [[key, given]] : [])))
}

/** @param attributeValue the sought value as its attribute's type keeps it; undefined does not narrow */
export function toUserFilter({ search, status, tenant, attribute }: UserParams, attributeValue: unknown): UserFilter {
  return {
    text: search?.slice(0, 200),
    statuses: status ? [status] : [],
    tenantIds: tenant ? [tenant.slice(0, 100)] : [],
    attributes: attribute && attributeValue !== undefined ? { [attribute]: attributeValue } : {},
  }
}

/** Whether anything is filtered out. */
export function isFiltered(params: UserParams): boolean {
  const { search, status, tenant, attribute, value } = params
  return Boolean(search?.trim() || status || tenant || (attribute && value))
}
