import type { Binding } from '@/lib/vault/binding'
import type { TokenOwner } from './queries'

/** Where a connector's access token belongs. Bound to the settings too: one that was got with others opens nowhere. */
export function tokenBinding(owner: TokenOwner, tokenId: string): Binding {
  const { projectId, connectorId, connectorVersion, fingerprint } = owner
  const field = `${tokenId}/${fingerprint}`
  return { projectId, table: 'ConnectorToken', rowId: connectorId, field, version: connectorVersion }
}
