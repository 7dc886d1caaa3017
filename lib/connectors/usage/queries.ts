import { countNamingFlows, listNamingFlows, type Named, describeUses as tell } from '@/lib/flow-catalog/usage/queries'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'
import { Prisma } from '@/prisma/generated/client'

// A connector step names its connector itself, an action that sends mail in its settings.
const CONNECTORS: Named = {
  names: Prisma.sql`SELECT coalesce(s.value->>'connector', s.value->'settings'->>'connector')`,
  mark: '"connector"',
}

/** How many flows use each of the connectors, by their draft or their live version. */
export async function countUses(projectId: string, ids: readonly string[]): Promise<Map<string, number>> {
  return await countNamingFlows(projectId, CONNECTORS, ids)
}

/** Where a connector is used: by a draft, a live version or a waiting execution. Empty: it may be deleted. */
export async function usedIn(
  projectId: string,
  connectorId: string,
  database?: Pick<Prisma.TransactionClient, '$queryRaw'>,
): Promise<FlowUse[]> {
  return await listNamingFlows(projectId, CONNECTORS, connectorId, {
    alsoWaiting: true,
    ...(database ? { database } : {}),
  })
}

/** One sentence that names the places, for a refusal. */
export function describeUses(uses: readonly FlowUse[]): string {
  return tell(uses, ({ where, executions }) => {
    if (where === 'waiting') return [executions === 1 ? '1 waiting execution' : `${executions} waiting executions`]
    return [where === 'draft' ? 'draft' : 'live version']
  })
}
