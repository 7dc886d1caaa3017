import type { JsonObject } from '@/lib/language/json'

/** Who did something. `name` is kept as it was then: the operator, key or user may be gone when the log is read. */
export interface AuditActor {
  type: 'operator' | 'key' | 'user' | 'system'
  id: string
  name: string
  /** Where the request came from, when it came by HTTP. */
  ipAddress?: string
}

/** One line of the audit log. Nothing in it is a secret. */
export interface AuditEntry {
  /** What was done, as `noun.verb`: `connector.update`. */
  action: string
  severity?: 'info' | 'warn' | 'error'
  targetId?: string
  /** The user and tenant that it is about. */
  userId?: string
  tenantId?: string
  data?: JsonObject
  /** What was changed, as it was; only the members that differ are kept. */
  before?: JsonObject | null
  /** What was changed, as it became. */
  after?: JsonObject | null
  /** Work that comes in many small saves: repeated within so many minutes, it is one line. */
  mergeMinutes?: number
}
