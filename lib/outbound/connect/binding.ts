import type { Binding } from '@/lib/vault/binding'

/** Where the proofs of an attempt to connect belong: they are written once. */
export function proofsBinding(projectId: string, connectId: string): Binding {
  return { projectId, table: 'OutboundConnect', rowId: connectId, field: 'verifierSealed', version: 1 }
}
