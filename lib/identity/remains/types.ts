/** What the deletion of a tenant takes along. */
export interface TenantRemains {
  members: number
  /** Connected for the tenant, and for users in it. */
  tokens: number
  /** Members of this tenant alone, and what they have connected elsewhere: they go when it is asked for. */
  onlyHere: { users: number; tokens: number }
}

/** What the deletion of a user takes along. */
export interface UserRemains {
  tenants: number
  /** Those that can still be refreshed. */
  sessions: number
  tokens: number
}
