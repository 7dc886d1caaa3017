import { listConnectorIds } from '@/lib/flow/connector-ids'
import type { FlowDocument } from '@/lib/flow/schema'
import { listSubflowIds } from '@/lib/flow/subflows'
import type { Calls } from './types'

/** What a flow calls. */
export function listCalls(document: Pick<FlowDocument, 'steps'>): Calls {
  return { connectorIds: listConnectorIds(document), flowIds: listSubflowIds(document) }
}
