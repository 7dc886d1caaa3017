import { PgBoss } from 'pg-boss'
import { JOBS_SCHEMA, queues } from './queues'

/**
 * Brings the job queue's own tables to the version of the installed pg-boss, and makes the queues. Needs no network. Call
 * it under the lock of migrations: several processes may start at once.
 */
export async function installJobs(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: JOBS_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
    persistWarnings: false,
  })
  // Without a listener an idle connection that breaks would end the process; a failing statement is thrown anyway.
  boss.on('error', () => {})
  try {
    await boss.start()
    for (const [name, settings] of Object.entries(queues)) {
      await boss.createQueue(name, settings)
      await boss.updateQueue(name, settings)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}
