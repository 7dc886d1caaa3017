import type { Binding } from '@/lib/vault/binding'

/** The sealed columns of a token's row. */
export type TokenField = 'accessSealed' | 'refreshSealed' | 'idTokenSealed'

/** Where a sealed token belongs: one row, one field, one write of it. What waits to be revoked keeps this binding. */
export function tokenBinding(projectId: string, tokenId: string, field: TokenField, version: number): Binding {
  return { projectId, table: 'OutboundToken', rowId: tokenId, field, version }
}
