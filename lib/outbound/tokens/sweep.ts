import type { TokenRow } from './queries/rows'
import { listLapsing, pruneOnce, readSweepStart } from './queries/sweep'
import { renewToken } from './renew'
import { SYSTEM_ACTOR } from './types'

const BATCH = 200
/** Refreshes of one app at a time. */
const PER_APP = 4
/** After so many failures of one app its provider is in trouble: the rest waits for the next sweep. */
const MOST_FAILURES = 3

/**
 * Refreshes what lapses now although nobody fetches it: many refresh tokens die when they are not used for some time. An
 * app whose provider fails is left alone until the next sweep, each token by its own growing pause; it holds up no other.
 * No token is refreshed twice in one sweep.
 */
export async function sweepTokens(signal: AbortSignal): Promise<void> {
  const troubled = new Set<string>()
  const start = await readSweepStart()
  for (;;) {
    const rows = await listLapsing(BATCH, [...troubled], start)
    if (rows.length === 0) return
    const byApp = Map.groupBy(rows, ({ projectId, appId }) => `${projectId}/${appId}`)
    await Promise.all([...byApp].map(([app, tokens]) => sweepApp(app, tokens, troubled, signal)))
    signal.throwIfAborted()
  }
}

async function sweepApp(app: string, tokens: TokenRow[], troubled: Set<string>, signal: AbortSignal): Promise<void> {
  let failures = 0
  const worker = async () => {
    for (let row = tokens.shift(); row && failures < MOST_FAILURES && !signal.aborted; row = tokens.shift()) {
      const after = await renewToken(row, SYSTEM_ACTOR)
      if (after?.status === 'active' && after.version === row.version) failures += 1
    }
  }
  await Promise.all(Array.from({ length: PER_APP }, worker))
  if (failures >= MOST_FAILURES) troubled.add(app)
}

/** Deletes events and attempts to connect that are long past. */
export async function pruneOutbound(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await pruneOnce())) {
    // Batch by batch: others come to their turn.
  }
}
