import { newId } from '@/lib/id'
import { queueOrphan } from './queries/deletion'
import { sealTokens } from './secrets'
import type { GivenTokens } from './types'

/** Has a provider told that tokens it has just given will never be used: whose they were to be is not there any more. */
export async function queueUnstored(
  { projectId, appId }: { projectId: string; appId: string },
  tokens: GivenTokens,
): Promise<void> {
  const place = { projectId, tokenId: newId(), version: 1 }
  await queueOrphan({ projectId, appId, id: place.tokenId, version: place.version }, await sealTokens(place, tokens))
}
