import { db } from '@/lib/db'
import { listNamingFlows, type Named, describeUses as tell } from '@/lib/flow-catalog/usage/queries'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'
import { Prisma } from '@/prisma/generated/client'

// An action names its app in its settings, a button of a screen itself.
const APPS: Named = {
  names: Prisma.sql`SELECT s.value->'settings'->>'app' WHERE s.value->>'action' LIKE 'outbound-app-%'
    UNION SELECT c.value->>'app' FROM jsonb_array_elements(
      CASE WHEN jsonb_typeof(s.value->'components') = 'array' THEN s.value->'components' ELSE '[]' END) c
    WHERE c.value->>'type' = 'outbound-app-button'`,
  mark: '"outbound-app-',
}

/** Where an app is used: by a draft, a live version or a waiting execution. Empty: it may be deleted. */
export async function appUsedIn(
  projectId: string,
  appId: string,
  database?: Pick<Prisma.TransactionClient, '$queryRaw'>,
): Promise<FlowUse[]> {
  return await listNamingFlows(projectId, APPS, appId, { alsoWaiting: true, ...(database ? { database } : {}) })
}

/** A connector that sends what people have connected. */
export interface UsingConnector {
  id: string
  name: string
}

/** The connectors that send what people have connected through the app, by name; the first twenty. */
export async function connectorsOf(
  projectId: string,
  appId: string,
  database: Pick<Prisma.TransactionClient, '$queryRaw'> = db(),
): Promise<UsingConnector[]> {
  return await database.$queryRaw<UsingConnector[]>`
    SELECT "id", "name" FROM "Connector" WHERE "projectId" = ${projectId}
      AND "config"->'authentication'->'connection'->>'appId' = ${appId} ORDER BY "name" LIMIT 20`
}

/** One sentence that names the places, for a refusal. */
export function describeAppUses(uses: readonly FlowUse[]): string {
  return tell(uses, ({ where, executions }) => {
    if (where === 'waiting') return [executions === 1 ? '1 waiting execution' : `${executions} waiting executions`]
    return [where === 'draft' ? 'draft' : 'live version']
  })
}
