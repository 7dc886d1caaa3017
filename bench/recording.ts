import type { Load } from './load'
import type { Bench } from './setup'

/** Runs the flow once and reads the rows that Patchbay wrote for it: the reference writes the same. */
export async function recordExecution(
  { pool, projectId }: Bench,
  { url, headers, bodies: [body] }: Load,
): Promise<unknown> {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  if (!reply.ok) throw new Error(`The first execution was answered ${reply.status}: ${await reply.text()}`)
  const execution = await pool.query(
    `SELECT "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById", "status"
     FROM "Execution" WHERE "projectId" = $1`,
    [projectId],
  )
  const messages = await pool.query(
    `SELECT "number", "type", "stepId", "visit", "body" FROM "RunnerMessage"
     WHERE "projectId" = $1 AND "executionId" = $2 ORDER BY "number"`,
    [projectId, execution.rows[0]?.id],
  )
  return { execution: execution.rows[0], messages: messages.rows }
}
