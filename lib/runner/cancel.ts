import { hasEnded } from '@/lib/engine/state'
import { cancelCalls } from '@/lib/jobs/cancel-calls'
import { RunnerError } from './errors'
import { StaleExecutionError } from './journal'
import { getExecutionRow } from './journal-read'
import { findDriven, LiveExecution } from './live-execution'
import { planOf } from './plans'
import { openState } from './stored-state'

/**
 * Cancels an execution: a call under way is aborted, a waiting one ends at once. One that has ended already stays as
 * it is, but its asynchronous calls that still wait are called off.
 * @param text who cancelled it, for the runner message
 * @throws RunnerError `executionMoving` when others moved it on at every attempt
 */
export async function cancelExecution(projectId: string, executionId: string, text: string): Promise<void> {
  const driven = findDriven(projectId, executionId)
  if (driven) {
    driven.cancel(text)
    return
  }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const row = await getExecutionRow(projectId, executionId)
    if (hasEnded(row)) {
      await cancelCalls({ projectId, executionId })
      return
    }
    if (!row.stateSealed) return
    const stored = await openState(projectId, row.id, row.revision, row.stateSealed)
    const { plan } = await planOf(projectId, row.snapshotHash, stored.pins)
    const live = new LiveExecution({ plan, header: row, revision: row.revision, stored, watched: true })
    try {
      // Another process that drives it finds its next commit stale and stops.
      await live.drive({ type: 'cancel', text })
      return
    } catch (error) {
      if (!(error instanceof StaleExecutionError)) throw error
    }
  }
  throw new RunnerError('executionMoving')
}
