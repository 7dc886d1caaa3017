import { db } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'
import type { FlowUse } from './types'

/** What steps may name. */
export interface Named {
  /** The names that a step `s` of a flow `d` holds: a query of one column, each of them once. */
  names: Prisma.Sql
  /** Stands in every document that holds one: the others are not parsed, which is what costs. */
  mark: string
}

// Sorted in Postgres by the path of the step's settings: documents never leave the database for this.
const STEPS = Prisma.sql`jsonb_each(CASE WHEN jsonb_typeof(d."document"->'steps') = 'object' THEN d."document"->'steps' ELSE '{}' END)`

/** How many flows name each of these, by their draft or their live version. */
export async function countNamingFlows(
  projectId: string,
  { names, mark }: Named,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; flows: number }[]>`
    SELECT n."id", count(DISTINCT d."flowId")::int AS "flows"
    FROM (${drafts(projectId, [mark])} UNION ALL ${liveVersions(projectId, [mark])}) d, ${STEPS} s, LATERAL (${names}) n("id")
    WHERE n."id" = ANY(${ids})
    GROUP BY 1`
  return new Map(rows.map(({ id, flows }) => [id, flows]))
}

/** Which flows name it: by a draft, a live version and, if asked for, a waiting execution. */
export async function listNamingFlows(
  projectId: string,
  { names, mark }: Named,
  id: string,
  { alsoWaiting, database = db() }: { alsoWaiting: boolean; database?: Pick<Prisma.TransactionClient, '$queryRaw'> },
): Promise<FlowUse[]> {
  const marks = [mark, JSON.stringify(id)]
  const waits = alsoWaiting ? Prisma.sql`UNION ALL ${waiting(projectId, marks)}` : Prisma.empty
  const rows = await database.$queryRaw<(Omit<FlowUse, 'steps'> & { stepId: string; stepName: string | null })[]>`
    SELECT d."where", d."flowId", d."flowName", d."executions", s.key AS "stepId", s.value->>'name' AS "stepName"
    FROM (${drafts(projectId, marks)} UNION ALL ${liveVersions(projectId, marks)} ${waits}) d, ${STEPS} s, LATERAL (${names}) n("id")
    WHERE n."id" = ${id}
    ORDER BY d."flowName", d."flowId", d."order", s.key`
  const uses = new Map<string, FlowUse>()
  for (const { where, flowId, flowName, executions, stepId, stepName } of rows) {
    const key = JSON.stringify([where, flowId])
    const use = uses.get(key) ?? { where, flowId, flowName, steps: [], executions: 0 }
    uses.set(key, use)
    use.executions = Math.max(use.executions, executions)
    if (!use.steps.some((step) => step.id === stepId)) use.steps.push({ id: stepId, name: stepName ?? stepId })
  }
  return [...uses.values()]
}

/** One sentence that names the flows, for a refusal. @param places what of each use is told in brackets */
export function describeUses(uses: readonly FlowUse[], places: (use: FlowUse) => readonly string[]): string {
  const names = new Map<string, Set<string>>()
  for (const use of uses) {
    const told = names.get(use.flowName) ?? new Set()
    names.set(use.flowName, told)
    for (const place of places(use)) told.add(place)
  }
  const shown = [...names].slice(0, 10).map(([name, told]) => `${name} (${[...told].join(', ')})`)
  const more = names.size > shown.length ? ` and ${names.size - shown.length} more` : ''
  return shown.join(', ') + more
}

function drafts(projectId: string, marks: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT 1 AS "order", 'draft' AS "where", f."id" AS "flowId", f."name" AS "flowName", 0 AS "executions",
      f."draft"::jsonb AS "document" FROM "Flow" f
    WHERE f."projectId" = ${projectId} AND ${holds(Prisma.sql`f."draft"`, marks)}`
}

function liveVersions(projectId: string, marks: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT 2, 'live', f."id", f."name", 0, n."document"::jsonb FROM "Flow" f
    JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = f."liveVersion"
    JOIN "FlowSnapshot" n ON n."projectId" = v."projectId" AND n."hash" = v."snapshotHash"
    WHERE f."projectId" = ${projectId} AND ${holds(Prisma.sql`n."document"`, marks)}`
}

function waiting(projectId: string, marks: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT 3, 'waiting', e."flowId", e."flowName", e."executions", n."document"::jsonb FROM (
      SELECT x."flowId", max(x."flowName") AS "flowName", x."snapshotHash", count(*)::int AS "executions"
      FROM "Execution" x WHERE x."projectId" = ${projectId} AND x."status" = 'waiting' GROUP BY x."flowId", x."snapshotHash") e
    JOIN "FlowSnapshot" n ON n."projectId" = ${projectId} AND n."hash" = e."snapshotHash"
    WHERE ${holds(Prisma.sql`n."document"`, marks)}`
}

// Looks through the text as it is stored.
function holds(document: Prisma.Sql, marks: readonly string[]): Prisma.Sql {
  return Prisma.join(
    marks.map((mark) => Prisma.sql`strpos(${document}::text, ${mark}) > 0`),
    ' AND ',
  )
}
