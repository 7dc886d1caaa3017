import { getProjectSettings } from '@/lib/console/projects'
import type { ProjectSettings } from '@/lib/console/schema'
import { db } from '@/lib/db'
import { toAddressKey } from '../attempts/address'
import { type AttemptKey, countAttempt, takeBackAttempt } from '../attempts/service'
import { IdentityError } from '../errors'
import { isEmailAddress, loginIdSchema, toLoginKey } from '../login-id'
import { findUserByLoginId, type UserRow } from '../users/queries'
import { createUser } from '../users/service'
import { lockedError, type PasswordError, passwordError, tooShortError } from './errors'
import { hashPassword, needsRehash, verifyNothing, verifyPassword } from './hash'
import { toAccountKey } from './lock'
import { PASSWORD_LENGTH_MOST } from './schema'

/** What a person typed to sign in or up, and from where. */
export interface PasswordAttempt {
  projectId: string
  loginId: string
  password: string
  /** Empty: not known, then only the account's attempts are counted. */
  ipAddress: string
}

/** Of sign-up: what the user is made with. */
export interface NewAccount extends PasswordAttempt {
  name: string
}

/**
 * The user with a login id and their password. Who is unknown, has no password or mistypes it gets the same answer after
 * the same work (OWASP ASVS section 6.3.8).
 * @throws PasswordError
 */
export async function signInByPassword(attempt: PasswordAttempt): Promise<UserRow> {
  const { settings, user } = await prepare(attempt)
  return await signIn(attempt, settings, user)
}

/**
 * A new user with a password.
 * @throws PasswordError also when the login id is taken: the text does not say so
 */
export async function signUpByPassword(account: NewAccount): Promise<UserRow> {
  const { settings, user } = await prepare(account)
  const problem = checkNew(account, settings)
  if (problem) throw problem
  await count(account, settings, user)
  // Hashed for a login id that is taken, too: the time must not tell.
  const hash = await hashPassword(account.password)
  if (user) throw passwordError('signUpRefused')
  return await makeUser(account, hash)
}

/**
 * Signs in who is there, and up who is not.
 * @returns `created`: a user was made
 * @throws PasswordError
 */
export async function signUpOrInByPassword(account: NewAccount): Promise<{ user: UserRow; created: boolean }> {
  const { settings, user } = await prepare(account)
  const problem = checkNew(account, settings)
  if (user || problem) {
    try {
      return { user: await signIn(account, settings, user), created: false }
    } catch (error) {
      // A text about the form of the password must not tell that there is no such user: both get it.
      throw problem && isWrong(error) ? problem : error
    }
  }
  await count(account, settings, null)
  return { user: await makeUser(account, await hashPassword(account.password)), created: true }
}

async function prepare({ projectId, loginId, password }: PasswordAttempt) {
  if (loginId.trim() === '') throw passwordError('noLoginId')
  if (password === '') throw passwordError('noPassword')
  // Also of what is only compared: a hash of a megabyte is work for nothing.
  if ([...password].length > PASSWORD_LENGTH_MOST) throw passwordError('tooLong')
  const [settings, user] = await Promise.all([getProjectSettings(projectId), findUserByLoginId(projectId, loginId)])
  return { settings, user }
}

async function signIn(attempt: PasswordAttempt, settings: ProjectSettings, user: UserRow | null): Promise<UserRow> {
  const { projectId, password } = attempt
  const keys = await count(attempt, settings, user)
  const stored = await db().userPassword.findUnique({
    where: { projectId_userId: { projectId, userId: user?.id ?? '' } },
    select: { hash: true },
  })
  const right = stored ? await verifyPassword(stored.hash, password) : await verifyNothing(password)
  if (!user || !stored || !right) throw passwordError('wrong')
  await takeBackAttempt(projectId, { forget: keys.account, takeBack: keys.address })
  if (user.status === 'disabled' || user.status === 'expired') throw passwordError('barred')
  if (needsRehash(stored.hash)) await replaceHash(projectId, user.id, stored.hash, await hashPassword(password))
  return user
}

/** Counts an attempt for its account, known or not, and for its address. @throws PasswordError when there is none left */
async function count(
  { projectId, loginId, ipAddress }: PasswordAttempt,
  { signInAttempts, signInAttemptsPerAddress, signInLockMinutes }: ProjectSettings,
  user: UserRow | null,
): Promise<{ account: AttemptKey; address: AttemptKey | null }> {
  const from = toAddressKey(ipAddress)
  const address = from === null ? null : { kind: 'address', of: from, limit: signInAttemptsPerAddress }
  const account = toAccountKey(user?.id ?? toLoginKey(loginId), signInAttempts)
  const until = await countAttempt(projectId, address ? [address, account] : [account], signInLockMinutes)
  if (until) throw lockedError(until)
  return { account, address }
}

/** What keeps a login id and a password from being those of a new user, or null. */
function checkNew(
  { loginId, password }: PasswordAttempt,
  { passwordMinLength }: ProjectSettings,
): PasswordError | null {
  if (!loginIdSchema.safeParse(loginId).success) return passwordError('badLoginId')
  if ([...password].length < passwordMinLength) return tooShortError(passwordMinLength)
  const [local] = toLoginKey(loginId).split('@')
  const key = toLoginKey(password)
  return key === toLoginKey(loginId) || key === local ? passwordError('isLoginId') : null
}

async function makeUser({ projectId, loginId, name }: NewAccount, hash: string): Promise<UserRow> {
  const address = loginId.trim()
  const email = isEmailAddress(address) ? { email: address } : {}
  try {
    return await db().$transaction(async (transaction) => {
      const user = await createUser(projectId, { loginIds: [address], name, ...email }, transaction)
      await transaction.userPassword.create({ data: { projectId, userId: user.id, hash } })
      return { ...user, password: { userId: user.id } }
    })
  } catch (error) {
    // Somebody was faster.
    if (error instanceof IdentityError && error.reason === 'userExists') throw passwordError('signUpRefused')
    throw error
  }
}

/** Only the hash that was verified: one that was set meanwhile stays. */
async function replaceHash(projectId: string, userId: string, before: string, hash: string): Promise<void> {
  await db().userPassword.updateMany({ where: { projectId, userId, hash: before }, data: { hash } })
}

function isWrong(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && error.reason === 'wrong'
}
