import type { Binding } from '@/lib/vault/binding'

/** Where the private half of a signing key is sealed. */
export function privateKeyBinding(projectId: string, keyId: string): Binding {
  return { projectId, table: 'SigningKey', rowId: keyId, field: 'privateSealed', version: 1 }
}
