import { recordAudit } from '@/lib/audit/service'
import type { AuditActor } from '@/lib/audit/types'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { exposeSecret } from '@/lib/vault/open'
import { OutboundError } from '../../errors'
import type { TokenField } from '../binding'
import { openToken } from '../secrets'
import type { RevealedToken } from './schema'

/**
 * Opens a token for a person to read. Who did it stands in the audit log and in the token's timeline before it is
 * answered: where that cannot be written, nothing is revealed.
 * @throws OutboundError `tokenNotFound`; SealBrokenError
 */
export async function revealToken(projectId: string, tokenId: string, actor: AuditActor): Promise<RevealedToken> {
  return await db().$transaction(async (transaction) => {
    const row = await transaction.outboundToken.findUnique({ where: { projectId_id: { projectId, id: tokenId } } })
    if (!row) throw new OutboundError('tokenNotFound')
    const { appId, level, userId, tenantId } = row
    await transaction.outboundTokenEvent.create({
      data: {
        projectId,
        tokenId,
        id: newId(),
        appId,
        type: 'revealed',
        actorType: actor.type,
        actorId: actor.id,
        actorName: actor.name,
      },
    })
    await recordAudit(
      actor,
      projectId,
      {
        action: 'outboundToken.reveal',
        severity: 'warn',
        targetId: tokenId,
        ...(userId === null ? {} : { userId }),
        ...(tenantId === null ? {} : { tenantId }),
        data: { appId, level },
      },
      transaction,
    )
    const read = async (field: TokenField, sealed: Uint8Array | null) =>
      sealed && exposeSecret(await openToken(row, field, sealed))
    return {
      type: 'revealedToken',
      accessToken: exposeSecret(await openToken(row, 'accessSealed', row.accessSealed)),
      refreshToken: await read('refreshSealed', row.refreshSealed),
      idToken: await read('idTokenSealed', row.idTokenSealed),
    }
  })
}
