import type { Binding } from '@/lib/vault/binding'

/** Where a connector's secret belongs. Its version is that of the save which sealed it. */
export function secretBinding(projectId: string, connectorId: string, field: string, version: number): Binding {
  return { projectId, table: 'ConnectorSecret', rowId: connectorId, field, version }
}
