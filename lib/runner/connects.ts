import type { ConnectWait } from '@/lib/language/outcome'
import { log } from '@/lib/log'
import { readConnect } from './effects/outbound/connect'
import { RunnerError } from './errors'
import { StaleExecutionError } from './journal'
import { type ExecutionRow, getExecutionRow } from './journal-read'
import { findDriven, LiveExecution } from './live-execution'
import { planOf } from './plans'
import { toWireStepId } from './reply'
import { openState, type StoredState } from './stored-state'

/** Kept as the last submission of a step that waited for a connect: whoever asks by its step id is answered. */
export const ARRIVED = 'connect'

/** The connect that an execution waits for. */
export function pendingConnect({ state }: StoredState): ConnectWait | null {
  const wait = state.cursor?.wait
  return wait?.type === 'connect' ? wait : null
}

/**
 * Drives an execution on when the connect that it waits for has ended, or its time is over.
 * @returns the execution as it stands then; null when it goes on waiting
 * @throws StaleExecutionError when someone else has moved it on meanwhile
 */
export async function driveConnect(
  row: ExecutionRow,
  stored: StoredState,
  watched: boolean,
): Promise<LiveExecution | null> {
  const wait = pendingConnect(stored)
  const result = wait && (await readConnect(row.projectId, wait))
  if (!result) return null
  const { plan } = await planOf(row.projectId, row.snapshotHash, stored.pins)
  const visit = stored.state.cursor?.visit ?? 0
  const arrived = { ...stored, lastNext: { visit, digest: ARRIVED } }
  const live = new LiveExecution({ plan, header: row, revision: row.revision, stored: arrived, watched })
  await live.drive({ type: 'arrived', result })
  return live
}

/**
 * Where the page is that began an execution, for a browser that has connected in the same tab. Null: nobody said it.
 */
export async function findReturnUrl(projectId: string, executionId: string, connectId: string): Promise<string | null> {
  try {
    const row = await getExecutionRow(projectId, executionId)
    if (!row.stateSealed) return null
    const { state } = await openState(projectId, row.id, row.revision, row.stateSealed)
    const { cursor, outbound } = state
    if (!outbound?.returnUrl) return null
    const url = new URL(outbound.returnUrl)
    // Patchbay's own page knows its execution; Descope's component is told it, and what for.
    if (row.trigger === 'api' && cursor) {
      const stepId = toWireStepId(cursor.stepId, cursor.visit)
      url.searchParams.set('descope-login-flow', `${row.flowId}|#|${executionId}_${stepId}`)
      url.searchParams.set('code', connectId)
    }
    return url.href
  } catch (error) {
    if (error instanceof RunnerError) return null
    throw error
  }
}

/**
 * Wakes the execution that waits for a connect which has ended just now. It never fails: whoever has the page open asks
 * by itself, and recovery looks when the time is over.
 */
export async function wakeExecution(projectId: string, executionId: string): Promise<void> {
  try {
    await findDriven(projectId, executionId)?.settled
    const row = await getExecutionRow(projectId, executionId)
    if (row.status !== 'waiting' || !row.stateSealed) return
    // Watched: somebody may look on, and cannot have asked for it here.
    await driveConnect(row, await openState(projectId, row.id, row.revision, row.stateSealed), true)
  } catch (error) {
    if (error instanceof StaleExecutionError || error instanceof RunnerError) return
    log.error({ executionId, err: error }, 'an execution was not woken after its connect')
  }
}
