import { db } from '@/lib/db'
import { findAuthorNames } from './author-names'
import type { Operator } from './operator'
import type { Role } from './roles'

/** The operator's role in a project; null when there is no such project or it is not theirs. The owner is admin of each. */
export async function findRole(operator: Operator, projectId: string): Promise<Role | null> {
  if (operator.isOwner) {
    const project = await findProject(projectId)
    return project ? 'admin' : null
  }
  const member = await db().projectMember.findUnique({
    where: { projectId_operatorId: { projectId, operatorId: operator.id }, project: { deletedAt: null } },
    select: { role: true },
  })
  return member?.role ?? null
}

export interface ProjectSummary {
  id: string
  name: string
}

/** The operator's projects by name; the owner's are all. */
export async function listProjects(operator: Operator): Promise<ProjectSummary[]> {
  return await db().project.findMany({
    where: { deletedAt: null, ...(operator.isOwner ? {} : { members: { some: { operatorId: operator.id } } }) },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}

export interface MemberRow {
  operatorId: string
  name: string
  email: string
  role: Role
  isOwner: boolean
  since: Date
}

export async function listMembers(projectId: string): Promise<MemberRow[]> {
  const members = await db().projectMember.findMany({
    where: { projectId },
    include: { operator: { select: { name: true, email: true, isOwner: true } } },
    orderBy: { createdAt: 'asc' },
  })
  return members.map(({ operatorId, role, createdAt, operator }) => ({
    operatorId,
    role,
    since: createdAt,
    ...operator,
  }))
}

/** What the audit log keeps of a member: null when they are none. */
export async function findAuditedMember(projectId: string, operatorId: string) {
  const member = await db().projectMember.findUnique({
    where: { projectId_operatorId: { projectId, operatorId } },
    select: { role: true, operator: { select: { name: true, email: true } } },
  })
  return member ? { role: member.role, ...member.operator } : null
}

export interface InvitationRow {
  id: string
  role: Role
  createdAt: Date
  expiresAt: Date
}

/** Invitations that can still be used. Their links are not stored. */
export async function listInvitations(projectId: string): Promise<InvitationRow[]> {
  const links = await db().operatorLink.findMany({
    where: { projectId, kind: 'invitation', usedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  })
  return links.flatMap(({ id, role, createdAt, expiresAt }) => (role ? [{ id, role, createdAt, expiresAt }] : []))
}

export interface KeyRow {
  id: string
  name: string
  hint: string
  createdAt: Date
  createdBy: string | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** A project's management keys: those in use first, newest first. */
export async function listKeys(projectId: string): Promise<KeyRow[]> {
  const keys = await db().managementKey.findMany({
    where: { projectId },
    orderBy: [{ revokedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  const names = await findAuthorNames(
    projectId,
    keys.map(({ createdById }) => createdById),
  )
  return keys.map(({ id, name, hint, createdAt, createdById, lastUsedAt, revokedAt }) => ({
    id,
    name,
    hint,
    createdAt,
    createdBy: createdById ? (names.get(createdById) ?? null) : null,
    lastUsedAt,
    revokedAt,
  }))
}

export async function findProject(projectId: string): Promise<ProjectSummary | null> {
  return await db().project.findUnique({ where: { id: projectId, deletedAt: null }, select: { id: true, name: true } })
}
