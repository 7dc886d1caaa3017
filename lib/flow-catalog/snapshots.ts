import { createHash } from 'node:crypto'
import type { FlowDocument } from '../flow/schema'

/** The SHA-256 of a document's canonical JSON, in hexadecimal: equal documents have equal hashes, whatever their key order. */
export function snapshotHash(document: FlowDocument): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex')
}

/** JSON with sorted keys and without blanks; members that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/** Whether a value holds text that PostgreSQL's jsonb cannot: NUL, or half of a surrogate pair. */
export function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed()
  if (Array.isArray(value)) return value.some(hasUnstorableText)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => hasUnstorableText(key) || hasUnstorableText(member))
}
