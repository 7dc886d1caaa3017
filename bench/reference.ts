import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { Agent, request as call } from 'undici'

// The reference: what a bare Node server needs for the same work. The same call to the same third party by a keep-alive
// agent, the same rows into the same PostgreSQL by one named prepared statement over a pool of 10, then the answer.
interface Recording {
  execution: Record<string, unknown>
  messages: {
    number: number
    type: string
    stepId: string | null
    visit: number | null
    body: Record<string, unknown>
  }[]
}

const { DATABASE_URL, UPSTREAM_URL, RECORDING } = process.env
const { execution, messages }: Recording = JSON.parse(RECORDING ?? '{}')
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const agent = new Agent({ keepAliveTimeout: 60_000 })

const WRITE = `WITH saved AS (
  INSERT INTO "Execution" ("projectId", "id", "flowId", "flowName", "snapshotHash", "versionNumber", "trigger", "startedById",
    "startedAt", "status", "revision", "messageCount", "updatedAt", "endedAt")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::"ExecutionStatus", 1, $11, $12, $12)
), logged AS (
  INSERT INTO "RunnerMessage" ("projectId", "executionId", "number", "at", "type", "stepId", "visit", "body")
  SELECT $1, $2, m."number", m."at", m."type", m."stepId", m."visit", m."body"
  FROM jsonb_to_recordset($13::jsonb) AS m("number" int, "at" timestamptz, "type" text, "stepId" text, "visit" int, "body" jsonb)
)
SELECT 1`

const server = createServer((request, response) => {
  run(request).then(
    (answer) => {
      const body = Buffer.from(JSON.stringify(answer))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
    },
    (error) => response.writeHead(500).end(String(error)),
  )
})

async function run(request: IncomingMessage): Promise<unknown> {
  const startedAt = new Date()
  const given = JSON.parse(await readText(request))
  const url = `${UPSTREAM_URL}/customers?email=${encodeURIComponent(given.options.input.email)}`
  const answer = await call(url, { dispatcher: agent })
  const customer = JSON.parse(await answer.body.text())
  const id = randomBytes(10).toString('hex')
  const endedAt = new Date()
  const rows = messages.map((message) => ({
    ...message,
    at: endedAt.toISOString(),
    body: fill(message.body, customer),
  }))
  await pool.query({
    name: 'reference',
    text: WRITE,
    values: [
      'P2reference',
      id,
      execution.flowId,
      execution.flowName,
      execution.snapshotHash,
      execution.versionNumber,
      execution.trigger,
      execution.startedById,
      startedAt,
      execution.status,
      messages.length,
      endedAt,
      JSON.stringify(rows),
    ],
  })
  return { output: { plan: customer.plan }, executionId: id }
}

/** The recorded message with what this call got: the bytes are those of a real one. */
function fill(body: Record<string, unknown>, customer: unknown): Record<string, unknown> {
  if (body.type !== 'connector') return body
  return { ...body, changes: [{ path: ['connectors', 'customer'], value: customer }] }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.({ port: address.port })
})
process.once('disconnect', () => process.exit(0))
