import { revokeDue } from '@/lib/outbound/tokens/revoke'
import { pruneOutbound, sweepTokens } from '@/lib/outbound/tokens/sweep'

/** Every minute: refreshes what lapses unused, tells providers of deleted tokens once more, and forgets what is long past. */
export async function runOutboundUpkeep(signal: AbortSignal): Promise<void> {
  // One that fails keeps neither of the others from its work.
  const outcomes = await Promise.allSettled([sweepTokens(signal), revokeDue(signal), pruneOutbound(signal)])
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
