import type { Calls, KnownValues } from '@/components/flow-editor/store/types'
import { listCallExamples } from '@/lib/connectors/examples/queries'
import { findSubflows } from '@/lib/flow-catalog/subflows/queries'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { listAppChoices } from '@/lib/outbound/choices/queries'
import { getFlowValues } from '@/lib/runner/queries/values'

/** What the editor knows of the values in a flow that calls these connectors and flows. */
export async function readKnownValues(
  projectId: string,
  flowId: string,
  { connectorIds, flowIds }: Calls,
): Promise<KnownValues> {
  const [examples, values, attributes, flows, outboundApps] = await Promise.all([
    listCallExamples(projectId, connectorIds),
    getFlowValues(projectId, flowId),
    listAttributes(projectId, 'user'),
    findSubflows(projectId, flowIds),
    listAppChoices(projectId),
  ])
  return { examples, ...values, userAttributes: attributes.map(({ name }) => name), flows, outboundApps }
}
