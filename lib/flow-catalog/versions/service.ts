import { findUnstorableText } from '@/lib/language/json'
import { db } from '../../db'
import { DomainError } from '../../result'
import { flowMessages } from '../messages'
import { holdSurroundings, requirePublishable } from '../publish/service'
import { getVersion } from './queries'
import type { VersionReference } from './schema'

/** Changes what is said about a version; the version itself never changes. @throws DomainError `notFound` */
export async function setVersionNote(
  projectId: string,
  { flowId, number, note }: VersionReference & { note: string },
): Promise<void> {
  if (findUnstorableText(note))
    throw new DomainError('invalid', flowMessages.unstorable, { note: flowMessages.unstorable })
  const { count } = await db().flowVersion.updateMany({ where: { projectId, flowId, number }, data: { note } })
  if (count === 0) throw new DomainError('notFound', flowMessages.versionNotFound)
}

/**
 * Makes a version the live one, whichever is live now; the draft stays as it is. Executions that wait go on with theirs.
 * @throws DomainError `notFound`; `invalid` when it is live already or cannot run any more (its connector is gone)
 */
export async function makeVersionLive(projectId: string, { flowId, number }: VersionReference): Promise<void> {
  const { document } = await getVersion(projectId, { flowId, number })
  await db().$transaction(async (tx) => {
    // Held until the end: a connector cannot be deleted between the check and the change.
    requirePublishable(document, await holdSurroundings(projectId, document, tx))
    const { count } = await tx.flow.updateMany({
      where: { projectId, id: flowId, NOT: { liveVersion: number } },
      data: { liveVersion: number },
    })
    if (count === 0) throw new DomainError('invalid', flowMessages.liveAlready(number))
  })
}
