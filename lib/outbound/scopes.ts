import { createHash } from 'node:crypto'

/** Scopes as a set: without blanks and repetition, sorted by code points. */
export function toScopeSet(scopes: readonly string[]): string[] {
  return [...new Set(scopes.map((scope) => scope.trim()).filter((scope) => scope !== ''))].sort()
}

/** A set of scopes as one text of 64 characters: equal for equal sets, whatever their order. No scope holds a blank. */
export function toScopesKey(scopes: readonly string[]): string {
  return createHash('sha256').update(toScopeSet(scopes).join(' ')).digest('hex')
}
