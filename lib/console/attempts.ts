import { createHash } from 'node:crypto'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'

const WINDOW_MS = 15 * 60_000
const MAX_ATTEMPTS = 10

/** What a password is tried for; each is counted by itself, so that one cannot shut the other out. */
export type AttemptPurpose = 'sign-in' | 'confirm'

/**
 * Counts an attempt at the password of an account, whatever address it comes from; better-auth's own limiter counts by
 * address only. One statement, so that attempts at the same moment are all counted.
 * @returns false when the account has had its attempts for now
 */
export async function countAttempt(purpose: AttemptPurpose, email: string): Promise<boolean> {
  const now = Date.now()
  const rows = await db().$queryRaw<{ count: number }[]>`
    INSERT INTO "RateLimit" ("id", "key", "count", "lastRequest") VALUES (${newId()}, ${keyOf(purpose, email)}, 1, ${now})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN "RateLimit"."lastRequest" < ${now - WINDOW_MS} THEN 1 ELSE "RateLimit"."count" + 1 END,
      "lastRequest" = CASE
        WHEN "RateLimit"."lastRequest" < ${now - WINDOW_MS} OR "RateLimit"."count" < ${MAX_ATTEMPTS} THEN ${now}
        ELSE "RateLimit"."lastRequest" END
    RETURNING "count"`
  return (rows[0]?.count ?? 0) <= MAX_ATTEMPTS
}

/** A right password clears what its account had counted. */
export async function forgetAttempts(purpose: AttemptPurpose, email: string): Promise<void> {
  await db().rateLimit.deleteMany({ where: { key: keyOf(purpose, email) } })
}

// Hashed, because people type their password into the wrong field.
function keyOf(purpose: AttemptPurpose, email: string): string {
  const hash = createHash('sha256').update(email.trim().toLowerCase()).digest('hex')
  return `${purpose === 'sign-in' ? 'account' : purpose}|${hash}`
}
