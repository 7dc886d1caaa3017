import { recordAudit } from '@/lib/audit/service'
import { IdentityError } from '@/lib/identity/errors'
import { findUserByLoginId, getUser } from '@/lib/identity/users/queries'
import { toUserAudit } from '@/lib/identity/users/response'
import { updateUser } from '@/lib/identity/users/service'
import type { IdentityEffect } from '@/lib/language/outcome'
import type { EffectRun } from '../effect-run'
import { actorOf, type Deed, requireUserId, signInPatch, userPatch } from './deed'
import { toUserPatch } from './user-patch'

/** Reads a user into `user.*` without signing them in. */
export async function loadUser(
  { loginId }: Extract<IdentityEffect, { type: 'loadUser' }>,
  run: EffectRun,
): Promise<Deed> {
  const user = await findUserByLoginId(run.execution.projectId, loginId)
  if (!user) throw new IdentityError('userNotFound')
  return { record: { userId: user.id }, patch: signInPatch(run, user) }
}

/** Changes what the rows name of the user of `user.*`. */
export async function updateUserProperties(
  { values }: Extract<IdentityEffect, { type: 'updateUser' }>,
  run: EffectRun,
): Promise<Deed> {
  const { projectId, id: executionId } = run.execution
  const userId = requireUserId(run)
  const before = await getUser(projectId, userId)
  const after = await updateUser(projectId, userId, toUserPatch(values))
  await recordAudit(actorOf(run), projectId, {
    action: 'user.update',
    targetId: userId,
    userId,
    data: { executionId },
    before: toUserAudit(before),
    after: toUserAudit(after),
  })
  return { record: { userId, changed: values.map(({ key }) => key) }, patch: userPatch(after) }
}
