import { setTimeout as sleep } from 'node:timers/promises'
import type { Provider } from '../apps/load'
import { OutboundError } from '../errors'
import { type Finished, toFinished } from './finished'
import type { StoredConnect } from './queries'
import { findConnect } from './service'

/** Longer than an exchange may take, and writing what it gave. */
const LONGEST_WAIT_MS = 45_000
const LOOK_AGAIN_MS = 200

/**
 * The end of an attempt whose code somebody else exchanges, or has exchanged: the page that was reloaded meanwhile shows
 * what the one before it would have.
 * @throws OutboundError underWay when it takes too long or the signal aborts; connectEnded when nothing is left of it
 */
export async function awaitEnd(
  connect: StoredConnect,
  provider: Provider,
  signal: AbortSignal | undefined,
): Promise<Finished> {
  const until = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const state = await findConnect(connect.projectId, connect.id)
    if (!state) throw new OutboundError('connectEnded')
    if (state.status === 'completed') return await toFinished(connect, provider, null)
    if (state.status === 'failed') {
      return await toFinished(connect, provider, OutboundError.stored(state.errorCode, state.errorMessage))
    }
    if (signal?.aborted || performance.now() > until) throw new OutboundError('underWay')
    await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
  }
}
