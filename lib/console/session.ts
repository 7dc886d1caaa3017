import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { operatorFromHeaders } from './auth'
import type { Operator } from './operator'
import { findProject, findRole, type ProjectSummary } from './queries'
import { type Permission, type Role, roleAllows } from './roles'

/** The signed-in operator of this request in Next, read once per request; null when nobody is signed in. */
export const findSignedInOperator = cache(async (): Promise<Operator | null> => operatorFromHeaders(await headers()))

/** The signed-in operator of this request in Next; otherwise goes to the sign-in page, and from there back. */
export async function requireOperator(): Promise<Operator> {
  const operator = await findSignedInOperator()
  if (operator) return operator
  const path = (await headers()).get('x-pathname')
  redirect(path && path !== '/' ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
}

export interface ProjectPage {
  operator: Operator
  project: ProjectSummary
  role: Role
  can: (permission: Permission) => boolean
}

const loadProject = cache(async (projectId: string): Promise<ProjectPage | null> => {
  const operator = await requireOperator()
  const [project, role] = await Promise.all([findProject(projectId), findRole(operator, projectId)])
  return project && role ? { operator, project, role, can: (permission) => roleAllows(role, permission) } : null
})

/**
 * Who looks at which project, for a page: one read per request. Goes to sign-in when nobody is signed in; shows the
 * not-found page when the project is not theirs, as when there is none, or when their role lacks the permission.
 */
export async function requireProject(projectId: string, permission: Permission = 'project.read'): Promise<ProjectPage> {
  const page = await loadProject(projectId)
  if (!page?.can(permission)) notFound()
  return page
}
