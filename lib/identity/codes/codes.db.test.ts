import { beforeEach, describe, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { ensureVault } from '@/lib/vault/keys'
import { signUpByPassword } from '../passwords/service'
import { signInByAddress } from '../sign-in/service'
import { findUser } from '../users/queries'
import { createUser } from '../users/service'
import { CodeError } from './errors'
import { issueCode, redeemCode, withdrawCode } from './service'

const START = new Date('2026-03-01T12:00:00Z')
const later = (seconds: number) => new Date(START.getTime() + seconds * 1_000)
let projectId: string

beforeEach(async () => {
  await ensureVault()
  projectId = (await createProject('Codes')).id
})

const issue = (now = START, loginId = 'ada@example.com', ipAddress = '203.0.113.7') =>
  issueCode(projectId, { loginId, ipAddress }, now)

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof CodeError)) throw new Error(`It was not refused: ${String(error)}`)
  return error.reason
}

/** Six digits that are not the code. */
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a one-time code', () => {
  it('has six digits, is kept as a keyed hash alone, and works once', async () => {
    const { codeId, code } = await issue()
    expect(code).toMatch(/^\d{6}$/)
    const row = await db().oneTimeCode.findUniqueOrThrow({ where: { projectId_id: { projectId, id: codeId } } })
    expect(row.codeHash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(row)).not.toContain(code)
    expect(await redeemCode(projectId, codeId, ` ${code.slice(0, 3)}-${code.slice(3)} `, later(599))).toEqual({
      loginKey: 'ada@example.com',
    })
    expect(await refusal(redeemCode(projectId, codeId, code, later(599)))).toBe('expired')
  })

  it('is used up by one of two who send it at once', async () => {
    const { codeId, code } = await issue()
    const results = await Promise.allSettled([
      redeemCode(projectId, codeId, code, later(1)),
      redeemCode(projectId, codeId, code, later(1)),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('lapses after ten minutes, and belongs to its project', async () => {
    const { codeId, code } = await issue()
    expect(await refusal(redeemCode(projectId, codeId, code, later(601)))).toBe('expired')
    const elsewhere = (await createProject('Other')).id
    expect(await refusal(redeemCode(elsewhere, codeId, code, later(1)))).toBe('expired')
  })

  it('takes five tries, also when they come at once', async () => {
    const { codeId, code } = await issue()
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => refusal(redeemCode(projectId, codeId, other(code), later(1)))),
    )
    expect(tries.filter((reason) => reason === 'wrong')).toHaveLength(4)
    expect(tries.filter((reason) => reason === 'usedUp')).toHaveLength(4)
    expect(await refusal(redeemCode(projectId, codeId, code, later(1)))).toBe('usedUp')
    expect(await refusal(redeemCode(projectId, codeId, ' ', later(1)))).toBe('noCode')
  })

  it('is sent again after a rest, five times in a quarter of an hour; then only the newest is right', async () => {
    const first = await issue()
    expect(await refusal(issue(later(10)))).toBe('tooSoon')
    const second = await issue(later(40))
    expect(await refusal(redeemCode(projectId, first.codeId, first.code, later(41)))).toBe('expired')
    await redeemCode(projectId, second.codeId, second.code, later(41))
    for (const at of [80, 120, 160]) await issue(later(at))
    expect(await refusal(issue(later(200)))).toBe('tooMany')
    await issue(later(200), 'grace@example.com')
    await issue(later(160 + 901))
  })

  it('leaves no rest behind when it could not be sent, and is not counted', async () => {
    for (let at = 0; at < 7; at += 1) await withdrawCode(projectId, (await issue(later(at))).codeId)
    for (const at of [10, 50, 90, 130, 170]) await issue(later(at))
    expect(await refusal(issue(later(210)))).toBe('tooMany')
  })

  it('that a blocked network asks for is not counted for its address', async () => {
    for (let at = 0; at < 50; at += 1) await issue(START, `of${at}@example.com`)
    for (let at = 0; at < 6; at += 1) expect(await refusal(issue(later(at)))).toBe('tooMany')
    await issue(later(10), 'ada@example.com', '198.51.100.9')
  })

  it('goes to e-mail addresses alone', async () => {
    expect(await refusal(issue(START, 'ada'))).toBe('notAnAddress')
    expect(await refusal(issue(START, 'a@example.com, b@example.com'))).toBe('notAnAddress')
  })
})

describe('signing in by an address', () => {
  it('makes a user with a verified address, and finds them again', async () => {
    const first = await signInByAddress(projectId, 'Ada@Example.com', null)
    expect(first).toMatchObject({ created: true, user: { email: 'ada@example.com', verifiedEmail: true } })
    expect(await signInByAddress(projectId, 'ada@example.com', null)).toMatchObject({
      created: false,
      user: { id: first.user.id },
    })
  })

  it('makes one user of two who come at once', async () => {
    const both = await Promise.all([
      signInByAddress(projectId, 'ada@example.com', null),
      signInByAddress(projectId, 'ADA@example.com', null),
    ])
    expect(both.map(({ created }) => created).sort()).toEqual([false, true])
    expect(new Set(both.map(({ user }) => user.id)).size).toBe(1)
  })

  it('drops the password that somebody set before the address was proven, but not one’s own', async () => {
    const account = { projectId, loginId: 'ada@example.com', password: 'a fine pass phrase', name: '', ipAddress: '' }
    const { id } = await signUpByPassword(account)
    expect((await signInByAddress(projectId, 'ada@example.com', id)).user).toMatchObject({ verifiedEmail: true })
    expect((await findUser(projectId, id))?.password).not.toBeNull()
    const victim = await signUpByPassword({ ...account, loginId: 'grace@example.com' })
    await signInByAddress(projectId, 'grace@example.com', null)
    expect(await findUser(projectId, victim.id)).toMatchObject({ password: null, verifiedEmail: true })
  })

  it('refuses who is disabled, and leaves another address of the user alone', async () => {
    await createUser(projectId, { loginIds: ['off@example.com'], status: 'disabled' })
    expect(await refusal(signInByAddress(projectId, 'off@example.com', null))).toBe('barred')
    await createUser(projectId, { loginIds: ['old@example.com'], email: 'new@example.com' })
    expect((await signInByAddress(projectId, 'old@example.com', null)).user).toMatchObject({
      email: 'new@example.com',
      verifiedEmail: false,
    })
  })
})
