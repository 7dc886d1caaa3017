import { db } from '@/lib/db'
import { DomainError } from '@/lib/result'
import type { Prisma } from '@/prisma/generated/client'
import { consumeLink, createLink } from './links'
import type { Operator } from './operator'
import { setPassword } from './operators'
import type { Role } from './roles'

/**
 * Gives a member another role. The open invitations and reset links that they made end with the role admin.
 * @throws DomainError `conflict` for the last admin and for the owner
 */
export async function changeRole(projectId: string, operatorId: string, role: Role): Promise<void> {
  await changeMember(projectId, operatorId, role !== 'admin', async (tx) => {
    await tx.projectMember.update({ where: { projectId_operatorId: { projectId, operatorId } }, data: { role } })
  })
}

/**
 * Takes a member out of the project, with the open invitations and reset links that they made. Their account and other
 * projects stay.
 */
export async function removeMember(projectId: string, operatorId: string): Promise<void> {
  await changeMember(projectId, operatorId, true, async (tx) => {
    await tx.projectMember.delete({ where: { projectId_operatorId: { projectId, operatorId } } })
  })
}

/**
 * Makes a link, for 24 hours, with which a member sets a new password. A password opens all of a person's projects, so
 * an admin may make it only for members who belong nowhere that the admin does not administer, and never for the owner.
 */
export async function createResetLink(projectId: string, operatorId: string, by: Operator): Promise<{ path: string }> {
  const member = await db().projectMember.findUnique({
    where: { projectId_operatorId: { projectId, operatorId } },
    include: { operator: { include: { memberships: true } } },
  })
  if (!member) throw notFound()
  if (!by.isOwner) {
    const own = await db().projectMember.findMany({ where: { operatorId: by.id, role: 'admin' } })
    const administered = new Set(own.map((each) => each.projectId))
    const within = member.operator.memberships.every((each) => administered.has(each.projectId))
    if (member.operator.isOwner || !within) {
      throw new DomainError('forbidden', 'This member has more rights than you. The owner can make the link.')
    }
  }
  const { token } = await createLink('reset', { projectId, operatorId, createdById: by.id })
  return { path: `/reset/${token}` }
}

/** Uses a reset link: sets the password and ends the person's sessions. Returns the address to sign in with. */
export async function completeReset(token: string, password: string): Promise<{ email: string }> {
  return await db().$transaction(async (tx) => {
    const link = await consumeLink('reset', token, tx)
    const operator = link.operatorId ? await tx.operator.findUnique({ where: { id: link.operatorId } }) : null
    if (!operator) throw new DomainError('notFound', 'This account is not there any more.')
    await setPassword(operator, password, tx)
    return { email: operator.email }
  })
}

async function changeMember(
  projectId: string,
  operatorId: string,
  losesAdmin: boolean,
  change: (tx: Prisma.TransactionClient) => Promise<void>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    // Locked, so that two admins who remove each other at once do not both succeed.
    await tx.$queryRaw`SELECT 1 FROM "ProjectMember" WHERE "projectId" = ${projectId} FOR UPDATE`
    const members = await tx.projectMember.findMany({ where: { projectId }, include: { operator: true } })
    const member = members.find((each) => each.operatorId === operatorId)
    if (!member) throw notFound()
    if (member.operator.isOwner) {
      throw new DomainError('conflict', 'The owner of this Patchbay stays an admin of every project.')
    }
    const otherAdmins = members.filter((each) => each.role === 'admin' && each.operatorId !== operatorId)
    if (losesAdmin && member.role === 'admin' && otherAdmins.length === 0) {
      throw new DomainError('conflict', 'This is the last admin. Make another member an admin first.')
    }
    await change(tx)
    // What they handed out as an admin ends with it: an open link would still let someone in, or take an account over.
    if (losesAdmin) {
      await tx.operatorLink.deleteMany({
        where: { projectId, createdById: operatorId, kind: { in: ['invitation', 'reset'] }, usedAt: null },
      })
    }
  })
}

function notFound(): DomainError {
  return new DomainError('notFound', 'This person is not a member any more. Reload the page.')
}
