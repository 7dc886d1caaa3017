import { findUser } from './queries'

/** A user as the audit log and timelines name who did something; without a name when they are gone. */
export async function userActor(
  projectId: string,
  userId: string,
): Promise<{ type: 'user'; id: string; name: string }> {
  const user = await findUser(projectId, userId)
  return { type: 'user', id: userId, name: user ? user.name || user.email || '' : '' }
}
