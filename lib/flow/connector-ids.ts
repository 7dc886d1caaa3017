import type { FlowDocument } from './schema'

/** The connectors that a flow calls, each once and in order, so that two lists can be compared. */
export function listConnectorIds({ steps }: Pick<FlowDocument, 'steps'>): string[] {
  const ids = Object.values(steps).flatMap((step) =>
    step.kind === 'connector' && step.connector ? step.connector : [],
  )
  return [...new Set(ids)].sort()
}
