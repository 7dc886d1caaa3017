import { getProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { log } from '@/lib/log'
import { DomainError } from '@/lib/result'
import { cleanUp } from '@/lib/retention/service'
import type { RetentionJob } from './queues'

/** Cleans up one project, or each in turn; one that fails does not hold up the others. */
export async function runRetentionJob({ projectId }: RetentionJob, signal: AbortSignal): Promise<void> {
  if (projectId !== null) return await cleanUpProject(projectId, signal)
  for (const { id } of await db().project.findMany({
    where: { deletedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })) {
    try {
      await cleanUpProject(id, signal)
    } catch (error) {
      signal.throwIfAborted()
      log.error({ projectId: id, err: error }, 'the clean-up of a project failed')
    }
  }
}

async function cleanUpProject(projectId: string, signal: AbortSignal): Promise<void> {
  try {
    await cleanUp(projectId, await getProjectSettings(projectId), signal)
  } catch (error) {
    // It was deleted meanwhile.
    if (!(error instanceof DomainError && error.code === 'notFound')) throw error
  }
}
