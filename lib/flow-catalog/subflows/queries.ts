import { Prisma } from '@/prisma/generated/client'
import { db } from '../../db'
import { type FlowDocument, flowDocumentSchema } from '../../flow/schema'
import { canRun, listSubflowIds, readFacts, type SubflowFacts } from '../../flow/subflows'
import { snapshotHash } from '../snapshots'
import { countNamingFlows, describeUses, listNamingFlows, type Named } from '../usage/queries'
import type { FlowUse } from '../usage/types'

/** So many flows are looked at from one: more is no flow that anyone could follow. */
const MOST_FLOWS = 500

interface FlowRow {
  id: string
  disabled: boolean
  draft: unknown
  live: unknown
  liveHash: string | null
  liveVersion: number | null
}

type Database = Pick<Prisma.TransactionClient, '$queryRaw'>

/** The facts of the flows with these ids and of every flow that they run, by whatever way. */
export async function findSubflows(projectId: string, ids: readonly string[], database: Database = db()) {
  const facts = await walk(projectId, ids, database, (row) => {
    const document = flowDocumentSchema.parse(row.live ?? row.draft)
    const found: SubflowFacts = {
      id: row.id,
      published: row.live !== null,
      disabled: row.disabled,
      ...readFacts(document),
    }
    return { found, next: found.calls.map(({ flowId }) => flowId) }
  })
  return [...facts.values()]
}

/** A flow that an execution may run, as it was when the execution began. */
export interface PinnedSubflow {
  hash: string
  document: FlowDocument
}

/**
 * The flows that a document runs, by whatever way, each as it is run now: by its live version, or by its draft when a
 * draft is run. One that cannot be run is left out, and the step that runs it tells of it.
 */
export async function listRunnable(
  projectId: string,
  document: FlowDocument,
  version: 'live' | 'draft',
): Promise<ReadonlyMap<string, PinnedSubflow>> {
  const ids = listSubflowIds(document)
  if (ids.length === 0) return new Map()
  return await walk(projectId, ids, db(), (row) => {
    const stored = version === 'draft' ? row.draft : row.disabled ? null : row.live
    if (stored === null) return { found: null, next: [] }
    const runs = flowDocumentSchema.parse(stored)
    if (!canRun(runs)) return { found: null, next: [] }
    const hash = version === 'draft' || row.liveHash === null ? snapshotHash(runs) : row.liveHash
    return { found: { hash, document: runs }, next: listSubflowIds(runs) }
  })
}

async function walk<T>(
  projectId: string,
  ids: readonly string[],
  database: Database,
  read: (row: FlowRow) => { found: T | null; next: string[] },
): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  const asked = new Set(ids)
  let wanted = [...asked].filter((id) => id !== '')
  while (wanted.length > 0 && asked.size <= MOST_FLOWS) {
    const rows = await readFlows(projectId, wanted, database)
    wanted = []
    for (const row of rows) {
      const { found: one, next } = read(row)
      if (one !== null) found.set(row.id, one)
      for (const id of next) {
        if (asked.has(id)) continue
        asked.add(id)
        wanted.push(id)
      }
    }
  }
  return found
}

async function readFlows(projectId: string, ids: readonly string[], database: Database): Promise<FlowRow[]> {
  return await database.$queryRaw<FlowRow[]>`
    SELECT f."id", f."disabled", f."draft", f."liveVersion", s."document" AS "live", s."hash" AS "liveHash"
    FROM "Flow" f
    LEFT JOIN "FlowVersion" v ON v."projectId" = f."projectId" AND v."flowId" = f."id" AND v."number" = f."liveVersion"
    LEFT JOIN "FlowSnapshot" s ON s."projectId" = v."projectId" AND s."hash" = v."snapshotHash"
    WHERE f."projectId" = ${projectId} AND f."id" = ANY(${ids})`
}

/** Held to the end of the transaction by whoever changes which flow runs which in a project. */
export async function lockSubflows(projectId: string, tx: Database): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`subflows:${projectId}`}, 0))::text`
}

const SUBFLOWS: Named = {
  // Its own name for itself does not count.
  names: Prisma.sql`SELECT nullif(s.value->>'flow', d."flowId") WHERE s.value->>'kind' = 'subflow'`,
  mark: '"subflow"',
}

/** How many flows run each of these as a part of them, by their draft or their live version. */
export async function countSubflowUses(projectId: string, ids: readonly string[]): Promise<Map<string, number>> {
  return await countNamingFlows(projectId, SUBFLOWS, ids)
}

/** Which flows run a flow, by their draft or their live version. Empty: it may be deleted. */
export async function subflowUses(projectId: string, flowId: string, database: Database = db()): Promise<FlowUse[]> {
  return await listNamingFlows(projectId, SUBFLOWS, flowId, { alsoWaiting: false, database })
}

/** One sentence that names the flows and their steps, for a refusal. */
export function describeSubflowUses(uses: readonly FlowUse[]): string {
  return describeUses(uses, ({ steps }) => steps.map(({ name }) => name))
}
