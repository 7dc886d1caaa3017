import type { KnownValues } from '@/components/flow-editor/store/types'
import { listCallExamples } from '@/lib/connectors/examples/queries'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { getFlowValues } from '@/lib/runner/queries/values'

/** What the editor knows of the values in a flow that calls these connectors. */
export async function readKnownValues(
  projectId: string,
  flowId: string,
  connectorIds: readonly string[],
): Promise<KnownValues> {
  const [examples, values, attributes] = await Promise.all([
    listCallExamples(projectId, connectorIds),
    getFlowValues(projectId, flowId),
    listAttributes(projectId, 'user'),
  ])
  return { examples, ...values, userAttributes: attributes.map(({ name }) => name) }
}
