import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import { tokenBinding } from './binding'
import type { SealedToken, TokenOwner } from './queries'

/** An access token in memory, with the id of its row's content. */
export interface Token {
  id: string
  text: string
}

export async function sealToken(owner: TokenOwner, { id, text }: Token): Promise<SealedToken> {
  return { tokenId: id, sealed: await seal(text, tokenBinding(owner, id)) }
}

/** @returns null when it does not belong to this owner or this vault: another one is fetched then */
export async function openToken(owner: TokenOwner, { tokenId, sealed }: SealedToken): Promise<Token | null> {
  const secret = await open(sealed, tokenBinding(owner, tokenId)).catch(() => null)
  return secret && { id: tokenId, text: exposeSecret(secret) }
}
