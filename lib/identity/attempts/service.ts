import { createHash } from 'node:crypto'
import { db, PREPARED } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'

/** What attempts are counted by, with how many may fail. */
export interface AttemptKey {
  /** Keeps apart what is counted: `account`, `address`, `code`. */
  kind: string
  /** The account or the address. Only its hash is stored: people type their password into the wrong field. */
  of: string
  limit: number
}

// All who come from one address wait for each other at its row, so it is not held until the disk has written. Every
// process sees the count at once; a database that crashes may forget those of its last half second.
const COMMIT_SOON = Prisma.sql`set_config('synchronous_commit', 'off', true)`

/**
 * Counts an attempt by each of its keys before it is made, so that those at the same moment are all counted; from the
 * first key that has none left on, no further one is counted. When the attempt succeeds, take it back.
 * @returns null, or until when there are none left: at most `lockMinutes` from now
 */
export async function countAttempt(
  projectId: string,
  keys: readonly [AttemptKey, ...AttemptKey[]],
  lockMinutes: number,
  now: Date = new Date(),
): Promise<Date | null> {
  const until = new Date(now.getTime() + lockMinutes * 60_000)
  const counted = keys.map((key, at) => {
    const before = keys[at - 1]
    const open = before ? Prisma.sql`FROM ${name(at - 1)} WHERE "failures" <= ${before.limit}` : Prisma.empty
    // The one that uses up the limit sets the end; those that come after it do not move it.
    return Prisma.sql`${name(at)} AS (
      INSERT INTO "SignInAttempts" AS a ("projectId", "key", "failures", "until")
      SELECT ${projectId}, ${toKey(key)}, 1, ${until}::timestamp ${open}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "failures" = CASE WHEN a."until" <= ${now} THEN 1 ELSE a."failures" + 1 END,
        "until" = CASE WHEN a."until" <= ${now} OR a."failures" < ${key.limit} THEN ${until} ELSE a."until" END
      RETURNING "failures", "until"
    )`
  })
  const locks = keys.map(({ limit }, at) => Prisma.sql`SELECT "until" FROM ${name(at)} WHERE "failures" > ${limit}`)
  const rows = await db().$queryRaw<{ until: Date | null }[]>`${PREPARED}
    WITH ${Prisma.join(counted)} SELECT (${Prisma.join(locks, ' UNION ALL ')}) AS "until", ${COMMIT_SOON}`
  return rows[0]?.until ?? null
}

/** Until when an account or address has no attempt left; null while it has. Counts nothing. */
export async function findLock(projectId: string, key: AttemptKey, now: Date = new Date()): Promise<Date | null> {
  const row = await db().signInAttempts.findUnique({ where: { projectId_key: { projectId, key: toKey(key) } } })
  return row && row.failures >= key.limit && row.until > now ? row.until : null
}

/**
 * Takes a counted attempt back, which did not fail: all that was counted by `forget`, because the person has proven to be
 * who that is, and one by `takeBack`.
 */
export async function takeBackAttempt(
  projectId: string,
  { forget, takeBack }: { forget: AttemptKey | null; takeBack: AttemptKey | null },
): Promise<void> {
  // In the order in which they are counted, so that no two statements wait for each other.
  await db().$queryRaw`${PREPARED}
    WITH one AS (
      UPDATE "SignInAttempts" SET "failures" = "failures" - 1
      WHERE "projectId" = ${projectId} AND "key" = ${takeBack && toKey(takeBack)} AND "failures" > 0 RETURNING 1
    ), every AS (
      DELETE FROM "SignInAttempts"
      WHERE "projectId" = ${projectId} AND "key" = ${forget && toKey(forget)} AND (SELECT count(*) FROM one) >= 0 RETURNING 1
    ) SELECT (SELECT count(*) FROM every), ${COMMIT_SOON}`
}

function toKey({ kind, of }: AttemptKey): string {
  return createHash('sha256').update(`${kind}|${of}`).digest('hex')
}

function name(at: number): Prisma.Sql {
  return Prisma.raw(`"counted${at}"`)
}
