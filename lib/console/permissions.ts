import { DomainError } from '@/lib/result'
import type { Operator } from './operator'
import { findRole } from './queries'
import { type Permission, type Role, roleAllows } from './roles'

export type { Operator } from './operator'
export { type Permission, type Role, roleAllows } from './roles'

/**
 * The operator's role in a project, when it includes the permission.
 * @throws DomainError `notFound` when the project is not one of theirs, exactly as when there is none; `forbidden` when
 *   the role lacks the permission
 */
export async function requirePermission(
  operator: Operator,
  projectId: string,
  permission: Permission,
): Promise<{ role: Role }> {
  const role = await findRole(operator, projectId)
  if (!role) throw new DomainError('notFound', 'There is no such project. Choose one from the project switcher.')
  if (!roleAllows(role, permission)) {
    throw new DomainError('forbidden', 'Your role does not allow this. Ask an admin of the project for another role.')
  }
  return { role }
}
