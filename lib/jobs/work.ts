import { PgBoss } from 'pg-boss'
import { log } from '@/lib/log'
import { revokeDue } from '@/lib/outbound/tokens/revoke'
import { runCallJob } from '@/lib/runner/async-calls'
import { runRetentionJob } from './clean-up'
import { runProjectDeletionJob } from './delete-project'
import { runIdentityUpkeep } from './identity-upkeep'
import { runOutboundUpkeep } from './outbound-upkeep'
import { Pump } from './pump'
import { type ConnectorCallJob, JOBS_SCHEMA, type ProjectDeletionJob, type RetentionJob } from './queues'

const CONNECTIONS = 4
/** Asynchronous calls that one process makes at a time. */
const CALLS_AT_ONCE = 50
/** Of one project: when its third party hangs, the calls of other projects still have room. */
const CALLS_PER_PROJECT = 20
/** How often pg-boss looks for workers that have died. */
const SUPERVISE_SECONDS = 10
/** Every hour, away from the full one, when everybody does something. */
const CLEAN_UP_AT = '17 * * * *'
const IDENTITY_UPKEEP_AT = '47 * * * *'
const OUTBOUND_UPKEEP_AT = '* * * * *'

/**
 * Begins to work on the queues: only where the role includes the worker.
 * @param drainMs how long a stop waits for jobs under way before it aborts them
 * @returns the function that stops: what is under way ends, or is aborted and goes back to its queue
 */
export async function startWorkers(databaseUrl: string, drainMs: number): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: JOBS_SCHEMA,
    max: CONNECTIONS,
    application_name: 'patchbay-jobs',
    options: '-c statement_timeout=60000',
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'))
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue'))
  await boss.start()
  const calls = new Pump<ConnectorCallJob>(boss, 'connector-call', runCallJob, CALLS_AT_ONCE, CALLS_PER_PROJECT)
  const cleanUps = new Pump<RetentionJob>(boss, 'retention', runRetentionJob, 1)
  const upkeep = new Pump<object>(boss, 'identity-upkeep', (_, signal) => runIdentityUpkeep(signal), 1)
  const connections = new Pump<object>(boss, 'outbound-upkeep', (_, signal) => runOutboundUpkeep(signal), 1)
  const revocations = new Pump<object>(boss, 'outbound-revocation', (_, signal) => revokeDue(signal), 1)
  const deletions = new Pump<ProjectDeletionJob>(boss, 'project-deletion', runProjectDeletionJob, 1)
  await boss.schedule('retention', CLEAN_UP_AT, { projectId: null } satisfies RetentionJob)
  await boss.schedule('identity-upkeep', IDENTITY_UPKEEP_AT)
  await boss.schedule('outbound-upkeep', OUTBOUND_UPKEEP_AT)
  calls.start()
  cleanUps.start()
  upkeep.start()
  connections.start()
  revocations.start()
  deletions.start()
  return async () => {
    // All but a call can stop at any batch, and go on when their job is taken again.
    const others = [cleanUps, upkeep, connections, revocations, deletions]
    await Promise.all([calls.stop(drainMs), ...others.map((pump) => pump.stop(0))])
    await boss.stop({ graceful: false })
  }
}
