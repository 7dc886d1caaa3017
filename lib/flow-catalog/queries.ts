import { createHash } from 'node:crypto'
import { listConnectorIds } from '@/lib/flow/connector-ids'
import { canonicalJson } from '@/lib/language/canonical-json'
import type { JsonObject } from '@/lib/language/json'
import { stepName } from '@/lib/steps/definitions'
import { Prisma } from '@/prisma/generated/client'
import { db } from '../db'
import { type ConnectorReference, toFile } from '../flow/file'
import { type FlowDocument, type FlowKind, flowDocumentSchema } from '../flow/schema'
import { containing, toSought } from '../like'
import { readNameCursor, writeNameCursor } from '../name-cursor'
import { DomainError } from '../result'
import { flowMessages } from './messages'
import type { FlowDetail, FlowListItem, FlowPage, FlowRemains, StoredDraft } from './schema'
import { countSubflowUses } from './subflows/queries'

/** Rows of one page of the list. */
export const FLOWS_PER_PAGE = 50
const DAY_MS = 24 * 3_600_000

export interface ListFlowsOptions {
  /** Part of a name or an id, whatever its case. */
  search?: string | undefined
  /** As a page gave it; one that is not understood begins at the first page. */
  cursor?: string | undefined
}

interface FlowRow {
  id: string
  name: string
  description: string
  kind: FlowKind
  disabled: boolean
  liveVersion: number | null
  publishedAt: Date | null
  hasUnpublishedChanges: boolean
  updatedAt: Date
}

/** A page of a project's flows by name, with what became of them in the last day. */
export async function listFlows(projectId: string, { search = '', cursor }: ListFlowsOptions = {}): Promise<FlowPage> {
  const place = readNameCursor(cursor)
  const matching = Prisma.sql`f."projectId" = ${projectId} ${searched(search)}`
  const backwards = place?.direction === 'before'
  const from = !place
    ? Prisma.empty
    : backwards
      ? Prisma.sql`AND f."name" < ${place.name}`
      : Prisma.sql`AND f."name" > ${place.name}`
  // The page is chosen first, so that no draft outside of it is read. jsonb compares documents whatever their key order.
  const [rows, counted] = await Promise.all([
    db().$queryRaw<FlowRow[]>`
      WITH page AS (
        SELECT f."projectId", f."id", f."name", f."liveVersion" FROM "Flow" f WHERE ${matching} ${from}
        ORDER BY f."name" ${backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${FLOWS_PER_PAGE + 1}
      )
      SELECT f."id", f."name", f."description", f."kind"::text AS "kind", f."disabled", f."liveVersion", f."updatedAt",
        v."createdAt" AS "publishedAt",
        CASE WHEN s."hash" IS NULL THEN true ELSE f."draft"::jsonb <> s."document"::jsonb END AS "hasUnpublishedChanges"
      FROM page
      JOIN "Flow" f ON f."projectId" = page."projectId" AND f."id" = page."id"
      LEFT JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = f."liveVersion"
      LEFT JOIN "FlowSnapshot" s ON s."projectId" = v."projectId" AND s."hash" = v."snapshotHash"
      ORDER BY page."name" ${backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`}`,
    db().$queryRaw<{ total: number }[]>`SELECT count(*)::int AS "total" FROM "Flow" f WHERE ${matching}`,
  ])
  const more = rows.length > FLOWS_PER_PAGE
  const shown = rows.slice(0, FLOWS_PER_PAGE)
  if (backwards) shown.reverse()
  const ids = shown.map((row) => row.id)
  const [runs, uses] = await Promise.all([countRuns(projectId, ids), countSubflowUses(projectId, ids)])
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    flows: shown.map((row) => ({ ...toListItem(row, runs), usedIn: uses.get(row.id) ?? 0 })),
    total: counted[0]?.total ?? 0,
    nextCursor: last && (backwards || more) ? writeNameCursor('after', last.name) : null,
    previousCursor: first && (backwards ? more : place !== null) ? writeNameCursor('before', first.name) : null,
  }
}

/**
 * One flow with its draft.
 * @throws DomainError `notFound`, also for another project's flow
 */
export async function getFlow(projectId: string, flowId: string): Promise<FlowDetail> {
  const flow = await db().flow.findUnique({ where: { projectId_id: { projectId, id: flowId } } })
  if (!flow) throw new DomainError('notFound', flowMessages.notFound)
  return {
    id: flow.id,
    name: flow.name,
    description: flow.description,
    kind: flow.kind,
    disabled: flow.disabled,
    liveVersion: flow.liveVersion,
    draft: flowDocumentSchema.parse(flow.draft),
    draftRevision: flow.draftRevision,
    draftSavedAt: flow.draftSavedAt.toISOString(),
    draftSavedBy: await findOperatorName(flow.draftSavedById),
  }
}

/** The draft as it is stored now; for a page whose own save was refused. */
export async function getDraft(projectId: string, flowId: string): Promise<StoredDraft> {
  const { draft, draftRevision, draftSavedAt, draftSavedBy } = await getFlow(projectId, flowId)
  return { document: draft, revision: draftRevision, savedAt: draftSavedAt, savedBy: draftSavedBy }
}

/** What a hosted page asks of its flow before it shows itself. Null when there is none. */
export async function findHostedFlow(projectId: string, flowId: string) {
  return await db().flow.findUnique({
    where: { projectId_id: { projectId, id: flowId }, project: { deletedAt: null } },
    select: { name: true, kind: true, disabled: true, liveVersion: true },
  })
}

/** What the audit log keeps of a flow besides its documents, which versions and snapshots hold. Null when there is none. */
export async function findAuditedFlow(projectId: string, flowId: string) {
  return await db().flow.findUnique({
    where: { projectId_id: { projectId, id: flowId } },
    select: { name: true, description: true, kind: true, disabled: true, liveVersion: true },
  })
}

/**
 * What the audit log keeps of a draft: its name and description, and of each step the name with the first digits of its
 * hash, which tell that it was changed. Never its settings: somebody may have typed a secret there by mistake. Null when
 * there is no such flow.
 */
export async function findAuditedDraft(projectId: string, flowId: string): Promise<JsonObject | null> {
  const flow = await db().flow.findUnique({
    where: { projectId_id: { projectId, id: flowId } },
    select: { draft: true },
  })
  if (!flow) return null
  const { name, description, steps } = flowDocumentSchema.parse(flow.draft)
  const states = Object.entries(steps).map(([id, step]) => {
    const hash = createHash('sha256').update(canonicalJson(step)).digest('hex')
    return [`step ${id}`, `${stepName(step)} (${hash.slice(0, 8)})`]
  })
  return { name, description, ...Object.fromEntries(states) }
}

const MOST_LISTED = 10_000

/** Every flow by name, for clients that know no pages; and how many there are. */
export async function listFlowMetadata(projectId: string) {
  const select = { id: true, name: true, description: true, disabled: true }
  const [flows, total] = await Promise.all([
    db().flow.findMany({ where: { projectId }, orderBy: { name: 'asc' }, take: MOST_LISTED, select }),
    db().flow.count({ where: { projectId } }),
  ])
  return { flows, total }
}

/** A flow's draft as a file: stable key order, connectors by name. */
export async function exportFlow(projectId: string, flowId: string): Promise<FlowDocument> {
  const { draft } = await getFlow(projectId, flowId)
  return toFile(draft, await listConnectorReferences(projectId, draft))
}

/** The connectors of the project that a document's steps name by id. */
export async function listConnectorReferences(
  projectId: string,
  document: FlowDocument,
): Promise<ConnectorReference[]> {
  return await db().connector.findMany({
    where: { projectId, id: { in: listConnectorIds(document) } },
    select: { id: true, name: true },
  })
}

/** The same, none of which can be deleted before the transaction ends; one that is being deleted is waited for. */
export async function holdConnectorReferences(
  projectId: string,
  document: FlowDocument,
  tx: Prisma.TransactionClient,
): Promise<(ConnectorReference & { type: string })[]> {
  return await tx.$queryRaw<(ConnectorReference & { type: string })[]>`
    SELECT "id", "name", "type" FROM "Connector" WHERE "projectId" = ${projectId} AND "id" = ANY(${listConnectorIds(document)})
    ORDER BY "id" FOR KEY SHARE`
}

/** The connectors of the project with these names. */
export async function listConnectorsByName(projectId: string, names: string[]): Promise<ConnectorReference[]> {
  return await db().connector.findMany({ where: { projectId, name: { in: names } }, select: { id: true, name: true } })
}

/** The given id and name with the first number that makes them free: `look-up-2`, `Look up 2`. */
export async function findFreeNames(
  projectId: string,
  id: string,
  name: string,
): Promise<{ id: string; name: string }> {
  // Room for the number within the longest id (60) and name (100).
  const [baseId, baseName] = [id.slice(0, 54), name.slice(0, 94).trim()]
  const taken = await db().flow.findMany({
    where: { projectId, OR: [{ id: { startsWith: baseId } }, { name: { startsWith: baseName } }] },
    select: { id: true, name: true },
  })
  return {
    id: firstFree(new Set(taken.map((flow) => flow.id)), baseId, '-'),
    name: firstFree(new Set(taken.map((flow) => flow.name)), baseName, ' '),
  }
}

/** What deleting a flow takes along. */
export async function countRemains(projectId: string, flowId: string): Promise<FlowRemains> {
  const [versions, liveExecutions] = await Promise.all([
    db().flowVersion.count({ where: { projectId, flowId } }),
    db().execution.count({ where: { projectId, flowId, status: { in: ['running', 'waiting'] } } }),
  ])
  return { versions, liveExecutions }
}

interface Runs {
  flowId: string
  executions: number
  failures: number
}

async function countRuns(projectId: string, flowIds: string[]): Promise<Map<string, Runs>> {
  if (flowIds.length === 0) return new Map()
  const runs = await db().$queryRaw<Runs[]>`
    SELECT "flowId", count(*)::int AS "executions", (count(*) FILTER (WHERE "status" = 'failed'))::int AS "failures"
    FROM "Execution"
    WHERE "projectId" = ${projectId} AND "flowId" = ANY(${flowIds}) AND "startedAt" > ${new Date(Date.now() - DAY_MS)}
    GROUP BY "flowId"`
  return new Map(runs.map((run) => [run.flowId, run]))
}

function toListItem(row: FlowRow, runs: Map<string, Runs>): Omit<FlowListItem, 'usedIn'> {
  const { executions = 0, failures = 0 } = runs.get(row.id) ?? {}
  return {
    ...row,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    executions,
    failures,
  }
}

function firstFree(taken: ReadonlySet<string>, base: string, joint: string): string {
  let candidate = base
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${base}${joint}${number}`
  return candidate
}

async function findOperatorName(operatorId: string | null): Promise<string | null> {
  if (operatorId === null) return null
  const operator = await db().operator.findUnique({ where: { id: operatorId }, select: { name: true } })
  return operator?.name ?? null
}

function searched(search: string): Prisma.Sql {
  const text = toSought(search)
  if (text === '') return Prisma.empty
  const pattern = containing(text)
  return Prisma.sql`AND (f."name" ILIKE ${pattern} OR f."id" ILIKE ${pattern})`
}
