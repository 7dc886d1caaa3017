import { createServer, type IncomingMessage } from 'node:http'
import { verify } from '@node-rs/argon2'
import pg from 'pg'
import { Agent, request as call } from 'undici'

// The reference of a sign-in: the password against the same argon2id hash, the same call to the same third party, and one
// statement that inserts a session and a log row. It checks no limits, signs no JWT and keeps no messages.
const { DATABASE_URL, UPSTREAM_URL, PASSWORD_HASH = '' } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const agent = new Agent({ keepAliveTimeout: 60_000 })

await pool.query(`CREATE TABLE IF NOT EXISTS "BenchSignIn" ("id" bigserial PRIMARY KEY, "kind" text, "body" jsonb)`)
const WRITE = `WITH logged AS (INSERT INTO "BenchSignIn" ("kind", "body") VALUES ('log', $1))
INSERT INTO "BenchSignIn" ("kind", "body") VALUES ('session', $2) RETURNING "id"`

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
  const { input } = JSON.parse(await readText(request))
  if (!(await verify(PASSWORD_HASH, input.password))) throw new Error('The password is wrong.')
  const answer = await call(`${UPSTREAM_URL}/customers?email=${encodeURIComponent(input.email)}`, { dispatcher: agent })
  const customer = JSON.parse(await answer.body.text())
  const { rows } = await pool.query({
    name: 'sign-in',
    text: WRITE,
    values: [JSON.stringify({ customer }), JSON.stringify({ email: input.email, claims: { plan: customer.plan } })],
  })
  return { session: rows[0]?.id, output: { plan: customer.plan } }
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
