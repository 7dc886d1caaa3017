import { createDecipheriv, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'

// The reference of a token fetch: a bare Node server that selects the row by one named prepared statement over a pool of
// 10, opens its one sealed value with a key that it was given, and answers. It knows no keys of callers and no timeline.
const { DATABASE_URL, PROJECT_ID = '', DATA_KEY = '' } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const key = Buffer.from(DATA_KEY, 'hex')

const FIND = `SELECT "id", "version", "accessSealed", "tokenType", "grantedScopes", "expiresAt" FROM "OutboundToken"
  WHERE "projectId" = $1 AND "appId" = $2 AND "ownerKey" = $3 ORDER BY "obtainedAt" DESC LIMIT 1`

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
  const { appId, tenantId } = JSON.parse(await readText(request))
  const { rows } = await pool.query({ name: 'find', text: FIND, values: [PROJECT_ID, appId, `tenant:${tenantId}`] })
  const { id, version, accessSealed, tokenType, grantedScopes, expiresAt } = rows[0]
  const accessToken = open(accessSealed, [PROJECT_ID, 'OutboundToken', id, 'accessSealed', version])
  return { token: { id, accessToken, accessTokenType: tokenType, accessTokenExpiry: expiresAt, scopes: grantedScopes } }
}

/** As lib/vault/envelope.ts opens it; this process is run as it stands, without the paths of the house. */
function open(sealed: Buffer, place: unknown[]): string {
  const idEnd = 2 + (sealed[1] ?? 0)
  const keyId = sealed.toString('latin1', 2, idEnd)
  const messageKey = createHmac('sha256', key)
    .update('patchbay/sealed@1')
    .update(sealed.subarray(idEnd, idEnd + 12))
    .digest()
  const decipher = createDecipheriv('aes-256-gcm', messageKey, sealed.subarray(idEnd + 12, idEnd + 24))
  decipher.setAAD(Buffer.from(JSON.stringify(['patchbay/sealed@1', keyId, ...place])))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(idEnd + 24, -16)), decipher.final()]).toString()
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
