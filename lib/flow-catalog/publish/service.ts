import type { Prisma } from '@/prisma/generated/client'
import { db } from '../../db'
import { listAppIds } from '../../flow/app-ids'
import { deriveProblems, type FlowSurroundings } from '../../flow/problems'
import type { FlowDocument } from '../../flow/schema'
import { listSubflowIds } from '../../flow/subflows'
import { holdAppReferences } from '../../outbound/choices/queries'
import { DomainError } from '../../result'
import { stepName } from '../../steps/definitions'
import { flowMessages } from '../messages'
import { getFlow, holdConnectorReferences } from '../queries'
import type { PublishFlowInput } from '../schema'
import { ensureSnapshot } from '../snapshots'
import { findSubflows, lockSubflows } from '../subflows/queries'

/**
 * Makes the draft an immutable version, live at once.
 * @param actor the operator or key that publishes; null for the system itself
 * @throws DomainError `conflict` when the draft has been saved since; `invalid` when it has problems or is live already
 */
export async function publishFlow(
  projectId: string,
  { flowId, revision, note }: Pick<PublishFlowInput, 'flowId' | 'revision' | 'note'>,
  actor: string | null,
): Promise<{ number: number }> {
  const { draft, draftRevision } = await getFlow(projectId, flowId)
  if (draftRevision !== revision) throw new DomainError('conflict', flowMessages.publishConflict)
  // Only `tx` in here: with every connection waiting for the lock, its holder could not get another one.
  return await db().$transaction(async (tx) => {
    requirePublishable(draft, await holdSurroundings(projectId, draft, tx))
    // Locked in a statement of its own: of two that publish at once, the second's next statement sees the first's version.
    await tx.$queryRaw`SELECT 1 FROM "Flow" WHERE "projectId" = ${projectId} AND "id" = ${flowId} FOR UPDATE`
    const flow = await tx.flow.findUnique({
      where: { projectId_id: { projectId, id: flowId } },
      select: {
        draftRevision: true,
        liveVersion: true,
        versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } },
      },
    })
    if (!flow) throw new DomainError('notFound', flowMessages.notFound)
    // A revision names one document, so what was checked above is what is published.
    if (flow.draftRevision !== revision) throw new DomainError('conflict', flowMessages.publishConflict)
    const hash = await ensureSnapshot(projectId, draft, tx)
    const live = await tx.flowVersion.findFirst({ where: { projectId, flowId, number: flow.liveVersion ?? 0 } })
    if (live?.snapshotHash === hash) throw new DomainError('invalid', flowMessages.unchanged(live.number))
    const number = (flow.versions[0]?.number ?? 0) + 1
    await tx.flowVersion.create({ data: { projectId, flowId, number, snapshotHash: hash, note, authorId: actor } })
    await tx.flow.update({ where: { projectId_id: { projectId, id: flowId } }, data: { liveVersion: number } })
    return { number }
  })
}

/** What a document needs of the project, none of which can change before the transaction ends. */
export async function holdSurroundings(
  projectId: string,
  document: FlowDocument,
  tx: Prisma.TransactionClient,
): Promise<FlowSurroundings> {
  const subflowIds = listSubflowIds(document)
  // Two that publish at once could close a circle which neither of them sees. A flow is deleted under the same lock.
  if (subflowIds.length > 0) await lockSubflows(projectId, tx)
  const flows = await findSubflows(projectId, subflowIds, tx)
  const connectors = await holdConnectorReferences(projectId, document, tx)
  return { connectors, flows, outboundApps: await holdAppReferences(projectId, listAppIds(document), tx) }
}

/** @throws DomainError `invalid` when a document has problems that keep it from running */
export function requirePublishable(document: FlowDocument, surroundings: FlowSurroundings): void {
  const errors = deriveProblems(document, surroundings).filter((problem) => problem.severity === 'error')
  if (errors.length === 0) return
  const first = errors.slice(0, 3).map(({ stepId, message }) => {
    const step = stepId === null ? undefined : document.steps[stepId]
    return step ? `${stepName(step)}: ${message}` : message
  })
  throw new DomainError('invalid', flowMessages.hasProblems(errors.length, first))
}
