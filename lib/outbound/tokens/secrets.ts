import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import type { Secret } from '@/lib/vault/secret'
import { type TokenField, tokenBinding } from './binding'
import type { SealedTokens } from './types'

/** The tokens of one row in memory. */
export interface TokenSecrets {
  accessToken: Secret
  refreshToken: Secret | null
  idToken: Secret | null
}

/** Seals the tokens of a row for its next write. */
export async function sealTokens(
  { projectId, tokenId, version }: { projectId: string; tokenId: string; version: number },
  { accessToken, refreshToken, idToken }: TokenSecrets,
): Promise<SealedTokens> {
  const sealOne = (secret: Secret, field: TokenField) =>
    seal(exposeSecret(secret), tokenBinding(projectId, tokenId, field, version))
  return {
    accessSealed: await sealOne(accessToken, 'accessSealed'),
    refreshSealed: refreshToken && (await sealOne(refreshToken, 'refreshSealed')),
    idTokenSealed: idToken && (await sealOne(idToken, 'idTokenSealed')),
  }
}

/**
 * Opens one field of a token's row.
 * @throws SealBrokenError when it does not belong there
 */
export async function openToken(
  row: { projectId: string; id: string; version: number },
  field: TokenField,
  sealed: Uint8Array,
): Promise<Secret> {
  return await open(sealed, tokenBinding(row.projectId, row.id, field, row.version))
}
