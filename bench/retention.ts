import { type Bench, setUp } from './setup'

export interface RetentionFigures {
  count: number
  /** Executions deleted a second: by the clean-up with its pauses, and by one `DELETE … WHERE` that cascades. */
  perSecond: number
  plainPerSecond: number
  /** Time of an execution among all of them over that among a tenth. */
  growth: number
}

const MESSAGES = 5
const LIMITS = { retentionDays: 30, retentionExecutions: 10_000_000 }

/** Deletes executions that are too old, as the hourly job does, beside one plain statement; each from a project of its own. */
export async function measureRetention(quick: boolean): Promise<RetentionFigures> {
  const count = quick ? 10_000 : 100_000
  // Nothing is called: the flow is not run.
  const bench = await setUp('http://127.0.0.1:9')
  try {
    const { createProject } = await import('@/lib/console/projects')
    const { cleanUp } = await import('@/lib/retention/service')
    const [few, many, plain] = [await createProject('Few'), await createProject('Many'), await createProject('Plain')]
    await fill(bench, few.id, count / 10)
    await fill(bench, many.id, count)
    await fill(bench, plain.id, count)
    const never = new AbortController().signal
    const fewMs = await time(() => cleanUp(few.id, LIMITS, never))
    const manyMs = await time(() => cleanUp(many.id, LIMITS, never))
    const plainMs = await time(() => deletePlainly(bench, plain.id))
    return {
      count,
      perSecond: (count / manyMs) * 1000,
      plainPerSecond: (count / plainMs) * 1000,
      growth: manyMs / 10 / fewMs,
    }
  } finally {
    await bench.close()
  }
}

async function fill({ pool }: Bench, projectId: string, count: number): Promise<void> {
  const step = 10_000
  for (let from = 0; from < count; from += step) {
    await pool.query(
      `WITH made AS (
         INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "trigger", "status", "revision", "messageCount", "startedAt", "updatedAt", "endedAt")
         SELECT $1, md5($1 || n), 'bench', 'Bench', 'x', 'api', 'completed', 1, ${MESSAGES}, now() - interval '40 days' - n * interval '1 second', now(), now()
         FROM generate_series($2::int + 1, $3::int) n RETURNING "id"
       )
       INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "body")
       SELECT $1, "id", n, now(), 'passed', jsonb_build_object('type', 'passed', 'filler', repeat('x', 400)) FROM made, generate_series(1, ${MESSAGES}) n`,
      [projectId, from, Math.min(from + step, count)],
    )
  }
}

/** Without the limits of time that the pool sets: it is one long statement. */
async function deletePlainly({ databaseUrl }: Bench, projectId: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`DELETE FROM "Execution" WHERE "projectId" = $1 AND "startedAt" < now() - interval '30 days'`, [
      projectId,
    ])
  } finally {
    await client.end()
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
