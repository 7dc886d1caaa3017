import { db } from '@/lib/db'
import { CodeError } from '../codes/errors'
import { IdentityError } from '../errors'
import { toLoginKey } from '../login-id'
import { endUserSessions } from '../sessions/service/end'
import { findUserByLoginId, type UserRow } from '../users/queries'
import { createUser, updateUser } from '../users/service'

/**
 * The user of an e-mail address that a person has just proven to have; one is made when there is none. A password and
 * sessions from before the address was proven are dropped, because whoever made them may be someone else, who waits for
 * the owner to come (OWASP: account pre-hijacking).
 * @param knownUserId whom the person has signed in as already; what is theirs stays
 * @returns `created`: a user was made
 * @throws CodeError `barred`
 */
export async function signInByAddress(
  projectId: string,
  address: string,
  knownUserId: string | null,
): Promise<{ user: UserRow; created: boolean }> {
  try {
    return await signInOnce(projectId, address, knownUserId)
  } catch (error) {
    // Another execution has made the same user meanwhile: it is there now.
    if (!(error instanceof IdentityError && error.reason === 'userExists')) throw error
    return await signInOnce(projectId, address, knownUserId)
  }
}

async function signInOnce(
  projectId: string,
  address: string,
  knownUserId: string | null,
): Promise<{ user: UserRow; created: boolean }> {
  return await db().$transaction(async (transaction) => {
    const user = await findUserByLoginId(projectId, address, transaction)
    if (!user) {
      const made = { loginIds: [address], email: address, verifiedEmail: true }
      return { user: await createUser(projectId, made, transaction), created: true }
    }
    if (user.status === 'disabled' || user.status === 'expired') throw new CodeError('barred')
    const proves = user.email === null || toLoginKey(user.email) === toLoginKey(address)
    if (!proves || (user.email !== null && user.verifiedEmail)) return { user, created: false }
    if (user.id !== knownUserId) {
      await transaction.userPassword.deleteMany({ where: { projectId, userId: user.id } })
      await endUserSessions(projectId, user.id, 'user', { client: transaction })
    }
    const proven = { email: address, verifiedEmail: true }
    return { user: await updateUser(projectId, user.id, proven, { client: transaction }), created: false }
  })
}

/** Who was invited has come: from now on they are a user like others. */
export async function acceptInvitation(projectId: string, user: UserRow): Promise<UserRow> {
  return user.status === 'invited' ? await updateUser(projectId, user.id, { status: 'enabled' }) : user
}
