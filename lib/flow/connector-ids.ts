import { connectorOf } from '../steps/connector-reference'
import type { FlowDocument } from './schema'

/** The connectors that a flow calls, each once and in order, so that two lists can be compared. */
export function listConnectorIds({ steps }: Pick<FlowDocument, 'steps'>): string[] {
  const ids = Object.values(steps).flatMap((step) => connectorOf(step) || [])
  return [...new Set(ids)].sort()
}
