import {
  createLoader,
  type inferParserType,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { type AuditFilter, actorTypes } from '@/lib/audit/types'

/** The filters of the audit log, as the page's address holds them. */
export const auditParams = {
  search: parseAsString,
  actor: parseAsStringLiteral(actorTypes),
  action: parseAsString,
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
}
export type AuditParams = inferParserType<typeof auditParams>

/** Reads the filters from a page's search parameters; what makes no sense does not narrow. */
export const loadAuditParams = createLoader(auditParams)

export function toAuditFilter({ search, actor, action, from, to }: AuditParams): AuditFilter {
  return {
    ...(search?.trim() ? { text: search.trim().slice(0, 200) } : {}),
    ...(actor ? { actor } : {}),
    ...(action ? { action: action.slice(0, 200) } : {}),
    ...(from ? { from: from.toISOString() } : {}),
    ...(to ? { to: to.toISOString() } : {}),
  }
}

/** The filter as the query of an address: for the export, and for the pages of the list. */
export function toAuditQuery(filter: AuditFilter): string {
  return new URLSearchParams(Object.entries(filter)).toString()
}
