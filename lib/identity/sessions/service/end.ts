import { db } from '@/lib/db'
import type { Prisma } from '@/prisma/generated/client'
import { SessionError } from '../errors'

/** Why a session ended before its time. */
export type EndReason = 'logout' | 'operator' | 'user'

/**
 * Ends one session: its refresh token is refused from now on, its session JWT lapses by itself.
 * @throws SessionError `sessionGone` when it has ended already
 */
export async function endSession(projectId: string, sessionId: string, reason: EndReason): Promise<{ userId: string }> {
  const ended = await db().userSession.updateManyAndReturn({
    where: { projectId, id: sessionId, revokedAt: null },
    data: { revokedAt: new Date(), revokedReason: reason },
    select: { userId: true },
  })
  if (!ended[0]) throw new SessionError('sessionGone')
  return ended[0]
}

/**
 * Ends every session of a user.
 * @param except one that stays
 * @returns how many there were
 */
export async function endUserSessions(
  projectId: string,
  userId: string,
  reason: EndReason,
  { except, client = db() }: { except?: string; client?: Prisma.TransactionClient } = {},
): Promise<number> {
  const { count } = await client.userSession.updateMany({
    where: {
      projectId,
      userId,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      ...(except === undefined ? {} : { id: { not: except } }),
    },
    data: { revokedAt: new Date(), revokedReason: reason },
  })
  return count
}
