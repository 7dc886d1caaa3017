import type { EngineEvent } from '@/lib/engine/advance'
import { log } from '@/lib/log'
import { StaleExecutionError } from './journal'
import { type ExecutionRow, listAbandoned } from './journal-read'
import { isSafe, LiveExecution } from './live-execution'
import { planOf } from './plans'
import { openState } from './stored-state'

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
 * its caller has had a connection error. An interactive one goes on: a GET or HEAD is sent again; any other call whose
 * result is unknown goes to its step's Connector Execution error.
 * @returns how many it took up
 */
export async function recoverExecutions(): Promise<number> {
  const rows = await listAbandoned(new Date(), BATCH)
  let recovered = 0
  for (const row of rows) {
    try {
      await recover(row)
      recovered += 1
    } catch (error) {
      // Another process was faster; or this row cannot be read, and must not keep the others waiting.
      if (!(error instanceof StaleExecutionError)) log.error({ executionId: row.id, err: error }, 'recovery failed')
    }
  }
  return recovered
}

async function recover(row: ExecutionRow): Promise<void> {
  if (!row.stateSealed) return
  const { plan } = await planOf(row.projectId, row.snapshotHash)
  const stored = await openState(row.projectId, row.id, row.revision, row.stateSealed)
  const live = new LiveExecution({ plan, header: row, revision: row.revision, stored, watched: true })
  if (row.status === 'waiting')
    await live.drive(abort('expired', 'Expired', 'Nobody answered the screen within 24 hours.'))
  else if (plan.kind === 'management')
    await live.drive(abort('interrupted', 'Interrupted', 'Patchbay stopped while this execution ran. Run it again.'))
  else if (stored.effect && isSafe(stored.effect)) await live.repeat(stored.effect)
  else await live.drive(resultUnknown(stored.effect?.action ?? 'call'))
}

function abort(code: string, description: string, message: string): EngineEvent {
  return { type: 'abort', error: { code, description, message } }
}

function resultUnknown(action: string): EngineEvent {
  const message = `Patchbay stopped while this ${action} was under way. Whether the third party carried it out is unknown.`
  return {
    type: 'performed',
    result: {
      failure: { event: 'connectorExecution', code: 'resultUnknown', message },
      value: { error: { code: 'resultUnknown', message } },
      record: null,
      missing: [],
      usedSecretPaths: [],
    },
  }
}
