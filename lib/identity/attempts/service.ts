import { createHash } from 'node:crypto'
import { db } from '@/lib/db'

/** What attempts are counted by, with how many may fail. */
export interface AttemptKey {
  /** Keeps apart what is counted: `account`, `address`, `code`. */
  kind: string
  /** The account or the address. Only its hash is stored: people type their password into the wrong field. */
  of: string
  limit: number
}

/**
 * Counts an attempt before it is made, so that those at the same moment are all counted. When it succeeds, take it back.
 * @returns null, or until when there are none left: at most `lockMinutes` from now
 */
export async function countAttempt(
  projectId: string,
  key: AttemptKey,
  lockMinutes: number,
  now: Date = new Date(),
): Promise<Date | null> {
  const until = new Date(now.getTime() + lockMinutes * 60_000)
  // The one that uses up the limit sets the end; those that come after it do not move it.
  const rows = await db().$queryRaw<{ failures: number; until: Date }[]>`
    INSERT INTO "SignInAttempts" ("projectId", "key", "failures", "until")
    VALUES (${projectId}, ${toKey(key)}, 1, ${until})
    ON CONFLICT ("projectId", "key") DO UPDATE SET
      "failures" = CASE WHEN "SignInAttempts"."until" <= ${now} THEN 1 ELSE "SignInAttempts"."failures" + 1 END,
      "until" = CASE
        WHEN "SignInAttempts"."until" <= ${now} OR "SignInAttempts"."failures" < ${key.limit} THEN ${until}
        ELSE "SignInAttempts"."until" END
    RETURNING "failures", "until"`
  const [row] = rows
  return row && row.failures > key.limit ? row.until : null
}

/** Until when an account or address has no attempt left; null while it has. Counts nothing. */
export async function findLock(projectId: string, key: AttemptKey, now: Date = new Date()): Promise<Date | null> {
  const row = await db().signInAttempts.findUnique({ where: { projectId_key: { projectId, key: toKey(key) } } })
  return row && row.failures >= key.limit && row.until > now ? row.until : null
}

/** Takes a counted attempt back: it was none that failed. */
export async function takeBackAttempt(projectId: string, key: AttemptKey): Promise<void> {
  await db()
    .$executeRaw`UPDATE "SignInAttempts" SET "failures" = "failures" - 1 WHERE "projectId" = ${projectId} AND "key" = ${toKey(key)} AND "failures" > 0`
}

/** Forgets what was counted: the person has proven who they are. */
export async function forgetAttempts(projectId: string, key: AttemptKey): Promise<void> {
  await db().signInAttempts.deleteMany({ where: { projectId, key: toKey(key) } })
}

function toKey({ kind, of }: AttemptKey): string {
  return createHash('sha256').update(`${kind}|${of}`).digest('hex')
}
