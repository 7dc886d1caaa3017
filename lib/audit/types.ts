import type { Json, JsonObject } from '@/lib/language/json'

export const actorTypes = ['operator', 'key', 'user', 'system'] as const
export type ActorType = (typeof actorTypes)[number]

export const severities = ['info', 'warn', 'error'] as const
export type Severity = (typeof severities)[number]

/** Who did something. `name` is kept as it was then: the operator, key or user may be gone when the log is read. */
export interface AuditActor {
  type: ActorType
  id: string
  name: string
  /** Where the request came from, when it came by HTTP. */
  ipAddress?: string
}

/** One line of the audit log. Nothing in it is a secret. */
export interface AuditEntry {
  /** What was done, as `noun.verb`: `connector.update`. */
  action: string
  severity?: Severity
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

/** A line of the audit log as it is read. */
export interface AuditEvent {
  id: string
  /** ISO 8601. */
  at: string
  actor: { type: ActorType; id: string; name: string; ipAddress: string }
  action: string
  severity: Severity
  targetId: string | null
  userId: string | null
  tenantId: string | null
  data: JsonObject
  before: JsonObject | null
  after: JsonObject | null
}

/** Which lines to read. An absent member does not narrow. */
export interface AuditFilter {
  actor?: ActorType
  action?: string
  /** Finds an actor's name, an action, and the id of an actor, target, user or tenant. */
  text?: string
  /** At or after; ISO 8601. */
  from?: string
  /** Before; ISO 8601. */
  to?: string
}

/** What the management API narrows a search by; an empty list does not narrow. */
export interface AuditSearch {
  userIds: string[]
  actions: string[]
  excludedActions: string[]
  remoteAddresses: string[]
  /** Login ids. */
  externalIds: string[]
  tenants: string[]
  /** Only what is about no tenant. */
  noTenants: boolean
  text: string
  from: Date | null
  to: Date | null
  size: number
  /** From 0. */
  page: number
}

export interface FoundAuditEvent extends AuditEvent {
  /** Of the user that it is about. */
  loginIds: string[]
}

export interface AuditPage {
  events: AuditEvent[]
  previousCursor: string | null
  nextCursor: string | null
}

/** One member that an action changed. Absent on a side: it was not there. */
export interface AuditChange {
  field: string
  before?: Json
  after?: Json
}

/** What an event changed, field by field. */
export function toChanges({ before, after }: Pick<AuditEvent, 'before' | 'after'>): AuditChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort()
  return fields.map((field) => {
    const was = before?.[field]
    const is = after?.[field]
    return { field, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }
  })
}
