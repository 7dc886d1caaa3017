import type { EngineEvent } from '@/lib/engine/advance'
import type { Plan } from '@/lib/engine/plan'
import { log } from '@/lib/log'
import { closeConnect } from './effects/outbound/connect'
import { readyEffect, resultUnknown } from './effects/perform'
import { StaleExecutionError, writeCommit } from './journal'
import { type ExecutionRow, listAbandoned } from './journal-read'
import { LiveExecution } from './live-execution'
import { findPlan } from './plans'
import { openState, StateBrokenError, type StoredState } from './stored-state'

const BATCH = 100
const EVERY_MS = 10_000

/** Recovers at once and then every ten seconds. @returns the function that ends it */
export function startRecovery(): () => void {
  const sweep = () => void recoverExecutions().catch((error) => log.error({ err: error }, 'recovery failed'))
  sweep()
  const timer = setInterval(sweep, EVERY_MS)
  return () => clearInterval(timer)
}

/**
 * Takes up executions whose process died, and ends those that waited too long. A management execution ends failed:
 * its caller has had a connection error. An interactive one goes on: what changes nothing outside is
 * sent again; any other whose result is unknown goes to the error event of its step.
 * @returns how many it took up
 */
export async function recoverExecutions(): Promise<number> {
  const rows = await listAbandoned(new Date(), BATCH)
  const results = await Promise.all(rows.map(tryToRecover))
  return results.filter(Boolean).length
}

async function tryToRecover(row: ExecutionRow): Promise<boolean> {
  try {
    await recover(row)
    return true
  } catch (error) {
    // Another process was faster.
    if (error instanceof StaleExecutionError) return false
    log.error({ executionId: row.id, err: error }, 'recovery failed')
    // What cannot be read now never can, and must not come up again at every sweep; a failing database may.
    if (error instanceof UnreadableExecutionError) await abandon(row).catch(() => {})
    return false
  }
}

/** The flow that it ran or its sealed state is gone. */
class UnreadableExecutionError extends Error {}

async function read(row: ExecutionRow): Promise<{ plan: Plan; stored: StoredState }> {
  if (!row.stateSealed) throw new UnreadableExecutionError('The state of this execution is gone.')
  const stored = await openAbandoned(row, row.stateSealed)
  const found = await findPlan(row.projectId, row.snapshotHash, stored.pins)
  if (!found) throw new UnreadableExecutionError('The flow of this execution is gone.')
  return { plan: found.plan, stored }
}

async function openAbandoned(row: ExecutionRow, sealed: Uint8Array): Promise<StoredState> {
  try {
    return await openState(row.projectId, row.id, row.revision, sealed)
  } catch (error) {
    if (error instanceof StateBrokenError)
      throw new UnreadableExecutionError('The state of this execution cannot be opened.')
    throw error
  }
}

async function abandon(row: ExecutionRow): Promise<void> {
  const now = new Date()
  const message = 'Patchbay stopped while this execution ran, and it cannot be read any more. Run the flow again.'
  const error = { code: 'unreadable', description: 'Unreadable', message }
  const number = row.messageCount + 1
  await writeCommit({
    header: row,
    fromRevision: row.revision,
    status: 'failed',
    stateSealed: null,
    outputsSealed: null,
    error,
    messageCount: number,
    messages: [{ type: 'failed', error, number, at: now.toISOString(), stepId: null, stepName: null, visit: null }],
    now,
    expiresAt: null,
    notify: true,
    calls: [],
  })
}

async function recover(row: ExecutionRow): Promise<void> {
  const { plan, stored } = await read(row)
  const live = new LiveExecution({ plan, header: row, revision: row.revision, stored, watched: true })
  const wait = stored.state.cursor?.wait
  if (row.status === 'waiting' && wait?.type === 'connect')
    await live.drive({ type: 'arrived', result: await closeConnect(row.projectId, wait) })
  else if (row.status === 'waiting')
    await live.drive(abort('expired', 'Expired', 'Nobody answered the screen within 24 hours.'))
  else if (plan.kind === 'management')
    await live.drive(abort('interrupted', 'Interrupted', 'Patchbay stopped while this execution ran. Run it again.'))
  else if (stored.effect && (await readyEffect(row, plan.kind, stored.effect)).safe) await live.repeat(stored.effect)
  else await live.drive({ type: 'performed', result: resultUnknown(stored.effect) })
}

function abort(code: string, description: string, message: string): EngineEvent {
  return { type: 'abort', error: { code, description, message } }
}
