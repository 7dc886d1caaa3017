import { listCallExamples } from '@/lib/connectors/examples/queries'
import { listCompletions } from '@/lib/flow/completions'
import { listConnectorIds } from '@/lib/flow/connector-ids'
import type { KnownPath } from '@/lib/flow/known-path'
import { derivePaths, toExamples } from '@/lib/flow/paths'
import { getFlow } from '@/lib/flow-catalog/queries'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'
import type { JsonObject } from '@/lib/language/json'
import { getFlowValues } from '@/lib/runner/queries/values'

/** More flows of one connector hardly know other paths, and each costs a read. */
const MOST_FLOWS = 5

/**
 * What a header of a connector may read: the paths that can exist at the steps which call it, and the values of the
 * last execution of the first of their flows.
 */
export async function readHeaderPaths(
  projectId: string,
  uses: readonly FlowUse[],
): Promise<{ paths: KnownPath[]; context: JsonObject | null }> {
  const drafts = uses.filter(({ where }) => where === 'draft').slice(0, MOST_FLOWS)
  const paths = new Map(derivePaths({ steps: {} }, '').map((known) => [known.path, known]))
  const flows = await Promise.all(
    drafts.map(async ({ flowId, steps }) => {
      const [{ draft }, values] = await Promise.all([getFlow(projectId, flowId), getFlowValues(projectId, flowId)])
      const examples = toExamples(await listCallExamples(projectId, listConnectorIds(draft)))
      const known = steps.flatMap((step) => listCompletions(derivePaths(draft, step.id, examples), values.seen))
      return { known, context: values.last?.context ?? null }
    }),
  )
  for (const known of flows.flatMap((flow) => flow.known)) if (!paths.has(known.path)) paths.set(known.path, known)
  return { paths: [...paths.values()], context: flows[0]?.context ?? null }
}
