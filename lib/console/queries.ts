import { db } from '@/lib/db'
import type { Operator } from './operator'
import type { Role } from './roles'

/** The operator's role in a project; null when there is no such project or it is not theirs. The owner is admin of each. */
export async function findRole(operator: Operator, projectId: string): Promise<Role | null> {
  if (operator.isOwner) {
    const project = await db().project.findUnique({ where: { id: projectId }, select: { id: true } })
    return project ? 'admin' : null
  }
  const member = await db().projectMember.findUnique({
    where: { projectId_operatorId: { projectId, operatorId: operator.id } },
    select: { role: true },
  })
  return member?.role ?? null
}
