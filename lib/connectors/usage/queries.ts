import { db } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'
import type { ConnectorUse } from '../types'

// Sorted in Postgres by the path of the step's settings: documents never leave the database for this.
const STEPS = Prisma.sql`jsonb_each(CASE WHEN jsonb_typeof(d."document"->'steps') = 'object' THEN d."document"->'steps' ELSE '{}' END)`

// A connector step names its connector itself, an action that sends mail in its settings.
const NAMED = Prisma.sql`coalesce(s.value->>'connector', s.value->'settings'->>'connector')`

/** How many flows use each of the connectors, by their draft or their live version. */
export async function countUses(projectId: string, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db().$queryRaw<{ connectorId: string; flows: number }[]>`
    SELECT ${NAMED} AS "connectorId", count(DISTINCT d."flowId")::int AS "flows"
    FROM (${drafts(projectId)} UNION ALL ${liveVersions(projectId)}) d, ${STEPS} s
    WHERE ${NAMED} = ANY(${ids})
    GROUP BY 1`
  return new Map(rows.map(({ connectorId, flows }) => [connectorId, flows]))
}

/** Where a connector is used: by a draft, a live version or a waiting execution. Empty: it may be deleted. */
export async function usedIn(
  projectId: string,
  connectorId: string,
  database: Pick<Prisma.TransactionClient, '$queryRaw'> = db(),
): Promise<ConnectorUse[]> {
  const rows = await database.$queryRaw<(Omit<ConnectorUse, 'steps'> & { stepId: string; stepName: string | null })[]>`
    SELECT d."where", d."flowId", d."flowName", d."executions", s.key AS "stepId", s.value->>'name' AS "stepName"
    FROM (${drafts(projectId)} UNION ALL ${liveVersions(projectId)} UNION ALL ${waiting(projectId)}) d, ${STEPS} s
    WHERE ${NAMED} = ${connectorId}
    ORDER BY d."flowName", d."flowId", d."order", s.key`
  const uses = new Map<string, ConnectorUse>()
  for (const { where, flowId, flowName, executions, stepId, stepName } of rows) {
    const key = JSON.stringify([where, flowId])
    const use = uses.get(key) ?? { where, flowId, flowName, steps: [], executions: 0 }
    uses.set(key, use)
    use.executions = Math.max(use.executions, executions)
    if (!use.steps.some(({ id }) => id === stepId)) use.steps.push({ id: stepId, name: stepName ?? stepId })
  }
  return [...uses.values()]
}

/** One sentence that names the places, for a refusal. */
export function describeUses(uses: readonly ConnectorUse[]): string {
  const names = new Map<string, Set<string>>()
  for (const { where, flowName, executions } of uses) {
    const places = names.get(flowName) ?? new Set()
    names.set(flowName, places)
    if (where === 'waiting') places.add(executions === 1 ? '1 waiting execution' : `${executions} waiting executions`)
    else places.add(where === 'draft' ? 'draft' : 'live version')
  }
  const shown = [...names].slice(0, 10).map(([name, places]) => `${name} (${[...places].join(', ')})`)
  const more = names.size > shown.length ? ` and ${names.size - shown.length} more` : ''
  return shown.join(', ') + more
}

function drafts(projectId: string): Prisma.Sql {
  return Prisma.sql`SELECT 1 AS "order", 'draft' AS "where", f."id" AS "flowId", f."name" AS "flowName", 0 AS "executions",
      f."draft"::jsonb AS "document" FROM "Flow" f WHERE f."projectId" = ${projectId}`
}

function liveVersions(projectId: string): Prisma.Sql {
  return Prisma.sql`SELECT 2, 'live', f."id", f."name", 0, n."document"::jsonb FROM "Flow" f
    JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = f."liveVersion"
    JOIN "FlowSnapshot" n ON n."projectId" = v."projectId" AND n."hash" = v."snapshotHash"
    WHERE f."projectId" = ${projectId}`
}

function waiting(projectId: string): Prisma.Sql {
  return Prisma.sql`SELECT 3, 'waiting', e."flowId", e."flowName", e."executions", n."document"::jsonb FROM (
      SELECT x."flowId", max(x."flowName") AS "flowName", x."snapshotHash", count(*)::int AS "executions"
      FROM "Execution" x WHERE x."projectId" = ${projectId} AND x."status" = 'waiting' GROUP BY x."flowId", x."snapshotHash") e
    JOIN "FlowSnapshot" n ON n."projectId" = ${projectId} AND n."hash" = e."snapshotHash"`
}
