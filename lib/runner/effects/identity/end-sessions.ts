import { recordAudit } from '@/lib/audit/service'
import { endUserSessions } from '@/lib/identity/sessions/service/end'
import type { EffectRun } from '../effect-run'
import { actorOf, clear, type Deed, requireUserId } from './deed'

/** Ends every session of the user of `user.*` and signs them out of the execution. */
export async function endSessions(run: EffectRun): Promise<Deed> {
  const { projectId, id: executionId } = run.execution
  const userId = requireUserId(run)
  const ended = await endUserSessions(projectId, userId, 'user')
  await recordAudit(actorOf(run), projectId, {
    action: 'session.revokeAll',
    targetId: userId,
    userId,
    data: { executionId, ended },
  })
  return {
    record: { userId, endedSessions: ended },
    patch: [clear('user'), clear('tenant'), clear('jwtClaims')],
    signedIn: null,
    pendingCode: null,
  }
}
