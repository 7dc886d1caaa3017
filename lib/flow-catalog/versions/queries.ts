import { findAuthorNames } from '../../console/author-names'
import { db } from '../../db'
import { DomainError } from '../../result'
import { flowMessages } from '../messages'
import { getFlow } from '../queries'
import { loadSnapshot, snapshotHash } from '../snapshots'
import type { VersionDetail, VersionItem, VersionPage, VersionReference } from './schema'

/** Rows of one page of the history. */
export const VERSIONS_PER_PAGE = 50

/** A page of a flow's versions, newest first. @throws DomainError `notFound` when there is no such flow */
export async function listVersions(
  projectId: string,
  { flowId, below }: { flowId: string; below?: number | undefined },
): Promise<VersionPage> {
  const [flow, rows, latest] = await Promise.all([
    db().flow.findUnique({ where: { projectId_id: { projectId, id: flowId } }, select: { liveVersion: true } }),
    db().flowVersion.findMany({
      where: { projectId, flowId, ...(below === undefined ? {} : { number: { lt: below } }) },
      orderBy: { number: 'desc' },
      take: VERSIONS_PER_PAGE + 1,
    }),
    findLatestVersion(projectId, flowId),
  ])
  if (!flow) throw new DomainError('notFound', flowMessages.notFound)
  const shown = rows.slice(0, VERSIONS_PER_PAGE)
  return {
    versions: await withAuthors(projectId, shown),
    latest,
    live: flow.liveVersion,
    nextBelow: rows.length > shown.length ? (shown.at(-1)?.number ?? null) : null,
  }
}

/** One version with its document. @throws DomainError `notFound` */
export async function getVersion(projectId: string, { flowId, number }: VersionReference): Promise<VersionDetail> {
  const row = await findRow(projectId, { flowId, number })
  const [document, [item]] = await Promise.all([
    row ? loadSnapshot(projectId, row.snapshotHash) : null,
    withAuthors(projectId, row ? [row] : []),
  ])
  if (!document || !item) throw new DomainError('notFound', flowMessages.versionNotFound)
  return { ...item, document }
}

/** The highest number of a flow's versions; 0 while nothing is published. */
export async function findLatestVersion(projectId: string, flowId: string): Promise<number> {
  const last = await db().flowVersion.findFirst({
    where: { projectId, flowId },
    orderBy: { number: 'desc' },
    select: { number: true },
  })
  return last?.number ?? 0
}

/** The newest version that holds exactly the stored draft; null when only the draft holds it. */
export async function findVersionOfDraft(projectId: string, flowId: string): Promise<number | null> {
  const { draft } = await getFlow(projectId, flowId)
  const version = await db().flowVersion.findFirst({
    where: { projectId, flowId, snapshotHash: snapshotHash(draft) },
    orderBy: { number: 'desc' },
    select: { number: true },
  })
  return version?.number ?? null
}

/** What the audit log keeps of a version besides its document, which never changes. Null when there is none. */
export async function findAuditedVersion(projectId: string, { flowId, number }: VersionReference) {
  const row = await findRow(projectId, { flowId, number })
  return row ? { number, note: row.note } : null
}

async function findRow(projectId: string, { flowId, number }: VersionReference) {
  return await db().flowVersion.findUnique({ where: { projectId_flowId_number: { projectId, flowId, number } } })
}

interface VersionRow {
  number: number
  note: string
  authorId: string | null
  createdAt: Date
}

async function withAuthors(projectId: string, rows: readonly VersionRow[]): Promise<VersionItem[]> {
  const names = await findAuthorNames(
    projectId,
    rows.map(({ authorId }) => authorId),
  )
  return rows.map(({ number, note, authorId, createdAt }) => ({
    number,
    note,
    author: authorId === null ? null : (names.get(authorId) ?? null),
    createdAt: createdAt.toISOString(),
  }))
}
