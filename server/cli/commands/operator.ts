import { createOperator, resetPassword } from '@/lib/console/operators'
import type { Role } from '@/lib/console/roles'
import { db } from '@/lib/db'
import { readPassword } from '../input'
import { print, printJson } from '../output'
import { chooseProject, findProject } from '../project'

export interface OperatorOptions {
  email: string
  name?: string
  role?: Role
  project?: string
  json?: boolean
}

/**
 * Makes an operator. The first one becomes the owner of this Patchbay, unless a lesser role is asked for; every other
 * one a member of a project.
 */
export async function create({ email, name, role, project, json }: OperatorOptions): Promise<void> {
  const isFirst = (await db().operator.count()) === 0
  const isOwner = isFirst && (role === undefined || role === 'admin')
  const joined = isOwner ? await findProject(project) : await chooseProject(project)
  const given = role ?? (isOwner ? 'admin' : 'editor')
  const operator = await createOperator({
    email,
    password: await readPassword(),
    isOwner,
    ...(name === undefined ? {} : { name }),
    ...(joined ? { membership: { projectId: joined.id, role: given } } : {}),
  })
  if (json) {
    return printJson({ ...operator, ...(joined ? { projectId: joined.id, role: given } : {}) })
  }
  const place = joined ? ` with the role ${given} in "${joined.name}"` : ''
  print(`${operator.email} can sign in${isOwner ? ' as the owner of this Patchbay' : place}.`)
}

export async function reset({ email, json }: Pick<OperatorOptions, 'email' | 'json'>): Promise<void> {
  await resetPassword({ email, password: await readPassword() })
  if (json) return printJson({ email })
  print(`The password of ${email} was changed, and all their sessions were ended.`)
}
