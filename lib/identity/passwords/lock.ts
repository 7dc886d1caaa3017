import { getProjectSettings } from '@/lib/console/projects'
import { type AttemptKey, findLock, takeBackAttempt } from '../attempts/service'
import { getUser } from '../users/queries'

/** What password attempts of a user are counted by: all their login ids, and their id, are one account. */
export function toAccountKey(userIdOrLoginKey: string, limit: number): AttemptKey {
  return { kind: 'account', of: userIdOrLoginKey, limit }
}

/** Until when wrong attempts keep a user from signing in by password, from whatever address; null: nothing does. */
export async function findPasswordLock(projectId: string, userId: string): Promise<Date | null> {
  const { signInAttempts } = await getProjectSettings(projectId)
  return await findLock(projectId, toAccountKey(userId, signInAttempts))
}

/**
 * Forgets the wrong attempts at a user's password. What was counted for the addresses they came from stays.
 * @throws IdentityError `userNotFound`
 */
export async function unlockPassword(projectId: string, userId: string): Promise<void> {
  const { id } = await getUser(projectId, userId)
  const { signInAttempts } = await getProjectSettings(projectId)
  await takeBackAttempt(projectId, { forget: toAccountKey(id, signInAttempts), takeBack: null })
}
