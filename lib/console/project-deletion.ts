import { db } from '@/lib/db'
import { insertJobsSql } from '@/lib/jobs/queues'
import { DomainError } from '@/lib/result'

/**
 * Deletes a project: from now on nobody sees it, its keys, members and links let nobody in, and nothing of it runs or is
 * written. A job deletes what it holds, because that may be very much.
 * @param confirmation the project's name, as typed by the person
 * @throws DomainError `invalid` at `confirmation` when it is another name; `notFound`
 */
export async function deleteProject(projectId: string, confirmation: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const where = { id: projectId, deletedAt: null }
    const project = await tx.project.findUnique({ where, select: { name: true } })
    if (!project) throw notFound()
    if (project.name !== confirmation.trim()) {
      const message = 'This is not the name of the project.'
      throw new DomainError('invalid', message, { confirmation: message })
    }
    const { count } = await tx.project.updateMany({ where, data: { deletedAt: new Date() } })
    // Someone else was faster.
    if (count === 0) throw notFound()
    // Links first: who uses one at this moment is waited for, and becomes a member before the members go.
    await tx.operatorLink.deleteMany({ where: { projectId } })
    await tx.projectMember.deleteMany({ where: { projectId } })
    await tx.managementKey.deleteMany({ where: { projectId } })
    await tx.$executeRawUnsafe(QUEUE, projectId, 0)
  })
}

const QUEUE = `WITH jobs AS (
  SELECT gen_random_uuid() AS "id", now() + $2::int * interval '1 second' AS "startAfter",
    jsonb_build_object('projectId', $1::text) AS "data"
)
${insertJobsSql('project-deletion', 'jobs')}`

/** Asks a worker to look at a deleted project again. */
export async function queueDeletion(projectId: string, inSeconds: number): Promise<void> {
  await db().$executeRawUnsafe(QUEUE, projectId, inSeconds)
}

function notFound(): DomainError {
  return new DomainError('notFound', 'There is no such project. It may have been deleted already; reload the page.')
}
