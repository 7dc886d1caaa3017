import { randomInt, timingSafeEqual } from 'node:crypto'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createDeploymentMac } from '@/lib/vault/deployment-mac'
import { toAddressKey } from '../attempts/address'
import { type AttemptKey, countAttempt, takeBackAttempt } from '../attempts/service'
import { isEmailAddress, toLoginKey } from '../login-id'
import { CodeError } from './errors'

const DIGITS = 6
const LIFE_MS = 10 * 60_000
const MOST_TRIES = 5
/** Between two codes for one address. */
const REST_MS = 30_000
/** Codes for one address, and asked for from one network, within the window. With five tries each: 1 in 40,000 for a guesser. */
const MOST_CODES = 5
const MOST_CODES_PER_NETWORK = 50
const WINDOW_MINUTES = 15
const PURPOSE = 'otpEmail'

export interface IssuedCode {
  codeId: string
  /** Six digits. It exists only here and where it is sent to. */
  code: string
  expiresAt: Date
}

/**
 * A new code for an e-mail address; those before it are no longer valid.
 * @throws CodeError `notAnAddress`, `tooSoon`, `tooMany`
 */
export async function issueCode(
  projectId: string,
  { loginId, ipAddress }: { loginId: string; ipAddress: string },
  now: Date = new Date(),
): Promise<IssuedCode> {
  if (!isEmailAddress(loginId)) throw new CodeError('notAnAddress')
  const loginKey = toLoginKey(loginId)
  const network = toAddressKey(ipAddress)
  const account = accountKey(loginKey)
  // The network first: one that has none left must not use up those of an address.
  const keys: [AttemptKey, ...AttemptKey[]] =
    network === null ? [account] : [{ kind: 'codeAddress', of: network, limit: MOST_CODES_PER_NETWORK }, account]
  const recent = await db().oneTimeCode.findFirst({
    where: { projectId, purpose: PURPOSE, loginKey, createdAt: { gt: new Date(now.getTime() - REST_MS) } },
    select: { id: true },
  })
  if (recent) throw new CodeError('tooSoon')
  if (await countAttempt(projectId, keys, WINDOW_MINUTES, now)) throw new CodeError('tooMany')
  const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  const codeId = newId()
  const expiresAt = new Date(now.getTime() + LIFE_MS)
  const codeHash = await hashCode(projectId, codeId, code)
  await db().$transaction([
    db().oneTimeCode.updateMany({
      where: { projectId, purpose: PURPOSE, loginKey, usedAt: null },
      data: { usedAt: now },
    }),
    db().oneTimeCode.create({
      data: { projectId, id: codeId, purpose: PURPOSE, loginKey, codeHash, createdAt: now, expiresAt },
    }),
  ])
  return { codeId, code, expiresAt }
}

/**
 * Takes a code back that could not be sent: it counts for no rest before the next one, and not among those of its
 * address. Its network keeps the attempt, so that nobody has mails tried without end.
 */
export async function withdrawCode(projectId: string, codeId: string): Promise<void> {
  const [row] = await db().$queryRaw<{ loginKey: string }[]>`
    DELETE FROM "OneTimeCode" WHERE "projectId" = ${projectId} AND "id" = ${codeId} RETURNING "loginKey"`
  if (row) await takeBackAttempt(projectId, { forget: null, takeBack: accountKey(row.loginKey) })
}

function accountKey(loginKey: string): AttemptKey {
  return { kind: 'code', of: loginKey, limit: MOST_CODES }
}

/**
 * Uses a code up. Each call is a try, counted before it is compared; the right one counts once.
 * @param typed spaces and dashes do not count
 * @returns the login id that it was sent to, in lower case
 * @throws CodeError
 */
export async function redeemCode(
  projectId: string,
  codeId: string,
  typed: string,
  now: Date = new Date(),
): Promise<{ loginKey: string }> {
  const code = typed.replace(/[\s-]/g, '')
  if (code === '') throw new CodeError('noCode')
  const rows = await db().$queryRaw<{ codeHash: string; loginKey: string; tries: number }[]>`
    UPDATE "OneTimeCode" SET "tries" = "tries" + 1
    WHERE "projectId" = ${projectId} AND "id" = ${codeId} AND "usedAt" IS NULL AND "expiresAt" > ${now}
      AND "tries" < ${MOST_TRIES}
    RETURNING "codeHash", "loginKey", "tries"`
  const [row] = rows
  if (!row) throw new CodeError(await whyNot(projectId, codeId))
  const given = Buffer.from(await hashCode(projectId, codeId, code), 'hex')
  if (!timingSafeEqual(given, Buffer.from(row.codeHash, 'hex')))
    throw new CodeError(row.tries >= MOST_TRIES ? 'usedUp' : 'wrong')
  const { count } = await db().oneTimeCode.updateMany({
    where: { projectId, id: codeId, usedAt: null },
    data: { usedAt: now },
  })
  // Sent twice at the same moment: one of the two has it.
  if (count === 0) throw new CodeError('expired')
  return { loginKey: row.loginKey }
}

async function whyNot(projectId: string, codeId: string): Promise<'usedUp' | 'expired'> {
  const row = await db().oneTimeCode.findUnique({
    where: { projectId_id: { projectId, id: codeId } },
    select: { tries: true, usedAt: true },
  })
  return row && row.usedAt === null && row.tries >= MOST_TRIES ? 'usedUp' : 'expired'
}

// Keyed: a million plain hashes are tried in a second by who has read the table.
const mac = createDeploymentMac('one-time-codes')

function hashCode(projectId: string, codeId: string, code: string): Promise<string> {
  return mac(`${projectId}|${codeId}|${code}`)
}
