import type { Binding } from '@/lib/vault/binding'
import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import type { SealedToken, TokenOwner } from './queries'

/** An access token in memory, with the id of its row's content. */
export interface Token {
  id: string
  text: string
}

export async function sealToken(owner: TokenOwner, { id, text }: Token): Promise<SealedToken> {
  return { tokenId: id, sealed: await seal(text, bindingOf(owner, id)) }
}

/** @returns null when it does not belong to this owner or this vault: another one is fetched then */
export async function openToken(owner: TokenOwner, { tokenId, sealed }: SealedToken): Promise<Token | null> {
  const secret = await open(sealed, bindingOf(owner, tokenId)).catch(() => null)
  return secret && { id: tokenId, text: exposeSecret(secret) }
}

/** Bound to the settings too: a token that was got with others opens nowhere. */
function bindingOf({ projectId, connectorId, connectorVersion, fingerprint }: TokenOwner, tokenId: string): Binding {
  const field = `${tokenId}/${fingerprint}`
  return { projectId, table: 'ConnectorToken', rowId: connectorId, field, version: connectorVersion }
}
