import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { RunnerError } from './errors'
import { getExecutionRow } from './journal-read'
import { currentReply } from './next'
import { type StartRequest, startExecution } from './start'
import type { FlowReply } from './types'

/** Executions that this process runs for callers who do not wait. */
let underWay = 0
const MOST_UNDER_WAY = 100

/** There are so many runs in the background that another one would only wait. */
export class BackgroundFullError extends Error {}

/**
 * Starts an execution and answers its id as soon as it is stored; what becomes of it is asked by `readBackgroundRun`.
 * When the process dies, recovery ends it as failed, as every management execution.
 * @throws RunnerError when there is nothing to run; BackgroundFullError when 100 run already
 */
export async function startInBackground(
  request: Omit<StartRequest, 'executionId' | 'idempotencyKey' | 'onStored' | 'watched'>,
): Promise<string> {
  if (underWay >= MOST_UNDER_WAY) throw new BackgroundFullError()
  const executionId = newId()
  const stored = Promise.withResolvers<void>()
  underWay += 1
  const run = startExecution({
    ...request,
    executionId,
    // With a key of its own it is stored before anything is done, and its outputs are kept for who asks later.
    idempotencyKey: keyOf(executionId),
    watched: false,
    onStored: stored.resolve,
  })
  run
    .catch((error) => log.error({ executionId, err: error }, 'background run failed'))
    .finally(() => {
      underWay -= 1
    })
  await Promise.race([run, stored.promise])
  return executionId
}

/**
 * Where an execution stands that was started in the background.
 * @throws RunnerError `executionNotFound`, also for one that was started in another way
 */
export async function readBackgroundRun(projectId: string, executionId: string): Promise<FlowReply> {
  const { idempotencyKey } = await getExecutionRow(projectId, executionId)
  if (idempotencyKey !== keyOf(executionId)) throw new RunnerError('executionNotFound')
  return await currentReply(projectId, executionId)
}

function keyOf(executionId: string): string {
  return `background ${executionId}`
}
