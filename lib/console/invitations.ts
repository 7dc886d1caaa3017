import { db } from '@/lib/db'
import { DomainError } from '@/lib/result'
import type { Prisma } from '@/prisma/generated/client'
import { consumeLink, createLink, findLink } from './links'
import type { Operator } from './operator'
import { createOperator } from './operators'
import { findProject } from './queries'
import type { Role } from './roles'
import type { NewOperator } from './schema'

export interface Invitation {
  projectId: string
  projectName: string
  role: Role
}

/** Makes a link that lets one person into a project, for 7 days. */
export async function createInvitation(
  projectId: string,
  role: Role,
  by: Operator,
): Promise<{ id: string; path: string }> {
  const { id, token } = await createLink('invitation', { projectId, role, createdById: by.id })
  return { id, path: `/invite/${token}` }
}

/** Ends an invitation that nobody has used. */
export async function revokeInvitation(projectId: string, linkId: string): Promise<void> {
  const revoked = await db().operatorLink.deleteMany({
    where: { projectId, id: linkId, kind: 'invitation', usedAt: null },
  })
  if (revoked.count === 0) throw new DomainError('notFound', 'This invitation was used or has ended. Reload the page.')
}

/** What an invitation offers; null when it was used or has ended. */
export async function findInvitation(token: string): Promise<Invitation | null> {
  const link = await findLink('invitation', token)
  if (!link?.projectId || !link.role) return null
  const project = await findProject(link.projectId)
  return project ? { projectId: link.projectId, projectName: project.name, role: link.role } : null
}

/** Accepts as a new person: makes the operator. */
export async function acceptInvitation({
  token,
  ...person
}: NewOperator & { token: string }): Promise<{ projectId: string }> {
  return await db().$transaction(async (tx) => {
    const membership = await takeInvitation(token, tx)
    await createOperator({ ...person, membership }, tx)
    return { projectId: membership.projectId }
  })
}

/** Accepts as someone who is signed in. A member keeps their role, and the link stays for somebody else. */
export async function joinProject(token: string, operator: Operator): Promise<{ projectId: string }> {
  return await db().$transaction(async (tx) => {
    const { projectId, role } = await takeInvitation(token, tx)
    const key = { projectId, operatorId: operator.id }
    if (await tx.projectMember.findUnique({ where: { projectId_operatorId: key } })) {
      throw new DomainError('conflict', 'You are a member of this project already.')
    }
    await tx.projectMember.create({ data: { ...key, role } })
    return { projectId }
  })
}

async function takeInvitation(token: string, tx: Prisma.TransactionClient): Promise<{ projectId: string; role: Role }> {
  const { projectId, role } = await consumeLink('invitation', token, tx)
  if (!projectId || !role)
    throw new DomainError('notFound', 'This link was used already or has ended. Ask for a new one.')
  return { projectId, role }
}
