import { createHash } from 'node:crypto'
import { db } from '@/lib/db'
import { hashToken, newToken } from '@/lib/id'
import { DomainError } from '@/lib/result'

/** A code is for the request that the browser makes at once. */
const LIFETIME_MS = 60_000

export interface FlowCodeRequest {
  projectId: string
  executionId: string
  /** Where the person is sent with the code. */
  redirectUrl: string
  /** PKCE challenge, S256; null: the application began without one. */
  challenge: string | null
}

/** Makes the one-time code by which an application gets the result of a finished flow. Only its hash is kept; the upkeep drops old ones. */
export async function createFlowCode({
  projectId,
  executionId,
  redirectUrl,
  challenge,
}: FlowCodeRequest): Promise<string> {
  const code = newToken()
  await db().flowCode.create({
    data: {
      projectId,
      codeHash: hashToken(code),
      executionId,
      redirectUrl,
      challenge,
      expiresAt: new Date(Date.now() + LIFETIME_MS),
    },
  })
  return code
}

export interface FlowCodeExchange {
  projectId: string
  code: string
  redirectUrl: string
  /** PKCE verifier; null: none was sent. */
  verifier: string | null
}

/**
 * Takes a code for the execution that it stands for. It is used up by the first try, also by one that is refused: who
 * tries with the wrong address or verifier has not been given it (RFC 6749 section 10.5, RFC 7636 section 4.6).
 * @throws DomainError `invalid`, the same for every reason
 */
export async function exchangeFlowCode({ projectId, code, redirectUrl, verifier }: FlowCodeExchange): Promise<string> {
  const [row] = await db().$queryRaw<{ executionId: string; redirectUrl: string; challenge: string | null }[]>`
    UPDATE "FlowCode" SET "usedAt" = now()
    WHERE "projectId" = ${projectId} AND "codeHash" = ${hashToken(code)} AND "usedAt" IS NULL AND "expiresAt" > now()
    RETURNING "executionId", "redirectUrl", "challenge"`
  const challenge = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url')
  if (!row || row.redirectUrl !== redirectUrl || row.challenge !== challenge) {
    throw new DomainError(
      'invalid',
      'This code is not valid: it was used before, is older than a minute, or belongs to another redirectUrl or codeVerifier. Send the person through the flow again.',
    )
  }
  return row.executionId
}
