import { z } from 'zod'
import { db } from '@/lib/db'
import { toExample } from '@/lib/language/example'
import { isJsonObject, type Json, type JsonObject, jsonSchema } from '@/lib/language/json'
import { setPath } from '@/lib/language/path'
import type { FlowValues } from '../types'

const RECENT_EXECUTIONS = 5
/** As stored, compressed: of a long execution the newest messages up to this. */
const MESSAGES_BYTES = 1_000_000
/** The contexts go to a browser with the editor. */
const LAST_LENGTH = 131_072

type Change = { path: string[]; value: Json }
const changesSchema = z.array(z.object({ path: z.array(z.string()), value: jsonSchema }))

/** The values that the newest executions of a flow had, in one statement; see FlowValues. */
export async function getFlowValues(projectId: string, flowId: string): Promise<FlowValues> {
  const rows = await readMessages(projectId, flowId)
  const newest = rows.at(-1)
  const changes = rows.map((row) => ({ ...row, changes: toChanges(row.type, row.value) }))
  const context = apply(changes.filter(({ id }) => id === newest?.id).flatMap((row) => row.changes))
  const seen = apply(changes.flatMap((row) => row.changes))
  return {
    last: newest ? { startedAt: newest.startedAt.toISOString(), context: shorten(context, LAST_LENGTH) } : null,
    seen: shorten(seen),
  }
}

interface ValuesRow {
  id: string
  startedAt: Date
  type: string
  value: unknown
}

/** Only what messages say about the context leaves the database: requests and answers may be large. */
function readMessages(projectId: string, flowId: string): Promise<ValuesRow[]> {
  return db().$queryRaw<ValuesRow[]>`
    WITH recent AS (
      SELECT e."id", e."startedAt" FROM "Execution" e WHERE e."projectId" = ${projectId} AND e."flowId" = ${flowId}
      ORDER BY e."startedAt" DESC LIMIT ${RECENT_EXECUTIONS}
    ), messages AS (
      SELECT r."id", r."startedAt", m."number", m."type", m."body",
        sum(pg_column_size(m."body")) OVER (PARTITION BY r."id" ORDER BY m."number" DESC) AS "size"
      FROM recent r JOIN "RunnerMessage" m ON m."projectId" = ${projectId} AND m."executionId" = r."id"
      WHERE m."type" IN ('started', 'submitted', 'connector', 'action', 'script', 'subflowEnded') AND m."body"->'within' IS NULL
    )
    SELECT "id", "startedAt", "type", CASE "type" WHEN 'started' THEN "body"->'context' ELSE "body"->'changes' END AS "value"
    FROM messages WHERE "size" <= ${MESSAGES_BYTES} OR "type" = 'started' ORDER BY "startedAt", "id", "number"`
}

/** The first context counts key by key, so that an empty root hides nothing that an earlier execution had below it. */
function toChanges(type: string, value: unknown): Change[] {
  if (type !== 'started') return changesSchema.safeParse(value).data ?? []
  const context = jsonSchema.safeParse(value).data
  if (!isJsonObject(context)) return []
  return Object.entries(context).flatMap(([root, below]): Change[] =>
    isJsonObject(below)
      ? Object.entries(below).map(([key, item]) => ({ path: [root, key], value: item }))
      : [{ path: [root], value: below }],
  )
}

function apply(changes: readonly Change[]): JsonObject {
  return changes.reduce<JsonObject>((context, { path, value }) => setPath(context, path, value), {})
}

function shorten(value: JsonObject, maxLength?: number): JsonObject {
  if (maxLength !== undefined && JSON.stringify(value).length <= maxLength) return value
  const shortened = toExample(value, maxLength)?.value
  return isJsonObject(shortened) ? shortened : {}
}
