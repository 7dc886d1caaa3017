/** What narrows a search for tenants; empty and missing members do not. */
export interface TenantFilter {
  /** Part of the name, or the whole id. */
  text?: string | undefined
  ids?: readonly string[] | undefined
  /** Whole names. */
  names?: readonly string[] | undefined
  domains?: readonly string[] | undefined
  /** By attribute; of a list any value counts. */
  attributes?: Readonly<Record<string, unknown>> | undefined
}

/** A tenant as a row of the console's list. */
export interface TenantListItem {
  id: string
  name: string
  disabled: boolean
  domains: string[]
  userCount: number
  createdAt: string
}

export interface TenantPage {
  tenants: TenantListItem[]
  previousCursor: string | null
  nextCursor: string | null
  /** How many there are in all, counted up to `COUNTED_MOST`. */
  total: number
}
