import { hash } from '@node-rs/argon2'
import { beforeEach, describe, expect, it } from 'vitest'
import { createProject, updateProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { createUser, updateUser } from '../users/service'
import { PasswordError } from './errors'
import { findPasswordLock, unlockPassword } from './lock'
import { type NewAccount, signInByPassword, signUpByPassword, signUpOrInByPassword } from './service'

const PASSWORD = 'a fine pass phrase'
let projectId: string

beforeEach(async () => {
  projectId = (await createProject('Passwords')).id
})

const account = (changes: Partial<NewAccount> = {}): NewAccount => ({
  projectId,
  loginId: 'Ada@Example.com',
  password: PASSWORD,
  name: 'Ada',
  ipAddress: '203.0.113.7',
  ...changes,
})

async function refusal(work: Promise<unknown>): Promise<{ reason: string; message: string }> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof PasswordError)) throw new Error(`It was not refused: ${String(error)}`)
  return { reason: error.reason, message: error.message }
}

const storedHash = async (userId: string) =>
  (await db().userPassword.findUnique({ where: { projectId_userId: { projectId, userId } } }))?.hash

describe('a password', () => {
  it('signs up, and in again in any case of the login', async () => {
    const made = await signUpByPassword(account())
    expect(made).toMatchObject({ email: 'ada@example.com', verifiedEmail: false, name: 'Ada' })
    expect(await signInByPassword(account({ loginId: ' ADA@example.COM ' }))).toMatchObject({ id: made.id })
    expect(await signInByPassword(account({ loginId: made.id }))).toMatchObject({ id: made.id })
    expect(await storedHash(made.id)).toMatch(/^\$argon2id\$/)
  })

  it('says the same to who mistypes it, is not known, or has none', async () => {
    await signUpByPassword(account())
    await createUser(projectId, { loginIds: ['no-password'] })
    const wrong = await refusal(signInByPassword(account({ password: 'something else' })))
    const unknown = await refusal(signInByPassword(account({ loginId: 'nobody@example.com' })))
    const without = await refusal(signInByPassword(account({ loginId: 'no-password' })))
    expect(wrong.reason).toBe('wrong')
    expect([unknown, without]).toEqual([wrong, wrong])
  })

  it('takes about as long for who is not known as for who mistypes it', async () => {
    await signUpByPassword(account())
    await refusal(signInByPassword(account({ loginId: 'warm-up' })))
    const time = async (changes: Partial<NewAccount>) => {
      const from = performance.now()
      await refusal(signInByPassword(account({ ...changes, password: 'something else' })))
      return performance.now() - from
    }
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    // In turns, so that a busy machine slows both down.
    for (let run = 0; run < 8; run += 1) {
      known = Math.min(known, await time({}))
      unknown = Math.min(unknown, await time({ loginId: 'nobody@example.com' }))
    }
    expect(unknown).toBeGreaterThan(known / 2)
    expect(known).toBeGreaterThan(unknown / 2)
  })

  it('must be long enough, and not the login', async () => {
    await updateProjectSettings(projectId, { passwordMinLength: 12 })
    expect(await refusal(signUpByPassword(account({ password: 'eleven char' })))).toEqual({
      reason: 'tooShort',
      message: 'Use a password of at least 12 characters.',
    })
    const same = await refusal(signUpByPassword(account({ loginId: 'ada.lovelace1', password: 'Ada.Lovelace1' })))
    expect(same.reason).toBe('isLoginId')
    expect((await refusal(signInByPassword(account({ password: 'x'.repeat(129) })))).reason).toBe('tooLong')
    expect(await db().user.count({ where: { projectId } })).toBe(0)
  })

  it('is not set for an account that is there', async () => {
    const invited = await createUser(projectId, { loginIds: ['ada@example.com'] })
    expect((await refusal(signUpByPassword(account()))).reason).toBe('signUpRefused')
    expect((await refusal(signUpOrInByPassword(account()))).reason).toBe('wrong')
    expect(await storedHash(invited.id)).toBeUndefined()
  })

  it('makes one account of two sign-ups at the same moment', async () => {
    const results = await Promise.allSettled([signUpByPassword(account()), signUpByPassword(account())])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db().user.count({ where: { projectId } })).toBe(1)
  })

  it('is no use to who is disabled, and only the right one tells so', async () => {
    const user = await signUpByPassword(account())
    await updateUser(projectId, user.id, { status: 'disabled' })
    expect((await refusal(signInByPassword(account()))).reason).toBe('barred')
    expect((await refusal(signInByPassword(account({ password: 'something else' })))).reason).toBe('wrong')
  })

  it('is hashed again when its parameters are not today’s', async () => {
    const user = await signUpByPassword(account())
    const old = await hash(PASSWORD, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    await db().userPassword.updateMany({ where: { projectId, userId: user.id }, data: { hash: old } })
    await signInByPassword(account())
    expect(await storedHash(user.id)).toMatch(/m=19456,t=2,p=1/)
    await signInByPassword(account())
  })
})

describe('sign up or in', () => {
  it('makes an account once', async () => {
    const first = await signUpOrInByPassword(account())
    const second = await signUpOrInByPassword(account())
    expect([first.created, second.created]).toEqual([true, false])
    expect(second.user.id).toBe(first.user.id)
  })

  it('says the same about a short password whether or not there is an account', async () => {
    await signUpByPassword(account())
    const known = await refusal(signUpOrInByPassword(account({ password: 'short' })))
    const unknown = await refusal(signUpOrInByPassword(account({ loginId: 'nobody@example.com', password: 'short' })))
    expect(known.reason).toBe('tooShort')
    expect(unknown).toEqual(known)
  })

  it('lets in who has a password from when shorter ones were allowed', async () => {
    const { id } = await signUpByPassword(account())
    await updateProjectSettings(projectId, { passwordMinLength: 64 })
    expect((await signUpOrInByPassword(account())).user.id).toBe(id)
  })
})

describe('failed attempts', () => {
  it('lock an account for every address and login id of it, and lapse', async () => {
    await updateProjectSettings(projectId, { signInAttempts: 3 })
    const user = await signUpByPassword(account())
    await db().signInAttempts.deleteMany({ where: { projectId } })
    for (let run = 0; run < 3; run += 1) {
      const from = account({
        password: 'wrong one',
        ipAddress: `203.0.113.${run}`,
        loginId: run ? user.id : 'ADA@example.com',
      })
      expect((await refusal(signInByPassword(from))).reason).toBe('wrong')
    }
    const locked = await refusal(signInByPassword(account({ ipAddress: '198.51.100.1' })))
    expect(locked).toEqual({
      reason: 'locked',
      message: 'There were too many attempts. Wait 15 minutes and try again.',
    })
    await db().signInAttempts.updateMany({ where: { projectId }, data: { until: new Date(Date.now() - 1) } })
    expect(await signInByPassword(account())).toMatchObject({ id: user.id })
  })

  it('are seen of a user and forgotten by unlocking, not of others', async () => {
    await updateProjectSettings(projectId, { signInAttempts: 3 })
    const user = await signUpByPassword(account())
    const other = await signUpByPassword(account({ loginId: 'grace@example.com' }))
    expect(await findPasswordLock(projectId, user.id)).toBeNull()
    for (let run = 0; run < 4; run += 1) {
      for (const loginId of ['ada@example.com', 'grace@example.com'])
        await refusal(signInByPassword(account({ password: 'wrong one', loginId })))
    }
    const until = await findPasswordLock(projectId, user.id)
    expect(until?.getTime()).toBeGreaterThan(Date.now() + 14 * 60_000)
    await unlockPassword(projectId, user.id)
    expect(await findPasswordLock(projectId, user.id)).toBeNull()
    expect(await findPasswordLock(projectId, other.id)).not.toBeNull()
    expect(await signInByPassword(account())).toMatchObject({ id: user.id })
    await expect(unlockPassword(projectId, 'nobody')).rejects.toMatchObject({ reason: 'userNotFound' })
  })

  it('lock an account that is not there alike', async () => {
    await updateProjectSettings(projectId, { signInAttempts: 3 })
    const attempt = () => refusal(signInByPassword(account({ loginId: 'nobody' })))
    const reasons = [await attempt(), await attempt(), await attempt(), await attempt()].map(({ reason }) => reason)
    expect(reasons).toEqual(['wrong', 'wrong', 'wrong', 'locked'])
  })

  it('are counted when they come at once', async () => {
    await updateProjectSettings(projectId, { signInAttempts: 3 })
    await signUpByPassword(account())
    await db().signInAttempts.deleteMany({ where: { projectId } })
    const attempts = Array.from({ length: 8 }, () => refusal(signInByPassword(account({ password: 'wrong one' }))))
    const reasons = (await Promise.all(attempts)).map(({ reason }) => reason)
    expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(3)
    expect(reasons.filter((reason) => reason === 'locked')).toHaveLength(5)
  })

  it('are forgotten by a right password', async () => {
    await updateProjectSettings(projectId, { signInAttempts: 3 })
    await signUpByPassword(account())
    for (let run = 0; run < 3; run += 1) {
      for (let wrong = 0; wrong < 2; wrong += 1) await refusal(signInByPassword(account({ password: 'wrong one' })))
      await signInByPassword(account())
    }
  })

  it('from one address lock it for every account, also over the addresses of an IPv6 network', async () => {
    await updateProjectSettings(projectId, { signInAttemptsPerAddress: 10 })
    const attempt = (run: number) =>
      refusal(signInByPassword(account({ loginId: `nobody-${run}`, ipAddress: `2001:db8:1:2::${run}` })))
    const reasons: string[] = []
    for (let run = 1; run <= 11; run += 1) reasons.push((await attempt(run)).reason)
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => 'wrong'), 'locked'])
    const elsewhere = await refusal(signInByPassword(account({ ipAddress: '2001:db8:1:3::1' })))
    expect(elsewhere.reason).toBe('wrong')
  })
})
